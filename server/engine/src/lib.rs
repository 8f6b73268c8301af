//! The engine: faces, recognizers, inversion, evaluation.
//!
//! It takes a configuration, a [device](device::Chosen) and an observer, and returns results. It knows no HTTP, no
//! database, no clock and no environment, so that the command line, the server and the tests run the same code. Data
//! flows one way: [`dataset`] → [`recognizer`] → [`prior`] → [`inversion`] → [`evaluation`]. The attack never sees the
//! evaluation recognizer or a real face of its target, because nothing passes them to it. The README of this crate
//! explains the method.

mod adam;
pub mod dataset;
pub mod device;
pub mod evaluation;
pub mod files;
pub mod inversion;
mod operation;
pub mod pixels;
pub mod prior;
pub mod recognizer;
#[cfg(test)]
mod testing;
