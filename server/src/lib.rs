//! The server and the command line over the engine.
//!
//! Data flows one way: [`experiment`] drives the engine and writes a run's folder; [`lab`] queues experiments and
//! watches them; [`live`] fans out their live state; [`store`] keeps it; [`studies`] asks people; [`http`] answers;
//! [`cli`] starts one or the other; [`bench`] measures; [`check`] verifies that the store is consistent; [`backup`]
//! copies all of it to another place.
//!
//! Layers know only what they need: the engine and `experiment` know no HTTP, `http` knows no tensors, `store` knows
//! neither, and `live` knows only the engine's pictures and the type of a message.

#![expect(clippy::duplicate_mod, reason = "statements of the database are compiled once a dialect")]

pub mod access;
pub mod backup;
pub mod bench;
mod blocking;
pub mod check;
pub mod cli;
pub mod comments;
pub mod compare;
pub mod config;
pub mod convert;
pub mod csv;
mod digits;
pub mod downloads;
mod effort;
pub mod error;
pub mod eta;
pub mod experiment;
pub mod export;
pub mod faces;
mod files;
pub mod gallery;
pub mod http;
pub mod lab;
pub mod live;
mod lock;
mod machine;
pub mod memory;
mod names;
mod patience;
pub mod people;
mod permits;
pub(crate) mod private;
mod remedy;
pub mod serve;
pub mod simulate;
pub mod store;
pub mod studies;
#[cfg(test)]
mod testing;
mod time;
