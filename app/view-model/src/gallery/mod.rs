//! View models of the gallery.

pub mod addresses;
pub mod film;
pub mod words;
