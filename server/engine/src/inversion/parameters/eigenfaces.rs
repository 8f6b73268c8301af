//! Coefficients of eigenfaces: every choice of them gives a smooth face.

use super::Parameters;
use crate::operation::{self, HostOperation, Pullback};
use crate::pixels::{Pictures, resized};
use crate::prior::Eigenfaces;
use burn::tensor::{Device, Tensor, TensorData};
use kernels::{Combination, Level};
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// Points are coefficients `[n, components, 1, 1]`; over public faces, each has mean 0 and variance 1.
#[derive(Debug)]
pub struct EigenfaceCoefficients {
    prior: Arc<Eigenfaces>,
    /// The components, packed for the processor's kernels, if it has any.
    fused: Option<Arc<Fused>>,
    /// Mean `[1, values]` and components `[components, values]` as tensors, made on first use.
    tensors: OnceLock<(Tensor<2>, Tensor<2>)>,
}

impl EigenfaceCoefficients {
    /// Of given eigenfaces.
    pub fn new(prior: Arc<Eigenfaces>) -> Self {
        let fused = Level::fastest().map(|level| Arc::new(Fused::new(&prior, level)));
        Self { prior, fused, tensors: OnceLock::new() }
    }

    fn by_tensors(&self, points: Tensor<4>) -> Tensor<4> {
        let (count, components, side) = (points.dims()[0], self.prior.len(), self.prior.side());
        let device = points.device();
        let (mean, matrix) = self.tensors.get_or_init(|| {
            let device = device.clone().inner();
            let values = self.prior.mean().len();
            let tensor =
                |values: &[f32], shape: [usize; 2]| Tensor::from_data(TensorData::new(values.to_vec(), shape), &device);
            (tensor(self.prior.mean(), [1, values]), tensor(self.prior.components(), [components, values]))
        });
        let faces = points.reshape([count, components]).matmul(operation::constant(matrix.clone(), &device))
            + operation::constant(mean.clone(), &device);
        faces.clamp(0.0, 1.0).reshape([count, 3, side, side])
    }
}

impl Parameters for EigenfaceCoefficients {
    fn start(&self, seeds: &Pictures, device: &Device) -> Tensor<4> {
        let coefficients = self.prior.coefficients(&resized(seeds, self.prior.side() as u32));
        Tensor::from_data(TensorData::new(coefficients, [seeds.len(), self.prior.len(), 1, 1]), device)
    }

    fn images(&self, points: Tensor<4>) -> Tensor<4> {
        match &self.fused {
            Some(fused) if operation::level(&points.device()).is_some() => operation::run(points, fused.clone()),
            _ => self.by_tensors(points),
        }
    }

    fn deviations(&self, points: Tensor<4>) -> Option<Tensor<1>> {
        let [count, components, ..] = points.dims();
        Some(points.square().reshape([count, components]).sum_dim(1).reshape([count]))
    }
}

/// Mean and components, packed for the processor.
#[derive(Debug)]
struct Fused {
    mean: Vec<f32>,
    side: usize,
    components: Combination,
}

impl Fused {
    fn new(prior: &Eigenfaces, level: Level) -> Self {
        let components = Combination::new(prior.components(), prior.len(), level);
        Self { mean: prior.mean().to_vec(), side: prior.side(), components }
    }
}

impl HostOperation for Fused {
    fn shape(&self, input: &[usize]) -> Vec<usize> {
        vec![input[0], 3, self.side, self.side]
    }

    fn value(&self, coefficients: &[f32], _: &[usize]) -> Vec<f32> {
        let mut faces = self.components.sums(coefficients);
        faces.par_chunks_exact_mut(self.mean.len()).for_each(|face| {
            face.iter_mut().zip(&self.mean).for_each(|(value, mean)| *value = (*value + mean).clamp(0.0, 1.0));
        });
        faces
    }

    fn tracked(self: Arc<Self>, coefficients: &[f32], shape: &[usize]) -> (Vec<f32>, Pullback) {
        let faces = self.value(coefficients, shape);
        let shown = faces.clone();
        let back = move |gradients: &[f32]| {
            // Clamped values have no gradient.
            let mut kept = shown;
            kept.par_iter_mut().zip(gradients).for_each(|(value, gradient)| {
                *value = if *value > 0.0 && *value < 1.0 { *gradient } else { 0.0 };
            });
            self.components.gradients(&kept)
        };
        (faces, Box::new(back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::FaceStore;
    use crate::pixels::host;
    use crate::testing::assert_agree;

    fn faces() -> FaceStore {
        let byte = |at: usize| (100 + (at * at * 31 + at * 17) % 53) as u8;
        FaceStore::from_bytes(4, (0..48 * 12).map(byte).collect())
    }

    fn parameters() -> EigenfaceCoefficients {
        EigenfaceCoefficients::new(Arc::new(Eigenfaces::learn(&faces(), 4, 5, 1).expect("learnt")))
    }

    #[test]
    fn images_and_gradients_are_those_of_tensor_operations() {
        let parameters = parameters();
        let wanted = |points: Tensor<4>| parameters.by_tensors(points);
        // Large coefficients clamp some pixels.
        assert_agree([3, 5, 1, 1], 8.0, |points| parameters.images(points), wanted);
    }

    #[test]
    fn deviations_are_squared_lengths() {
        let points = Tensor::<4>::from_data(
            TensorData::new(vec![3.0, 4.0, 0.0, 2.0_f32], [2, 2, 1, 1]),
            &crate::testing::device(),
        );
        assert_eq!(host(parameters().deviations(points).expect("of coefficients")), [25.0, 4.0]);
    }

    #[test]
    fn a_start_comes_near_its_seed() {
        let parameters = parameters();
        let seeds = Pictures { size: 4, bytes: faces().image(3).to_vec() };
        let mut points = parameters.start(&seeds, &crate::testing::device());
        let near = parameters.pictures(&mut points).planes();
        let far = |face: &[f32]| face.iter().zip(seeds.planes()).map(|(one, other)| (one - other).powi(2)).sum::<f32>();
        assert!(far(&near) < far(parameters.prior.mean()), "{} {}", far(&near), far(parameters.prior.mean()));
    }
}
