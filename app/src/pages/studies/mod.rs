//! Studies, for researchers: the list, the form for a new study, and the page of a study with its results.

mod explain;
mod list;
mod new;
mod page_state;
mod results;
mod study;

pub use list::StudiesPage;
pub use new::NewStudyPage;
pub use study::StudyPage;
