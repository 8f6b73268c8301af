//! Primitives for matrices and pictures, over libraries whose generic code is compiled where it is used.
//!
//! Functions here take slices and are not generic. The libraries' code is therefore compiled once, in this crate, rather
//! than in each crate that calls it and once more in its tests.

mod jpeg;
mod matrix;
mod resize;

pub use jpeg::append_jpeg;
pub use jpeg_encoder::EncodingError;
pub use matrix::{Eigen, Matrix, Threads, add_product, product, symmetric_eigen};
pub use resize::{Square, resize};
