//! Studies, for researchers: all of them, a new one, and one with its results.

mod explain;
mod list;
mod new;
mod page_state;
mod results;
mod study;

pub use list::StudiesPage;
pub use new::NewStudyPage;
pub use study::StudyPage;
