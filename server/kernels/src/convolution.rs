//! A convolution with ReLU and pooling, by one of three algorithms.

use crate::forward::Forward;
use crate::halves::Halves;
use crate::layer::Layer;
use crate::level::Level;
use crate::target::{Results, Target};
use crate::winograd::{Columns, Winograd};
use pulp::Simd;

/// A convolution's weights for the forward pass.
#[derive(Debug)]
pub(crate) enum Convolution {
    /// Direct summation.
    Direct(Forward),
    /// Winograd along columns, for planes.
    Columns(Columns),
    /// Winograd along both dimensions, for halves of rows.
    Winograd(Winograd),
}

impl Convolution {
    /// The fastest algorithm for `weight` `[outputs, inputs, kernel, kernel]` that takes inputs in the layer's layout.
    pub fn new(layer: Layer, weight: &[f32], bias: &[f32], level: Level) -> Self {
        if layer.block == 1 {
            Self::Winograd(Winograd::new(layer, weight, bias))
        } else if Columns::covers(layer, level) {
            Self::Columns(Columns::new(layer, weight, bias))
        } else {
            Self::Direct(Forward::new(layer, weight, bias))
        }
    }

    pub fn layer(&self) -> Layer {
        match self {
            Self::Direct(forward) => forward.layer,
            Self::Columns(columns) => columns.layer,
            Self::Winograd(winograd) => winograd.layer,
        }
    }

    /// The layout of its inputs.
    pub fn inputs(&self) -> Target {
        match self {
            Self::Direct(Forward { layer, .. }) | Self::Columns(Columns { layer, .. }) => Target::planes(*layer),
            Self::Winograd(winograd) => Target::halves(winograd.layer),
        }
    }

    /// Values needed for its inputs with margins.
    pub fn room(&self) -> usize {
        match self {
            Self::Direct(Forward { layer, .. }) | Self::Columns(Columns { layer, .. }) => layer.planes(),
            Self::Winograd(winograd) => Halves::of(winograd.layer).len(),
        }
    }

    /// Values needed for intermediate results.
    pub fn scratch(&self) -> usize {
        match self {
            Self::Direct(_) => 0,
            Self::Columns(columns) => columns.scratch(),
            Self::Winograd(winograd) => winograd.scratch(),
        }
    }

    /// Computes one image; `KEEP` says whether to keep the choices of pooling.
    #[inline(always)]
    pub fn run<S: Simd, const KEEP: bool>(&self, simd: S, input: &[f32], scratch: &mut [f32], results: Results<'_>) {
        match self {
            Self::Direct(forward) => forward.run::<S, KEEP>(simd, input, results),
            Self::Columns(columns) => columns.run::<S, KEEP>(simd, input, scratch, results),
            Self::Winograd(winograd) => winograd.run::<S, KEEP>(simd, input, scratch, results),
        }
    }
}
