//! View models of the pages about faces.

pub mod upload;
pub mod words;
