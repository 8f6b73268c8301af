//! What the pages about faces think.

pub mod upload;
pub mod words;
