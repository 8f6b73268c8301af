//! Studies: making them of finished runs, taking part in them, and what came out.
//!
//! Knows no HTTP. Choices (which clones, who gets what, in which order) are pure functions of stored seeds; secrets
//! come from the system's random source.

mod assign;
mod blueprint;
mod cache;
mod callers;
mod checks;
mod defaults;
mod digests;
mod download;
#[cfg(test)]
pub mod example;
pub mod export;
mod hashed;
mod human_scores;
mod joins;
mod limits;
mod newcomer;
mod of_clones;
mod participation;
mod pictures;
mod question;
mod research;
pub mod results;
mod secrets;
mod service;
mod texts;

pub use callers::CallersStudies;
pub use download::Download;
pub use of_clones::PeopleOfRun;
pub use service::StudyService;
