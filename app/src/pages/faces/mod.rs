//! A workspace's faces and recognizers: lists, forms that add them, and a set with its people.

mod add;
mod calibration;
mod fields;
mod list;
mod recognizers;
mod set;

pub use list::FacesPage;
pub use set::FaceSetPage;
