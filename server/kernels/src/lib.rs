//! The arithmetic of a convolutional face recognizer on the processor. It knows no tensor library; the engine wraps it
//! in differentiable operations.
//!
//! - [`Frozen`]: a network with weights packed for both directions, for attacks and scores. [`Tape`]: what the backward
//!   pass needs from a forward pass.
//! - [`Learner`]: convolutions with changing weights, for training.
//! - [`Combination`]: weighted sums of constant rows, for images made of components.
//! - [`total_variation`], [`descend`], [`adam`]: the remaining operations on every value in attacks and training.
//! - [`Level`]: AVX-512, AVX2 or NEON from one source, chosen at run time.
//!
//! Results depend neither on the number of threads nor on the rest of a batch.

mod aligned;
mod backward;
mod bytes;
mod combination;
mod convolution;
mod dense;
mod forward;
mod frozen;
mod halves;
mod image;
mod layer;
mod learning;
mod level;
mod peak;
mod planes;
mod scratch;
mod stack;
mod target;
mod update;
mod variation;
mod wide;
mod windows;
mod winograd;

pub use bytes::interleaved_bytes;
pub use combination::Combination;
pub use frozen::{Frozen, Parameters, Tape};
pub use layer::Shape;
pub use learning::{Activations, Learner};
pub use level::Level;
pub use peak::multiply_adds;
pub use update::{AdamStep, AdamValues, adam, descend};
pub use variation::total_variation;
