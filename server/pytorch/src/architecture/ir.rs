//! The improved ResNets of face.evoLVe, and with one more normalization in each block those of TFace and AdaFace: all
//! blocks in one list, and the layers in them by number.

use super::{EPSILON, Recognizer, side_of_maps};
use crate::error::ConvertError;
use crate::graph::{Conv, Graph, Maps, Window};
use crate::preprocessing::Preprocessing;
use crate::weights::Weights;

/// Depths by the number of blocks.
const DEPTHS: [(u32, usize); 4] = [(18, 8), (34, 16), (50, 24), (100, 49)];

/// Up to the normalization at the end of `output_layer`. The side of images is what the weights before it say.
pub fn build(weights: Weights, side: Option<u32>) -> Result<Recognizer, ConvertError> {
    let blocks = weights.modules("body");
    let [_, pixels] = weights.dims("output_layer.3.weight")?;
    let [channels] = weights.dims("output_layer.0.weight")?;
    let side = side_of_maps(&weights, pixels.checked_div(channels).unwrap_or(0).isqrt(), side)?;
    // Its slopes come third without the normalization, and fourth with it.
    let is_normalized = weights.has("body.0.res_layer.2.running_mean");
    let has_affine = ["weight", "bias"].iter().any(|part| weights.has(&format!("output_layer.4.{part}")));
    let (mut graph, images) = Graph::new(weights, side)?;
    let mut x = graph.conv(&images, "input_layer.0", Window::square(3).padded())?;
    x = graph.batch_norm(x, "input_layer.1", EPSILON)?;
    x = graph.prelu(x, "input_layer.2")?;
    for block in 0..blocks.max(1) {
        x = residual(&mut graph, &x, &format!("body.{block}"), block == 0, is_normalized)?;
    }
    x = graph.batch_norm(x, "output_layer.0", EPSILON)?;
    let x = graph.flatten(&x);
    let x = graph.linear(&x, "output_layer.3", true)?;
    let embedding = if has_affine {
        graph.batch_norm_of_vectors(x, "output_layer.4", EPSILON)?
    } else {
        graph.plain_batch_norm(x, "output_layer.4", EPSILON)?
    };
    let depth = DEPTHS.iter().find(|(_, count)| *count == blocks).map(|(depth, _)| depth.to_string());
    let depth = depth.unwrap_or_else(|| format!("({blocks})"));
    let (library, preprocessing) = if is_normalized {
        // TFace's networks take red first, AdaFace's blue first.
        ("TFace, AdaFace", None)
    } else {
        ("face.evoLVe", Some(Preprocessing::SYMMETRIC))
    };
    Ok(Recognizer { graph, embedding, title: format!("IR-{depth} ({library})"), preprocessing })
}

/// A block. It halves the maps where it begins a stage: the first of all, and where the number of channels changes.
fn residual(
    graph: &mut Graph,
    x: &Maps,
    name: &str,
    is_first: bool,
    is_normalized: bool,
) -> Result<Maps, ConvertError> {
    let of = |part: &str| format!("{name}.{part}");
    let layer = |at: usize| format!("{name}.res_layer.{at}");
    let window = Window::square(3).padded();
    let has_weights = graph.weights.has(&of("shortcut_layer.0.weight"));
    let stride = if is_first || has_weights { 2 } else { 1 };
    let mut shortcut = x.clone();
    if has_weights {
        shortcut = graph.conv(x, &of("shortcut_layer.0"), Window::square(1).stride(stride))?;
        shortcut = graph.batch_norm(shortcut, &of("shortcut_layer.1"), EPSILON)?;
    } else if stride != 1 {
        shortcut = graph.max_pool(x, Window::square(1).stride(stride))?;
    }
    let mut y = graph.batch_norm(x.clone(), &layer(0), EPSILON)?;
    y = graph.conv(&y, &layer(1), window)?;
    if is_normalized {
        y = graph.batch_norm(y, &layer(2), EPSILON)?;
    }
    let slopes = if is_normalized { 3 } else { 2 };
    y = graph.prelu(y, &layer(slopes))?;
    y = graph.conv(&y, &layer(slopes + 1), Conv::from(window.stride(stride)).filters(shortcut.channels))?;
    y = graph.batch_norm(y, &layer(slopes + 2), EPSILON)?;
    Ok(graph.sum(y, &shortcut))
}
