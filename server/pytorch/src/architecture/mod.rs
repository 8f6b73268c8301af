//! The architectures that are known: one file and one row each.

mod inception_resnet;
mod ir;
mod iresnet;
mod mobilefacenet;
mod resnet;

use crate::error::ConvertError;
use crate::graph::{Graph, Vectors};
use crate::preprocessing::Preprocessing;
use crate::weights::Weights;

/// An architecture, or several of the same family.
#[derive(Debug)]
pub struct Architecture {
    /// How messages name it.
    pub name: &'static str,
    /// A tensor by whose name it is recognised.
    pub mark: &'static str,
    /// Writes its computation down, for images of the usual side or of one that is asked for.
    pub build: fn(Weights, Option<u32>) -> Result<Recognizer, ConvertError>,
}

/// An architecture whose computation was written down.
#[derive(Debug)]
pub struct Recognizer {
    /// The computation.
    pub graph: Graph,
    /// What it ends with.
    pub embedding: Vectors,
    /// The architecture and its depth.
    pub title: String,
    /// What the images of its training were brought to.
    pub preprocessing: Option<Preprocessing>,
}

/// All architectures. The first is taken whose tensor is there: iResNets have the names of ResNets, and more.
pub const ARCHITECTURES: &[Architecture] = &[
    Architecture { name: "iResNet (insightface)", mark: "layer1.0.prelu.weight", build: iresnet::build },
    Architecture { name: "ResNet (torchvision)", mark: "layer1.0.conv1.weight", build: resnet::build },
    Architecture { name: "IR (face.evoLVe, AdaFace)", mark: "input_layer.0.weight", build: ir::build },
    Architecture {
        name: "InceptionResnetV1 (facenet-pytorch)",
        mark: "repeat_1.0.branch0.conv.weight",
        build: inception_resnet::build,
    },
    Architecture { name: "MobileFaceNet (insightface)", mark: "conv_sep.layers.0.weight", build: mobilefacenet::build },
];

/// The small number that PyTorch adds to variances unless told otherwise.
const EPSILON: f32 = 1e-5;

/// The side of images whose last feature maps have a side of `maps`, in an architecture that halves them four times and
/// then looks at each of their pixels.
///
/// # Errors
/// If another one is asked for.
fn side_of_maps(weights: &Weights, maps: usize, asked: Option<u32>) -> Result<u32, ConvertError> {
    let side = u32::try_from(maps).ok().and_then(|maps| maps.checked_mul(16)).unwrap_or(u32::MAX);
    match asked.filter(|asked| *asked != side) {
        None => Ok(side),
        Some(asked) => {
            let (architecture, why) =
                (weights.architecture, format!("its last layer was trained with {side} by {side}"));
            Err(ConvertError::Side { architecture, side: asked, why })
        }
    }
}

/// The depth of the first row that has these numbers of blocks, as part of a name; otherwise the numbers themselves.
fn depth<const N: usize>(known: &[(u32, [usize; N])], blocks: [usize; N]) -> String {
    match known.iter().find(|(_, row)| *row == blocks) {
        Some((depth, _)) => depth.to_string(),
        None => format!("({})", blocks.map(|count| count.to_string()).join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depths_have_their_names() {
        let known = [(18, [2, 2, 2, 2]), (34, [3, 4, 6, 3])];
        assert_eq!(depth(&known, [3, 4, 6, 3]), "34");
        assert_eq!(depth(&known, [1, 2, 3, 4]), "(1, 2, 3, 4)");
    }
}
