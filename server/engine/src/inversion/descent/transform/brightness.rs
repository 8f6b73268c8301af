//! A random brightness.

use super::Transform;
use burn::tensor::Tensor;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Multiplies images by a factor within 1 ± some value.
#[derive(Clone, Copy, Debug)]
pub struct Brightness {
    by: f64,
}

impl Brightness {
    /// With the largest deviation from 1.
    pub fn new(by: f64) -> Self {
        Self { by }
    }
}

impl Transform for Brightness {
    fn apply(&self, images: Tensor<4>, random: &mut ChaCha8Rng) -> Tensor<4> {
        images.mul_scalar(1.0 + random.random_range(-self.by..=self.by))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::stream;
    use crate::pixels::host;

    #[test]
    fn all_images_of_a_step_become_alike_brighter_or_darker() {
        let image = Tensor::<4>::full([2, 3, 1, 1], 0.5, &crate::testing::device());
        let factors: Vec<f32> = (0..50)
            .map(|step| {
                let seen = host(Brightness::new(0.2).apply(image.clone(), &mut stream(1, "transforms", &[step])));
                assert!(seen.iter().all(|value| *value == seen[0]), "{seen:?}");
                seen[0] / 0.5
            })
            .collect();
        assert!(factors.iter().all(|factor| (0.8..=1.2).contains(factor)), "{factors:?}");
        assert!(factors.iter().any(|factor| *factor < 0.9) && factors.iter().any(|factor| *factor > 1.1));
    }
}
