//! ResNets with the names of torchvision, with basic blocks or bottlenecks. He et al. 2016; in bottlenecks it is the
//! middle convolution that moves by two.

use super::{EPSILON, Recognizer, depth};
use crate::error::ConvertError;
use crate::graph::{Conv, Graph, Maps, Window};
use crate::preprocessing::Preprocessing;
use crate::weights::Weights;

/// The side of ImageNet's images.
const SIDE: u32 = 224;

/// ImageNet's mean and deviation.
const PREPROCESSING: Preprocessing =
    Preprocessing { mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375] };

const STAGES: [&str; 4] = ["layer1", "layer2", "layer3", "layer4"];

const BASIC: &[(u32, [usize; 4])] = &[(18, [2, 2, 2, 2]), (34, [3, 4, 6, 3])];

const BOTTLENECKS: &[(u32, [usize; 4])] = &[(50, [3, 4, 6, 3]), (101, [3, 4, 23, 3]), (152, [3, 8, 36, 3])];

/// Up to the mean over all pixels. The classifier after it is dropped, if there is one.
pub fn build(weights: Weights, side: Option<u32>) -> Result<Recognizer, ConvertError> {
    let blocks = STAGES.map(|stage| weights.modules(stage));
    let is_deep = ["conv3", "bn3"].iter().any(|part| weights.has(&format!("layer1.0.{part}.weight")));
    let (mut graph, images) = Graph::new(weights, side.unwrap_or(SIDE))?;
    let mut x = graph.conv(&images, "conv1", Window::square(7).stride(2).padded())?;
    x = graph.batch_norm(x, "bn1", EPSILON)?;
    x = graph.relu(x);
    x = graph.max_pool(&x, Window::square(3).stride(2).padded())?;
    for (at, stage) in STAGES.into_iter().enumerate() {
        for block in 0..blocks[at].max(1) {
            let stride = if at > 0 && block == 0 { 2 } else { 1 };
            x = residual(&mut graph, &x, &format!("{stage}.{block}"), stride, is_deep)?;
        }
    }
    let embedding = graph.global_mean(&x);
    let mut without = "";
    if graph.weights.has("fc.weight") || graph.weights.has("fc.bias") {
        graph.drop_classifier(&embedding, "fc")?;
        without = ", without its classifier";
    }
    let depth = depth(if is_deep { BOTTLENECKS } else { BASIC }, blocks);
    let title = format!("ResNet-{depth} (torchvision){without}");
    Ok(Recognizer { graph, embedding, title, preprocessing: Some(PREPROCESSING) })
}

fn residual(graph: &mut Graph, x: &Maps, name: &str, stride: usize, is_deep: bool) -> Result<Maps, ConvertError> {
    let of = |part: &str| format!("{name}.{part}");
    let last = of(if is_deep { "conv3.weight" } else { "conv2.weight" });
    let [filters, ..] = graph.weights.dims::<4>(&last)?;
    let mut shortcut = x.clone();
    if stride != 1 || filters != x.channels {
        let conv = Conv::from(Window::square(1).stride(stride)).filters(filters);
        shortcut = graph.conv(x, &of("downsample.0"), conv)?;
        shortcut = graph.batch_norm(shortcut, &of("downsample.1"), EPSILON)?;
    }
    let large = Window::square(3).padded();
    let windows = if is_deep {
        vec![Window::square(1), large.stride(stride), Window::square(1)]
    } else {
        vec![large.stride(stride), large]
    };
    let mut y = x.clone();
    for (at, window) in windows.into_iter().enumerate() {
        if at > 0 {
            y = graph.relu(y);
        }
        y = graph.conv(&y, &of(&format!("conv{}", at + 1)), window)?;
        y = graph.batch_norm(y, &of(&format!("bn{}", at + 1)), EPSILON)?;
    }
    let sum = graph.sum(y, &shortcut);
    Ok(graph.relu(sum))
}
