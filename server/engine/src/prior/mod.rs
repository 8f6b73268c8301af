//! What faces look like, learnt from public faces only: no face of a registered person enters.

mod eigenfaces;
mod halves;

pub use eigenfaces::{Eigenfaces, PriorError};
