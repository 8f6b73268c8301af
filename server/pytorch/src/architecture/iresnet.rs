//! Improved ResNets with the names of insightface. Deng et al. 2019, "ArcFace", section 3.2.1.

use super::{EPSILON, Recognizer, depth, side_of_maps};
use crate::error::ConvertError;
use crate::graph::{Conv, Graph, Maps, Window};
use crate::preprocessing::Preprocessing;
use crate::weights::Weights;

const STAGES: [&str; 4] = ["layer1", "layer2", "layer3", "layer4"];

const DEPTHS: &[(u32, [usize; 4])] =
    &[(18, [2, 2, 2, 2]), (34, [3, 4, 6, 3]), (50, [3, 4, 14, 3]), (100, [3, 13, 30, 3]), (200, [6, 26, 60, 6])];

/// Up to the normalization `features`. The side of images is what the weights of `fc` say.
pub fn build(weights: Weights, side: Option<u32>) -> Result<Recognizer, ConvertError> {
    let blocks = STAGES.map(|stage| weights.modules(stage));
    let [_, pixels] = weights.dims("fc.weight")?;
    let [channels] = weights.dims("bn2.weight")?;
    let side = side_of_maps(&weights, pixels.checked_div(channels).unwrap_or(0).isqrt(), side)?;
    let (mut graph, images) = Graph::new(weights, side)?;
    let mut x = graph.conv(&images, "conv1", Window::square(3).padded())?;
    x = graph.batch_norm(x, "bn1", EPSILON)?;
    x = graph.prelu(x, "prelu")?;
    for (at, stage) in STAGES.into_iter().enumerate() {
        for block in 0..blocks[at].max(1) {
            x = residual(&mut graph, &x, &format!("{stage}.{block}"), if block == 0 { 2 } else { 1 })?;
        }
    }
    x = graph.batch_norm(x, "bn2", EPSILON)?;
    let x = graph.flatten(&x);
    let x = graph.linear(&x, "fc", true)?;
    let embedding = graph.batch_norm_of_vectors(x, "features", EPSILON)?;
    let title = format!("iResNet-{} (insightface)", depth(DEPTHS, blocks));
    Ok(Recognizer { graph, embedding, title, preprocessing: Some(Preprocessing::SYMMETRIC) })
}

fn residual(graph: &mut Graph, x: &Maps, name: &str, stride: usize) -> Result<Maps, ConvertError> {
    let of = |part: &str| format!("{name}.{part}");
    let window = Window::square(3).padded();
    let mut shortcut = x.clone();
    if stride != 1 {
        shortcut = graph.conv(x, &of("downsample.0"), Window::square(1).stride(stride))?;
        shortcut = graph.batch_norm(shortcut, &of("downsample.1"), EPSILON)?;
    }
    let mut y = graph.batch_norm(x.clone(), &of("bn1"), EPSILON)?;
    y = graph.conv(&y, &of("conv1"), window)?;
    y = graph.batch_norm(y, &of("bn2"), EPSILON)?;
    y = graph.prelu(y, &of("prelu"))?;
    y = graph.conv(&y, &of("conv2"), Conv::from(window.stride(stride)).filters(shortcut.channels))?;
    y = graph.batch_norm(y, &of("bn3"), EPSILON)?;
    Ok(graph.sum(y, &shortcut))
}
