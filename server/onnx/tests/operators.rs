//! Each operator beside onnxruntime, and its gradient beside differences.

use burn::tensor::{Device, Tensor, TensorData};
use bytes::Bytes;
use onnx::{Network, Plan, covered, proto};
use prost::Message;
use safetensors::SafeTensors;
use std::collections::{BTreeMap, BTreeSet};

const CASES: &[u8] = include_bytes!("cases.safetensors");

/// Two pictures of a side.
struct Images(Vec<f32>, usize);

impl Images {
    fn tensor(&self, device: &Device) -> Tensor<4> {
        Tensor::from_data(TensorData::new(self.0.clone(), [2, 3, self.1, self.1]), device)
    }
}

fn floats(bytes: &[u8]) -> Vec<f32> {
    bytes.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

/// The cases: file and outputs, by name.
fn cases(all: &SafeTensors<'_>) -> BTreeMap<String, (Bytes, Vec<f32>)> {
    let of = |name: &str, part: &str| all.tensor(&format!("{name}/{part}")).expect("there").data().to_vec();
    let names = all.names().into_iter().filter_map(|name| name.strip_suffix("/file").map(String::from));
    names.map(|name| (name.clone(), (of(&name, "file").into(), floats(&of(&name, "outputs"))))).collect()
}

fn images(all: &SafeTensors<'_>, side: usize) -> Images {
    Images(floats(all.tensor(&format!("images/{side}")).expect("there").data()), side)
}

fn host<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.into_data().try_into_vec().expect("single precision")
}

/// What onnxruntime does not have under this name, or in the version that made the cases.
const WITHOUT_A_CASE: [&str; 2] = ["Silu", "Swish"];

#[test]
fn every_operator_that_is_covered_has_a_case() {
    let all = SafeTensors::deserialize(CASES).expect("cases");
    let files = cases(&all).into_values().map(|(file, _)| proto::Model::decode(file).expect("a file"));
    let nodes = files.flat_map(|model| model.graph.expect("a graph").node);
    let seen: BTreeSet<String> = nodes.map(|node| node.op_type).collect();
    let missing: Vec<_> = covered().into_iter().filter(|name| !seen.contains(*name)).collect();
    assert_eq!(missing, WITHOUT_A_CASE);
}

#[test]
fn values_are_those_of_onnxruntime() {
    let all = SafeTensors::deserialize(CASES).expect("cases");
    let mut wrong = Vec::new();
    for (name, (file, wanted)) in cases(&all) {
        let plan = match Plan::read(file, &|_| None, None) {
            Ok(plan) => plan,
            Err(error) => {
                wrong.push(format!("{name}: {error}"));
                continue;
            }
        };
        let network = Network::new(&plan, &Device::flex());
        let found = host(network.outputs(images(&all, plan.input().side.expect("stated")).tensor(&Device::flex())));
        let largest = wanted.iter().fold(1.0_f32, |largest, value| largest.max(value.abs()));
        let far = found.iter().zip(&wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
        if found.len() != wanted.len() || far > 1e-5 * largest {
            wrong.push(format!("{name}: {} of {} values, {far} apart (largest {largest})", found.len(), wanted.len()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whose gradient is zero or not that of the function, on purpose: steps, and what rounds.
const STEPS: [&str; 4] = ["ceil", "floor", "quantized", "quantized with a sign"];

#[test]
fn gradients_are_those_of_small_differences() {
    let all = SafeTensors::deserialize(CASES).expect("cases");
    let mut wrong = Vec::new();
    for (name, (file, outputs)) in cases(&all) {
        if STEPS.contains(&&*name) {
            continue;
        }
        let Ok(plan) = Plan::read(file, &|_| None, None) else { continue };
        let network = Network::new(&plan, &Device::flex());
        let images = images(&all, plan.input().side.expect("stated"));
        // A sum in which every output counts differently.
        let shares: Vec<f32> = (0..outputs.len()).map(|at| 0.5 + (at * 7 % 11) as f32 / 11.0).collect();
        let of = |images: Tensor<4>, device: &Device| {
            let outputs = network.outputs(images);
            let dims = outputs.dims();
            (outputs * Tensor::<2>::from_data(TensorData::new(shares.clone(), dims), device)).sum()
        };
        let device = Device::flex().autodiff();
        let tracked = images.tensor(&device).require_grad();
        let gradients = of(tracked.clone(), &device).backward();
        let gradient = host(tracked.grad(&gradients).expect("tracked"));
        let scale = gradient.iter().fold(1e-2_f32, |largest, value| largest.max(value.abs()));
        for at in (0..images.0.len()).step_by(37) {
            let moved = |by: f32| {
                let mut images = Images(images.0.clone(), images.1);
                images.0[at] += by;
                f64::from(host(of(images.tensor(&Device::flex()), &Device::flex()))[0])
            };
            let by = 2e-3_f32;
            let difference = ((moved(by) - moved(-by)) / f64::from(2.0 * by)) as f32;
            // Sums in single precision are rounded; a kink between both gives a mean.
            let error = (difference - gradient[at]).abs();
            let sides = [moved(by) - moved(0.0), moved(0.0) - moved(-by)].map(|side| (side / f64::from(by)) as f32);
            let is_kink = (sides[0] - sides[1]).abs() > 0.05 * scale;
            if error > 0.03 * scale && !is_kink {
                wrong.push(format!("{name}: value {at} has {} and not {difference} (scale {scale})", gradient[at]));
                break;
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
