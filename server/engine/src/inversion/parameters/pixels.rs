//! The pixels themselves, as in the paper.

use super::Parameters;
use crate::pixels::Pictures;
use burn::tensor::{Device, Tensor};

/// Points are the images.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pixels;

impl Parameters for Pixels {
    fn start(&self, seeds: &Pictures, device: &Device) -> Tensor<4> {
        seeds.tensor(0, seeds.len(), device)
    }

    fn images(&self, points: Tensor<4>) -> Tensor<4> {
        points
    }

    fn deviations(&self, _: Tensor<4>) -> Option<Tensor<1>> {
        None
    }

    fn pictures(&self, points: &mut Tensor<4>) -> Pictures {
        Pictures::from_owned_tensor(points)
    }
}
