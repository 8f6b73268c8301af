//! Runs ONNX files as differentiable networks: a file is read and planned once, then computed with Burn's tensors on any
//! device, forwards and backwards.
//!
//! A file comes from outside. Its size is bounded before anything is allocated for it, every shape is checked before it
//! is computed, and what is not covered is refused by name.

mod builder;
mod constant;
mod error;
mod file;
mod host;
mod network;
mod node;
mod operators;
mod order;
mod plan;
pub mod proto;
mod read;
mod size;
mod trial;
mod value;

pub use error::OnnxError;
pub use network::Network;
pub use operators::covered;
pub use plan::{Input, Layout, Plan};
