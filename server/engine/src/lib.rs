//! The engine: faces, recognizers, inversion, evaluation.
//!
//! It takes a configuration, a [device](device::Chosen) and an observer, and gives results. It knows no HTTP, no
//! database, no clock and no environment, so that the command line, the server and the tests drive the same code.
//! Data flows one way: [`dataset`] → [`recognizer`] → [`prior`] → [`inversion`] → [`evaluation`]; the attack never sees
//! the evaluation recognizer or a real face of its target, because nothing hands them to it.

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
