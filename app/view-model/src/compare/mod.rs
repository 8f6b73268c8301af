//! The comparison of clones and runs: subject, steps, overlays, parameters and results.

pub mod address;
pub mod blink;
pub mod difference;
#[cfg(test)]
pub(crate) mod example;
pub mod item;
pub mod outcome;
pub mod parameters;
pub mod subject;
pub mod timeline;
