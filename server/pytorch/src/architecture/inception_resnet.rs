//! InceptionResnetV1 with the names of facenet-pytorch. Szegedy et al. 2017, and the embedding of Schroff et al. 2015.

use super::Recognizer;
use crate::error::ConvertError;
use crate::graph::{Conv, Graph, Maps, Window};
use crate::preprocessing::Preprocessing;
use crate::weights::Weights;

/// The side of the images that facenet-pytorch aligns.
const SIDE: u32 = 160;

/// What facenet-pytorch calls fixed image standardization.
const PREPROCESSING: Preprocessing = Preprocessing { mean: [127.5; 3], deviation: [128.0; 3] };

/// The small number that it adds to variances, which is TensorFlow's.
const EPSILON: f32 = 1e-3;

/// The shares of the blocks of each kind in their sums.
const SCALES: [f32; 3] = [0.17, 0.1, 0.2];

/// Numbers of blocks in the library.
const BLOCKS: [usize; 3] = [5, 10, 5];

const POINT: Window = Window::square(1);
const THREE: Window = Window::square(3).padded();
const HALVING: Window = Window::square(3).stride(2);

/// The branches of a module: the windows of their convolutions, one after the other.
type Branches = &'static [&'static [Window]];

const BLOCK_35: Branches = &[&[POINT], &[POINT, THREE], &[POINT, THREE, THREE]];
const BLOCK_17: Branches = &[&[POINT], &[POINT, Window::of(1, 7).padded(), Window::of(7, 1).padded()]];
const BLOCK_8: Branches = &[&[POINT], &[POINT, Window::of(1, 3).padded(), Window::of(3, 1).padded()]];
const MIXED_6A: Branches = &[&[HALVING], &[POINT, THREE, HALVING]];
const MIXED_7A: Branches = &[&[POINT, HALVING], &[POINT, HALVING], &[POINT, THREE, HALVING]];

/// Up to the normalization `last_bn`, at length 1 as in the library. The classifier `logits` is dropped.
pub fn build(weights: Weights, side: Option<u32>) -> Result<Recognizer, ConvertError> {
    let repeats = ["repeat_1", "repeat_2", "repeat_3"];
    let blocks = repeats.map(|repeat| weights.modules(repeat));
    let (mut graph, images) = Graph::new(weights, side.unwrap_or(SIDE))?;
    let mut x = basic(&mut graph, &images, "conv2d_1a", HALVING)?;
    x = basic(&mut graph, &x, "conv2d_2a", Window::square(3))?;
    x = basic(&mut graph, &x, "conv2d_2b", THREE)?;
    x = graph.max_pool(&x, HALVING)?;
    x = basic(&mut graph, &x, "conv2d_3b", POINT)?;
    x = basic(&mut graph, &x, "conv2d_4a", Window::square(3))?;
    x = basic(&mut graph, &x, "conv2d_4b", HALVING)?;
    for (at, kind) in [BLOCK_35, BLOCK_17, BLOCK_8].into_iter().enumerate() {
        for block in 0..blocks[at].max(1) {
            let sum = residual(&mut graph, &x, &format!("{}.{block}", repeats[at]), kind, SCALES[at])?;
            x = graph.relu(sum);
        }
        x = match at {
            0 => mixed(&mut graph, &x, "mixed_6a", MIXED_6A)?,
            1 => mixed(&mut graph, &x, "mixed_7a", MIXED_7A)?,
            _ => residual(&mut graph, &x, "block8", BLOCK_8, 1.0)?,
        };
    }
    let x = graph.global_mean(&x);
    let x = graph.linear(&x, "last_linear", false)?;
    let x = graph.batch_norm_of_vectors(x, "last_bn", EPSILON)?;
    let mut without = "";
    if graph.weights.has("logits.weight") || graph.weights.has("logits.bias") {
        graph.drop_classifier(&x, "logits")?;
        without = ", without its classifier";
    }
    let embedding = graph.unit_length(&x);
    let depth = if blocks == BLOCKS {
        String::new()
    } else {
        format!(" with {}, {} and {} blocks", blocks[0], blocks[1], blocks[2])
    };
    let title = format!("InceptionResnetV1{depth} (facenet-pytorch){without}");
    Ok(Recognizer { graph, embedding, title, preprocessing: Some(PREPROCESSING) })
}

/// A convolution, a normalization and what is positive of it.
fn basic(graph: &mut Graph, x: &Maps, name: &str, window: Window) -> Result<Maps, ConvertError> {
    let y = graph.conv(x, &format!("{name}.conv"), window)?;
    let y = graph.batch_norm(y, &format!("{name}.bn"), EPSILON)?;
    Ok(graph.relu(y))
}

/// Each branch by itself. One of a single convolution is that convolution, others are numbered.
fn branches(graph: &mut Graph, x: &Maps, name: &str, branches: Branches) -> Result<Vec<Maps>, ConvertError> {
    let branch = |(at, windows): (usize, &&[Window])| {
        let mut y = x.clone();
        for (layer, window) in windows.iter().enumerate() {
            let number = if windows.len() == 1 { String::new() } else { format!(".{layer}") };
            y = basic(graph, &y, &format!("{name}.branch{at}{number}"), *window)?;
        }
        Ok(y)
    };
    branches.iter().enumerate().map(branch).collect()
}

/// What it is given, and a share of what its branches make of it.
fn residual(graph: &mut Graph, x: &Maps, name: &str, kind: Branches, scale: f32) -> Result<Maps, ConvertError> {
    let parts = branches(graph, x, name, kind)?;
    let y = graph.concat(&parts);
    let y = graph.conv(&y, &format!("{name}.conv2d"), Conv::from(POINT).filters(x.channels).with_bias())?;
    let y = graph.scaled(y, scale);
    Ok(graph.sum(y, x))
}

/// Branches that halve the maps, and the highest values beside them.
fn mixed(graph: &mut Graph, x: &Maps, name: &str, kind: Branches) -> Result<Maps, ConvertError> {
    let mut parts = branches(graph, x, name, kind)?;
    parts.push(graph.max_pool(x, HALVING)?);
    Ok(graph.concat(&parts))
}
