//! What pages of the gallery think.

pub mod addresses;
pub mod film;
pub mod words;
