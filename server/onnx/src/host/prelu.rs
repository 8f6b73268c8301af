//! A slope for negative numbers, for each channel.

use operation::{HostOperation, Pullback};
use std::sync::Arc;

/// `x` where it is positive, otherwise `slope * x`, of a batch `[n, channels, ...]`.
#[derive(Debug)]
pub struct PRelu {
    /// One for each channel, or one for all.
    pub slopes: Vec<f32>,
}

impl PRelu {
    /// Numbers of a channel, and the slope of each channel of the batch in turn.
    fn channels(&self, shape: &[usize]) -> (usize, impl Iterator<Item = f32> + '_) {
        let area = shape[2..].iter().product::<usize>().max(1);
        let channels = shape[1];
        let slopes = (0..shape[0] * channels).map(move |at| self.slopes[at % channels % self.slopes.len()]);
        (area, slopes)
    }
}

impl HostOperation for PRelu {
    fn shape(&self, input: &[usize]) -> Vec<usize> {
        input.to_vec()
    }

    fn value(&self, input: &[f32], shape: &[usize]) -> Vec<f32> {
        let (area, slopes) = self.channels(shape);
        let mut values = Vec::with_capacity(input.len());
        for (channel, slope) in input.chunks_exact(area).zip(slopes) {
            values.extend(channel.iter().map(|x| if *x > 0.0 { *x } else { slope * x }));
        }
        values
    }

    fn tracked(self: Arc<Self>, input: &[f32], shape: &[usize]) -> (Vec<f32>, Pullback) {
        let values = self.value(input, shape);
        let is_positive: Vec<bool> = input.iter().map(|x| *x > 0.0).collect();
        let shape = shape.to_vec();
        let back = move |slopes_of_outputs: &[f32]| {
            let (area, slopes) = self.channels(&shape);
            let mut gradient = Vec::with_capacity(slopes_of_outputs.len());
            let parts = slopes_of_outputs.chunks_exact(area).zip(is_positive.chunks_exact(area));
            for ((outputs, signs), slope) in parts.zip(slopes) {
                gradient.extend(outputs.iter().zip(signs).map(|(of, sign)| if *sign { *of } else { slope * of }));
            }
            gradient
        };
        (values, Box::new(back))
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::compare;
    use super::*;
    use burn::tensor::{Tensor, TensorData, activation::relu};

    #[test]
    fn values_and_gradients_are_those_of_the_library() {
        for slopes in [vec![0.25, -0.5, 1.5], vec![0.1]] {
            let count = slopes.len();
            compare(Arc::new(PRelu { slopes: slopes.clone() }), [2, 3, 4, 5], |x| {
                let slopes = TensorData::new(slopes.clone(), [1, count, 1, 1]);
                let slopes = Tensor::<4>::from_data(slopes, &x.device());
                relu(x.clone()) - relu(-x) * slopes
            });
        }
    }
}
