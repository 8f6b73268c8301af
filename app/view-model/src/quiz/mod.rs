//! View models of the quiz: screens, question layouts, keyboard control and response times.

pub mod arrival;
pub mod delivery;
pub mod keys;
pub mod pictures;
pub mod question_layout;
pub mod screen;
pub mod stopwatch;
pub mod words;
