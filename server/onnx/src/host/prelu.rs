//! A slope for negative numbers, for each channel.

use super::with_vectors;
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

impl PRelu {
    #[inline(always)]
    fn computed(&self, input: &[f32], shape: &[usize]) -> Vec<f32> {
        let (area, slopes) = self.channels(shape);
        let mut values = vec![0.0; input.len()];
        for ((values, channel), slope) in values.chunks_exact_mut(area).zip(input.chunks_exact(area)).zip(slopes) {
            values.iter_mut().zip(channel).for_each(|(value, x)| *value = if *x > 0.0 { *x } else { slope * x });
        }
        values
    }

    #[inline(always)]
    fn gradient(&self, of_outputs: &[f32], is_positive: &[bool], shape: &[usize]) -> Vec<f32> {
        let (area, slopes) = self.channels(shape);
        let mut gradient = of_outputs.to_vec();
        for ((gradient, signs), slope) in
            gradient.chunks_exact_mut(area).zip(is_positive.chunks_exact(area)).zip(slopes)
        {
            gradient.iter_mut().zip(signs).for_each(|(of, sign)| *of *= if *sign { 1.0 } else { slope });
        }
        gradient
    }
}

impl HostOperation for PRelu {
    fn shape(&self, input: &[usize]) -> Vec<usize> {
        input.to_vec()
    }

    fn value(&self, input: &[f32], shape: &[usize]) -> Vec<f32> {
        with_vectors(|| self.computed(input, shape))
    }

    fn tracked(self: Arc<Self>, input: &[f32], shape: &[usize]) -> (Vec<f32>, Pullback) {
        let values = self.value(input, shape);
        let is_positive: Vec<bool> = with_vectors(|| input.iter().map(|x| *x > 0.0).collect());
        let shape = shape.to_vec();
        let back = move |of_outputs: &[f32]| with_vectors(|| self.gradient(of_outputs, &is_positive, &shape));
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
