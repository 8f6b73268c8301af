//! What a participant's page thinks: which screen is due, what can be answered, how long it took, and how an answer
//! reaches the server once.

pub mod arrival;
pub mod keys;
pub mod pictures;
pub mod question_layout;
pub mod screen;
pub mod stopwatch;
pub mod words;
