//! A convolution with its ReLU and pooling, computed in one of three ways.

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
    /// Every sum as it is written.
    Direct(Forward),
    /// With fewer multiplications, of planes.
    Columns(Columns),
    /// With the fewest multiplications, of halves of rows.
    Winograd(Winograd),
}

impl Convolution {
    /// The fastest way for `weight` `[outputs, inputs, kernel, kernel]` that takes inputs as the layer has them.
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

    /// Where its inputs go.
    pub fn inputs(&self) -> Target {
        match self {
            Self::Direct(Forward { layer, .. }) | Self::Columns(Columns { layer, .. }) => Target::planes(*layer),
            Self::Winograd(winograd) => Target::halves(winograd.layer),
        }
    }

    /// Room for its inputs with their margins.
    pub fn room(&self) -> usize {
        match self {
            Self::Direct(Forward { layer, .. }) | Self::Columns(Columns { layer, .. }) => layer.planes(),
            Self::Winograd(winograd) => Halves::of(winograd.layer).len(),
        }
    }

    /// Room for what it computes on the way.
    pub fn scratch(&self) -> usize {
        match self {
            Self::Direct(_) => 0,
            Self::Columns(columns) => columns.scratch(),
            Self::Winograd(winograd) => winograd.scratch(),
        }
    }

    /// Computes one image; `KEEP` says whether choices are kept.
    #[inline(always)]
    pub fn run<S: Simd, const KEEP: bool>(&self, simd: S, input: &[f32], scratch: &mut [f32], results: Results<'_>) {
        match self {
            Self::Direct(forward) => forward.run::<S, KEEP>(simd, input, results),
            Self::Columns(columns) => columns.run::<S, KEEP>(simd, input, scratch, results),
            Self::Winograd(winograd) => winograd.run::<S, KEEP>(simd, input, scratch, results),
        }
    }
}
