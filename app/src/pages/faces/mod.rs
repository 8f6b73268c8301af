//! Faces and recognizers that a workspace keeps for its runs: all of them, new ones, and a set with its people.

mod add;
mod fields;
mod list;
mod recognizers;
mod set;

pub use list::FacesPage;
pub use set::FaceSetPage;
