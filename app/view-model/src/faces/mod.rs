//! View models of the pages about faces.

pub mod calibration;
pub mod upload;
pub mod words;
