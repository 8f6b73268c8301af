//! What a stopped run keeps.

/// In words that hold wherever it was stopped.
pub const WORDS: &str =
    "Training goes on at the step where it was, and finished targets stay; those that were under attack begin again.";
