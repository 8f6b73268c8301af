//! A network computed by plain loops in double precision.

use kernels::{Frozen, Level, Shape};
use proptest::prelude::*;

/// Values that look random, within 0.5 of 0.
pub fn values(count: usize, seed: u32) -> Vec<f32> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        (state >> 8) as f32 / (1 << 24) as f32 - 0.5
    };
    (0..count).map(|_| next()).collect()
}

/// A network with weights that look random.
pub struct Network {
    pub shape: Shape,
    /// Weight and bias of each layer.
    pub parameters: Vec<(Vec<f32>, Vec<f32>)>,
}

impl Network {
    pub fn new(shape: Shape, seed: u32) -> Self {
        let mut parameters = Vec::new();
        let mut add = |outputs: usize, fan_in: usize| {
            let scale = (6.0 / fan_in as f32).sqrt();
            let scaled = |count, seed| values(count, seed).into_iter().map(|value| value * scale).collect();
            let at = seed + parameters.len() as u32;
            parameters.push((scaled(outputs * fan_in, 2 * at), scaled(outputs, 2 * at + 1)));
        };
        let (mut inputs, mut side) = (shape.channels, shape.input);
        for [kernel, outputs] in &shape.convolutions {
            add(*outputs, inputs * kernel * kernel);
            (inputs, side) = (*outputs, side / 2);
        }
        let mut inputs = inputs * side * side;
        for outputs in shape.hidden.iter().copied().chain([shape.classes]) {
            add(outputs, inputs);
            inputs = outputs;
        }
        Self { shape, parameters }
    }

    pub fn frozen(&self, level: Level) -> Frozen {
        let parameters: Vec<_> = self.parameters.iter().map(|(w, b)| (w.as_slice(), b.as_slice())).collect();
        Frozen::new(&self.shape, &parameters, level).expect("a covered shape")
    }

    /// Logits of one image, and the gradient of `slopes . logits` at the image.
    pub fn plain(&self, image: &[f32], slopes: &[f32]) -> (Vec<f64>, Vec<f64>) {
        let (features, trace) = self.features(image);
        let dense = &self.parameters[self.shape.convolutions.len()..];
        let mut hidden = vec![features];
        for (index, (weight, bias)) in dense.iter().enumerate() {
            let input = &hidden[index];
            let rows = weight.chunks_exact(input.len()).zip(bias);
            let out = rows.map(|(row, bias)| {
                let sum: f64 = row.iter().zip(input).map(|(w, x)| f64::from(*w) * x).sum::<f64>() + f64::from(*bias);
                if index + 1 < dense.len() { sum.max(0.0) } else { sum }
            });
            hidden.push(out.collect());
        }
        let logits = hidden.pop().expect("logits");
        let mut gradient: Vec<f64> = slopes.iter().map(|value| f64::from(*value)).collect();
        for (index, ((weight, _), input)) in dense.iter().zip(&hidden).enumerate().rev() {
            let mut before = vec![0.0; input.len()];
            for (row, gradient) in weight.chunks_exact(input.len()).zip(&gradient) {
                before.iter_mut().zip(row).for_each(|(before, weight)| *before += gradient * f64::from(*weight));
            }
            if index > 0 {
                before.iter_mut().zip(input).filter(|(_, input)| **input <= 0.0).for_each(|(before, _)| *before = 0.0);
            }
            gradient = before;
        }
        (logits, self.back(trace, gradient).0)
    }

    /// What enters the first fully connected layer.
    pub fn features(&self, image: &[f32]) -> (Vec<f64>, Vec<ForwardTrace>) {
        let (mut side, mut inputs) = (self.shape.input, self.shape.channels);
        let mut values: Vec<f64> = image.iter().map(|value| f64::from(*value)).collect();
        let mut traces = Vec::new();
        for ([kernel, outputs], (weight, bias)) in self.shape.convolutions.iter().zip(&self.parameters) {
            let half = side / 2;
            let sizes = [*kernel, inputs, side];
            let sum = |at: [usize; 3]| {
                let mut sum = f64::from(bias[at[0]]);
                each_tap(sizes, at, |tap, pixel| sum += f64::from(weight[tap]) * values[pixel]);
                sum
            };
            let (mut pooled, mut chosen) = (Vec::new(), Vec::new());
            for at in 0..outputs * half * half {
                let (output, y, x) = (at / half / half, at / half % half, at % half);
                let (mut best, mut choice) = (f64::NEG_INFINITY, [0; 3]);
                for (dy, dx) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    let place = [output, 2 * y + dy, 2 * x + dx];
                    let value = sum(place);
                    if value > best {
                        (best, choice) = (value, place);
                    }
                }
                pooled.push(best.max(0.0));
                chosen.push((best > 0.0).then_some(choice));
            }
            traces.push(ForwardTrace { sizes, chosen, input: values });
            (values, side, inputs) = (pooled, half, *outputs);
        }
        (values, traces)
    }

    /// From the gradient of features to that of the image, and to those of each convolution's weight and bias.
    pub fn back(&self, traces: Vec<ForwardTrace>, mut gradient: Vec<f64>) -> (Vec<f64>, Vec<OfLayer>) {
        let mut of_parameters = Vec::new();
        for (trace, (weight, bias)) in traces.into_iter().zip(&self.parameters).rev() {
            let mut before = vec![0.0; trace.input.len()];
            let (mut weights, mut biases) = (vec![0.0; weight.len()], vec![0.0; bias.len()]);
            for (chosen, gradient) in trace.chosen.into_iter().zip(&gradient) {
                let Some(chosen) = chosen else { continue };
                biases[chosen[0]] += gradient;
                each_tap(trace.sizes, chosen, |tap, pixel| {
                    before[pixel] += gradient * f64::from(weight[tap]);
                    weights[tap] += gradient * trace.input[pixel];
                });
            }
            of_parameters.push((weights, biases));
            gradient = before;
        }
        of_parameters.reverse();
        (gradient, of_parameters)
    }
}

/// The gradients of a layer's weight and bias.
type OfLayer = (Vec<f64>, Vec<f64>);

/// What a convolution saw, and where each of its results came from.
pub struct ForwardTrace {
    sizes: [usize; 3],
    chosen: Vec<Option<[usize; 3]>>,
    input: Vec<f64>,
}

/// Every weight and input pixel that an output of a convolution is made from.
fn each_tap([kernel, inputs, side]: [usize; 3], [output, y, x]: [usize; 3], mut tap: impl FnMut(usize, usize)) {
    for at in 0..inputs * kernel * kernel {
        let (input, ky, kx) = (at / kernel / kernel, at / kernel % kernel, at % kernel);
        let (y, x) = ((y + ky).wrapping_sub(kernel / 2), (x + kx).wrapping_sub(kernel / 2));
        if y < side && x < side {
            tap(output * inputs * kernel * kernel + at, (input * side + y) * side + x);
        }
    }
}

/// Shapes of all kinds that are covered.
pub fn shapes() -> impl Strategy<Value = Shape> {
    let convolution = (0_usize..4, 1_usize..20).prop_map(|(kernel, channels)| [2 * kernel + 1, channels]);
    let convolutions = proptest::collection::vec(convolution, 1..4);
    let hidden = proptest::collection::vec(1_usize..50, 0..3);
    (convolutions, hidden, 1_usize..6, 1_usize..5, 1_usize..70).prop_map(
        |(convolutions, hidden, times, channels, classes)| Shape {
            input: times << convolutions.len(),
            channels,
            convolutions,
            hidden,
            classes,
        },
    )
}

/// The largest difference, relative to the largest value, or to 0.1 where all are smaller: terms of that size may
/// cancel down to nearly nothing, and what rounding them costs does not shrink with their sum.
pub fn farthest(found: &[f32], wanted: &[f64]) -> f64 {
    assert_eq!(found.len(), wanted.len());
    let largest = wanted.iter().fold(0.1_f64, |largest, value| largest.max(value.abs()));
    found.iter().zip(wanted).map(|(found, wanted)| (f64::from(*found) - wanted).abs() / largest).fold(0.0, f64::max)
}
