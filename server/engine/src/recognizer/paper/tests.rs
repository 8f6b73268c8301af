//! Tests the network against plain loops written from the description in the README alone.

use super::*;
use crate::pixels::{Pictures, host};
use crate::recognizer::Recognizer;

/// Logits of one image `[3, side, side]`, as PyTorch's layers would compute them from the same weights.
fn by_loops(architecture: &Architecture, weights: &Weights, image: &[f32]) -> Vec<f32> {
    let values = |name: String| weights.tensors[&name].floats.as_slice();
    let (mut planes, mut side) = (image.to_vec(), architecture.input);
    for (index, layer) in architecture.convolutions.iter().enumerate() {
        let (weight, bias) = (values(format!("conv{}.weight", index + 1)), values(format!("conv{}.bias", index + 1)));
        planes = halved(&convolved(&planes, side, weight, bias, layer.kernel), side);
        side /= 2;
    }
    for index in 1..=architecture.hidden.len() + 1 {
        let (weight, bias) = (values(format!("fc{index}.weight")), values(format!("fc{index}.bias")));
        let rows = weight.chunks(planes.len());
        planes =
            rows.zip(bias).map(|(row, bias)| bias + row.iter().zip(&planes).map(|(w, x)| w * x).sum::<f32>()).collect();
        if index <= architecture.hidden.len() {
            planes.iter_mut().for_each(|value| *value = value.max(0.0));
        }
    }
    planes
}

/// 'Same' convolution and ReLU.
fn convolved(planes: &[f32], side: usize, weight: &[f32], bias: &[f32], kernel: usize) -> Vec<f32> {
    let (area, half) = (side * side, (kernel / 2) as isize);
    let channels = planes.len() / area;
    let mut out = Vec::new();
    for (filter, bias) in weight.chunks(channels * kernel * kernel).zip(bias) {
        for at in 0..area {
            let mut sum = *bias;
            for (tap, weight) in filter.iter().enumerate() {
                let (channel, dy, dx) = (tap / (kernel * kernel), tap / kernel % kernel, tap % kernel);
                let (y, x) = ((at / side + dy) as isize - half, (at % side + dx) as isize - half);
                if (0..side as isize).contains(&y) && (0..side as isize).contains(&x) {
                    sum += weight * planes[channel * area + y as usize * side + x as usize];
                }
            }
            out.push(sum.max(0.0));
        }
    }
    out
}

/// 2x2 max pooling.
fn halved(planes: &[f32], side: usize) -> Vec<f32> {
    let half = side / 2;
    let pooled = planes.chunks(side * side).flat_map(|plane| {
        (0..half * half).map(move |at| {
            let corner = at / half * 2 * side + at % half * 2;
            [0, 1, side, side + 1].into_iter().map(|offset| plane[corner + offset]).fold(f32::MIN, f32::max)
        })
    });
    pooled.collect()
}

/// The largest difference between a network's logits and plain loops, relative to the largest logit, for a noisy
/// picture.
fn difference(architecture: &Architecture) -> f32 {
    let device = crate::testing::device();
    let weights = Weights::random(architecture, 11);
    let size = architecture.input as u32;
    let bytes = (0..size * size * 3).map(|at| (at.wrapping_mul(2_654_435_761) >> 9) as u8).collect();
    let image = Pictures { size, bytes }.tensor(0, 1, &device);
    let expected = by_loops(architecture, &weights, &host(image.clone()));
    let model = PaperModel::new(architecture, &weights, &device).expect("a model");
    let largest = expected.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
    // The backend's operations, and the kernels.
    let both = [model.without_kernels().outputs(image.clone()), model.outputs(image)].map(host);
    let far = |found: &Vec<f32>| {
        assert_eq!(found.len(), architecture.classes);
        expected.iter().zip(found).fold(0.0_f32, |worst, (a, b)| worst.max((a - b).abs()))
    };
    both.iter().map(far).fold(0.0, f32::max) / largest
}

#[test]
fn a_small_network_agrees_with_plain_loops() {
    let layer = |kernel, channels| ConvolutionLayer { kernel, channels };
    let small = Architecture { input: 16, convolutions: vec![layer(5, 3), layer(3, 4)], hidden: vec![6], classes: 5 };
    assert!(difference(&small) < 1e-5, "{}", difference(&small));
}

#[test]
fn the_papers_network_agrees_with_plain_loops() {
    let worst = difference(&Architecture::paper(9));
    assert!(worst < 1e-4, "{worst}");
}

#[test]
fn scores_add_up_to_one_and_do_not_depend_on_the_batch() {
    let architecture = Architecture { input: 8, convolutions: vec![], hidden: vec![4], classes: 3 };
    let classes = ["a", "b", "c"].map(String::from).to_vec();
    let weights = Weights::random(&architecture, 2);
    let recognizer =
        Recognizer::new(&architecture, classes, &weights, &crate::testing::device()).expect("a recognizer");
    let pictures = Pictures { size: 8, bytes: (0..70 * 192).map(|at| (at % 251) as u8).collect() };
    let scores = recognizer.scores(&pictures);
    assert_eq!(scores.len(), 70, "more than are scored in one go");
    assert!(scores.iter().all(|row| (row.iter().sum::<f32>() - 1.0).abs() < 1e-5));
    let last = Pictures { size: 8, bytes: pictures.picture(69).to_vec() };
    let alone = &recognizer.scores(&last)[0];
    assert!(alone.iter().zip(&scores[69]).all(|(alone, among)| (alone - among).abs() < 1e-6));
}
