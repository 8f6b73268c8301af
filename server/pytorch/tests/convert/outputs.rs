//! What converted networks compute, beside what PyTorch computed.

use crate::fixture;
use burn::tensor::{Device, Tensor, TensorData};
use onnx::{Network, Plan};
use pytorch::{Converted, Preprocessing, convert};
use safetensors::SafeTensors;

/// The images of `cases.py`: `[2, 3, side, side]`, values from -1 to 1.
fn images(side: usize) -> Tensor<4> {
    let mut state = 1_u32;
    let values = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as f32 / (1 << 23) as f32 - 1.0
    });
    let values: Vec<_> = values.take(2 * 3 * side * side).collect();
    Tensor::from_data(TensorData::new(values, [2, 3, side, side]), &Device::flex())
}

/// What PyTorch computed of a fixture.
fn wanted(name: &str) -> Vec<f32> {
    let bytes = std::fs::read(fixture("outputs.safetensors")).expect("read");
    let all = SafeTensors::deserialize(&bytes).expect("outputs");
    all.tensor(name).expect("there").data().as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect()
}

/// Converts a fixture, and compares what it computes with PyTorch.
fn check(name: &str, side: Option<u32>, architecture: &str) -> Converted {
    let converted = convert(&fixture(name), side).expect("converted");
    assert_eq!(converted.architecture, architecture);
    let plan = Plan::read(converted.model.clone().into(), &|_| None, None).expect("a network");
    assert_eq!(plan.input().side, Some(converted.side as usize));
    assert_eq!((plan.outputs(), plan.opset(), plan.producer()), (converted.outputs, 13, "effigy"));
    let outputs = Network::new(&plan, &Device::flex()).outputs(images(converted.side as usize));
    let found: Vec<f32> = outputs.into_data().try_into_vec().expect("single precision");
    let wanted = wanted(name);
    let largest = wanted.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
    let far = found.iter().zip(&wanted).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(found.len() == wanted.len() && far <= 1e-4 * largest, "{name}: {far} of {largest}: {found:?} {wanted:?}");
    converted
}

#[test]
fn resnets_of_torchvision() {
    let title = "ResNet-18 (torchvision), without its classifier";
    let basic = check("resnet18.pt", Some(64), title);
    assert_eq!(basic.preprocessing.expect("ImageNet's").mean, [123.675, 116.28, 103.53]);
    check("resnet50.safetensors", Some(64), "ResNet-50 (torchvision)");
    // A whole module, as torch.save(model) writes it.
    check("whole.pt", Some(64), "ResNet-(1, 1, 1, 1) (torchvision)");
    assert_eq!(convert(&fixture("resnet18.pt"), None).expect("converted").side, 224);
}

/// Within dictionaries, with prefixes, a head and what training keeps, and in the format of before 1.6.
#[test]
fn iresnets_of_insightface() {
    let nested = check("iresnet18.pt", None, "iResNet-18 (insightface)");
    assert_eq!((nested.side, nested.outputs), (32, 8));
    let usual = Preprocessing { mean: [127.5; 3], deviation: [127.5; 3] };
    assert_eq!(nested.preprocessing, Some(usual));
    assert_eq!(check("iresnet.pth", Some(48), "iResNet-(1, 1, 2, 1) (insightface)").side, 48);
}

#[test]
fn irs_of_face_evolve_and_adaface() {
    assert_eq!(check("ir.pth", None, "IR-(5) (face.evoLVe)").side, 32);
    assert_eq!(check("adaface.pt", None, "IR-(4) (TFace, AdaFace)").preprocessing, None);
}

#[test]
fn inception_resnets_of_facenet_pytorch() {
    let title = "InceptionResnetV1 with 2, 2 and 1 blocks (facenet-pytorch), without its classifier";
    let converted = check("facenet.safetensors", None, title);
    assert_eq!((converted.side, converted.outputs), (160, 12));
    assert_eq!(converted.preprocessing, Some(Preprocessing { mean: [127.5; 3], deviation: [128.0; 3] }));
}

#[test]
fn mobilefacenets_of_insightface() {
    for name in ["mobilefacenet.safetensors", "mobilefacenet-large.safetensors"] {
        assert_eq!(check(name, None, "MobileFaceNet (insightface)").side, 32);
    }
}
