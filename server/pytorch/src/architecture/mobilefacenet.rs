//! MobileFaceNet with the names of insightface. Chen et al. 2018, with insightface's widths and number of blocks.

use super::{EPSILON, Recognizer, side_of_maps};
use crate::error::ConvertError;
use crate::graph::{Conv, Graph, Maps, Window};
use crate::preprocessing::Preprocessing;
use crate::weights::Weights;

const POINT: Window = Window::square(1);
const THREE: Window = Window::square(3).padded();

/// Up to the normalization at the end of `features`. The side of images is what its window says.
pub fn build(weights: Weights, side: Option<u32>) -> Result<Recognizer, ConvertError> {
    let [_, _, maps, _] = weights.dims("features.layers.0.layers.0.weight")?;
    let side = side_of_maps(&weights, maps, side)?;
    let (mut graph, images) = Graph::new(weights, side)?;
    let mut x = block(&mut graph, &images, "layers.0", THREE.stride(2).into())?;
    // One block is a plain convolution in groups.
    x = if graph.weights.has("layers.1.layers.0.weight") {
        let [_, depth, ..] = graph.weights.dims::<4>("layers.1.layers.0.weight")?;
        let groups = if depth > 0 && x.channels.is_multiple_of(depth) { x.channels / depth } else { 1 };
        let conv = Conv::from(THREE).groups(groups).filters(x.channels);
        block(&mut graph, &x, "layers.1", conv)?
    } else {
        residuals(&mut graph, x, "layers.1")?
    };
    for at in [2, 4, 6] {
        x = narrowing(&mut graph, &x, &format!("layers.{at}.layers"), 2, None)?;
        x = residuals(&mut graph, x, &format!("layers.{}", at + 1))?;
    }
    x = block(&mut graph, &x, "conv_sep", POINT.into())?;
    let whole = Conv::from(Window::square(maps)).groups(x.channels).filters(x.channels);
    x = linear_block(&mut graph, &x, "features.layers.0", whole)?;
    let x = graph.flatten(&x);
    let x = graph.linear(&x, "features.layers.2", false)?;
    let embedding = graph.batch_norm_of_vectors(x, "features.layers.3", EPSILON)?;
    let title = "MobileFaceNet (insightface)".into();
    Ok(Recognizer { graph, embedding, title, preprocessing: Some(Preprocessing::SYMMETRIC) })
}

/// A convolution and a normalization.
fn linear_block(graph: &mut Graph, x: &Maps, name: &str, conv: Conv) -> Result<Maps, ConvertError> {
    let y = graph.conv(x, &format!("{name}.layers.0"), conv)?;
    graph.batch_norm(y, &format!("{name}.layers.1"), EPSILON)
}

/// A convolution, a normalization and slopes for what is negative.
fn block(graph: &mut Graph, x: &Maps, name: &str, conv: Conv) -> Result<Maps, ConvertError> {
    let y = linear_block(graph, x, name, conv)?;
    graph.prelu(y, &format!("{name}.layers.2"))
}

/// Wide at first, then each channel by itself, then narrow.
fn narrowing(
    graph: &mut Graph,
    x: &Maps,
    name: &str,
    stride: usize,
    filters: Option<usize>,
) -> Result<Maps, ConvertError> {
    let y = block(graph, x, &format!("{name}.0"), POINT.into())?;
    let each = Conv::from(THREE.stride(stride)).groups(y.channels).filters(y.channels);
    let y = block(graph, &y, &format!("{name}.1"), each)?;
    let last = Conv::from(POINT);
    let last = filters.map_or(last, |filters| last.filters(filters));
    linear_block(graph, &y, &format!("{name}.2"), last)
}

/// Blocks that keep the maps' size and add to them.
fn residuals(graph: &mut Graph, mut x: Maps, name: &str) -> Result<Maps, ConvertError> {
    for at in 0..graph.weights.modules(&format!("{name}.layers")).max(1) {
        let y = narrowing(graph, &x, &format!("{name}.layers.{at}.layers"), 1, Some(x.channels))?;
        x = graph.sum(y, &x);
    }
    Ok(x)
}
