//! Real networks beside what onnxruntime and PyTorch compute of them.

use super::*;
use crate::pixels::host;
use burn::tensor::TensorData;
use safetensors::SafeTensors;
use std::fs;
use std::path::PathBuf;

/// The folder of real recognizers, if there is one.
fn folder() -> Option<PathBuf> {
    let folder = std::env::var_os("EFFIGY_RECOGNIZERS").map(PathBuf::from);
    if folder.is_none() {
        eprintln!("skipped: EFFIGY_RECOGNIZERS names no folder of real recognizers");
    }
    folder
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

/// Of length 1, row by row.
fn directions(rows: Tensor<2>) -> Tensor<2> {
    let lengths = rows.clone().square().sum_dim(1).sqrt();
    rows / lengths
}

/// The largest difference, as a share of the largest value.
fn apart(found: &[f32], wanted: &[f32]) -> f32 {
    assert_eq!(found.len(), wanted.len());
    let largest = wanted.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
    found.iter().zip(wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max) / largest
}

/// The length of the difference, as a share of the length.
fn distance(found: &[f32], wanted: &[f32]) -> f64 {
    assert_eq!(found.len(), wanted.len());
    let length =
        |values: &mut dyn Iterator<Item = f32>| values.map(|value| f64::from(value).powi(2)).sum::<f64>().sqrt();
    length(&mut found.iter().zip(wanted).map(|(a, b)| a - b)) / length(&mut wanted.iter().copied())
}

/// Compares a network with what was computed elsewhere, and its gradient if there is time.
fn is_like_golden(name: &str, golden: &str, [mean, deviation]: [f32; 2], with_gradient: bool) {
    let Some(folder) = folder() else { return };
    let plan = Plan::read(fs::read(folder.join(name)).expect("there").into(), &|_| None, None).expect("a network");
    let bytes = fs::read(folder.join("golden.safetensors")).expect("there");
    let all = SafeTensors::deserialize(&bytes).expect("tensors");
    let get = |name: &str| floats(all.tensor(name).expect("there").data());
    let device = crate::testing::device();
    let network = Network::new(&plan, &device);
    let tracking = device.clone().autodiff();
    let pixels = get("pixels_rgb_112").into_iter().map(|pixel| (pixel - mean) / deviation).collect();
    // They lie pixel by pixel, whatever the shape in the file says, and so do gradients.
    let images = Tensor::<4>::from_data(TensorData::new(pixels, [6, 112, 112, 3]), &tracking).require_grad();
    let embeddings = network.outputs(images.clone().permute([0, 3, 1, 2]));
    let found = host(embeddings.clone().inner());
    let far = apart(&found, &get(&format!("{golden}.embedding")));
    assert!(far < 1e-4, "{name}: embeddings are {far} apart");
    if !with_gradient {
        return;
    }
    // The sum over the images of 1 - cos(embedding, embedding of image 1, held constant).
    let one = directions(embeddings.clone().inner().narrow(0, 1, 1)).transpose();
    let cosines = directions(embeddings).matmul(Tensor::from_inner(one));
    let gradients = cosines.neg().add_scalar(1.0).sum().backward();
    let gradient = host(images.grad(&gradients).expect("tracked"));
    let wanted = get(&format!("{golden}.gradient"));
    // Where an activation is nearly zero, the slope of a PRelu depends on the last bit of a sum: single values differ.
    let far = distance(&gradient, &wanted);
    assert!(far < 5e-4, "{name}: gradients are {far} apart");
}

#[test]
fn a_real_mobilefacenet_is_computed_as_elsewhere() {
    is_like_golden("mobilefacenet-512.onnx", "mobilefacenet-512", [127.0, 128.0], true);
}

#[test]
fn a_real_sface_is_computed_as_elsewhere() {
    is_like_golden("sface-128.onnx", "sface-128", [0.0, 1.0], true);
}

/// Its weights are bytes with a scale for each block, and its constants are listed as inputs.
#[test]
fn a_real_file_with_weights_in_blocks_gives_the_same() {
    is_like_golden("sface-128-int8-blocks.onnx", "sface-128", [0.0, 1.0], false);
}

/// A small network with random weights, which the crate that reads such files is tested with.
fn small() -> OnnxModel {
    let bytes: &[u8] = include_bytes!("../../../../onnx/tests/embedding-a.onnx");
    let plan = Plan::read(bytes.into(), &|_| None, None).expect("a network");
    OnnxModel::new(&plan, Preprocessing::default(), &crate::testing::device())
}

#[test]
fn a_batch_that_is_shared_out_gives_the_same_outputs_and_gradients() {
    let model = small();
    let device = crate::testing::device().autodiff();
    let values: Vec<f32> = (0..5 * 3 * FRAME * FRAME).map(|at| (at * 37 % 251) as f32 / 251.0).collect();
    let slopes: Vec<f32> = (0..5 * 24).map(|at| (at % 7) as f32 - 3.0).collect();
    let of = |outputs: &dyn Fn(Tensor<4>) -> Tensor<2>| {
        let images = TensorData::new(values.clone(), [5, 3, FRAME, FRAME]);
        let images = Tensor::<4>::from_data(images, &device).require_grad();
        let outputs = outputs(images.clone());
        let slopes = Tensor::<2>::from_data(TensorData::new(slopes.clone(), [5, 24]), &device);
        let gradients = (outputs.clone() * slopes).sum().backward();
        (host(outputs.inner()), host(images.grad(&gradients).expect("tracked")))
    };
    let (shared, whole) = (of(&|images| model.outputs(images)), of(&|images| model.network.outputs(images)));
    assert!(apart(&shared.0, &whole.0) < 1e-5 && apart(&shared.1, &whole.1) < 1e-5);
}
