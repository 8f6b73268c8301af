//! The gallery, publications and their clones, and the form for publishing.

mod card;
mod clone;
mod film;
mod filters;
mod list;
mod publication_error;
mod publications;
mod publish;
mod published;

pub use clone::ClonePage;
pub use list::GalleryPage;
pub use publish::PublishPage;
pub use published::PublishedPage;
