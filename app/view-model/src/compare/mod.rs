//! Comparing clones and runs: what is compared, at which step, how two pictures are laid over each other, what differs.

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
