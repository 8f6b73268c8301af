//! The arithmetic of a convolutional face recognizer on the processor. It knows no tensor library; the engine makes
//! differentiable operations of it.
//!
//! - [`Frozen`]: a network whose weights are packed for both directions, for attacks and scores. [`Tape`]: what its
//!   forward pass of a batch keeps for the backward pass.
//! - [`Learner`]: convolutions whose weights change, for training.
//! - [`Combination`]: weighted sums of constant rows, for images made of components.
//! - [`total_variation`], [`descend`], [`adam`]: what else an attack or a training does to every value.
//! - [`Level`]: AVX-512, AVX2 or NEON, chosen at run time, from one source.
//!
//! Results do not depend on the number of threads, nor on what else is in a batch.

mod aligned;
mod backward;
mod bytes;
mod combination;
mod convolution;
mod dense;
mod desk;
mod forward;
mod frozen;
mod halves;
mod image;
mod layer;
mod learning;
mod level;
mod peak;
mod planes;
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
pub use learning::{Learner, Lesson};
pub use level::Level;
pub use peak::multiply_adds;
pub use update::{AdamStep, Moving, adam, descend};
pub use variation::total_variation;
