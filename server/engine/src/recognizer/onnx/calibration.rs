//! Whether a network is understood rightly: pairs of photographs of the same person and of different people, under the
//! usual preprocessings.

use super::enrolment::{Embedded, cosine, embed};
use super::{Channels, Crop, OnnxModel, Plan, Preprocessing};
use crate::dataset::{FaceStore, Sample};
use crate::evaluation::{histogram, threshold};
use burn::tensor::Device;
use std::ops::ControlFlow;

/// The usual preprocessings, the most frequent first.
pub const USUAL: [(&str, [f32; 3], [f32; 3]); 4] = [
    ("values from -1 to 1", [127.5; 3], [127.5; 3]),
    ("values from 0 to 255", [0.0; 3], [1.0; 3]),
    ("values from 0 to 1", [0.0; 3], [255.0; 3]),
    ("ImageNet's mean and deviation", [123.675, 116.28, 103.53], [58.395, 57.12, 57.375]),
];

/// A difference of AUC that says nothing, with tens of photographs.
const EQUAL: f64 = 0.01;

/// How well a network tells people apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Separation {
    /// The probability that a pair of the same person is more alike than a pair of different people; ties count half.
    pub auc: f64,
    /// Share of pairs of the same person that are accepted where 1 % of the others are.
    pub accepted_at_1_percent: f64,
    /// The same where 0.1 % are.
    pub accepted_at_01_percent: f64,
    /// Share of photographs whose nearest other photograph is of the same person.
    pub nearest: f64,
    /// Pairs of the same person, and of different people.
    pub pairs: [usize; 2],
    /// How many pairs of the same person, and of different people, have which cosine: [`BINS`](crate::evaluation::BINS)
    /// bins from -1 to 1.
    pub histograms: [Vec<u32>; 2],
}

/// A preprocessing, and how well the network tells people apart with it.
#[derive(Clone, Debug, PartialEq)]
pub struct Tried {
    /// The preprocessing.
    pub preprocessing: Preprocessing,
    /// The figures.
    pub separation: Separation,
}

impl Separation {
    /// Of embeddings of several people. `None` without pairs of both kinds.
    pub fn of(embedded: &[Embedded]) -> Option<Self> {
        let (mut same, mut other, mut nearest) = (Vec::new(), Vec::new(), 0);
        for (at, one) in embedded.iter().enumerate() {
            let mut best = (f32::MIN, false);
            for (index, another) in embedded.iter().enumerate().filter(|(index, _)| *index != at) {
                let (cosine, is_same) = (cosine(&one.embedding, &another.embedding), one.label == another.label);
                if cosine > best.0 {
                    best = (cosine, is_same);
                }
                if index > at {
                    (if is_same { &mut same } else { &mut other }).push(cosine);
                }
            }
            nearest += usize::from(best.1);
        }
        if same.is_empty() || other.is_empty() {
            return None;
        }
        other.sort_by(f32::total_cmp);
        let accepted = |false_accepts: f64| {
            // Of few pairs, none may be accepted by mistake.
            let threshold = threshold(&other, false_accepts).unwrap_or(other[other.len() - 1]);
            same.iter().filter(|cosine| **cosine > threshold).count() as f64 / same.len() as f64
        };
        let below = |cosine: f32| {
            let (less, up_to) =
                (other.partition_point(|other| *other < cosine), other.partition_point(|other| *other <= cosine));
            (less + up_to) as f64 / 2.0
        };
        let auc = same.iter().map(|cosine| below(*cosine)).sum::<f64>() / (same.len() * other.len()) as f64;
        Some(Self {
            auc,
            accepted_at_1_percent: accepted(0.01),
            accepted_at_01_percent: accepted(0.001),
            nearest: nearest as f64 / embedded.len() as f64,
            pairs: [same.len(), other.len()],
            histograms: [histogram(&same), histogram(&other)],
        })
    }
}

/// Tries the usual preprocessings on photographs, the best first; equals stay in the order of frequency. `None` if
/// `progress` stops it, which is given the number of photographs embedded.
pub fn calibrate(
    plan: &Plan,
    faces: &FaceStore,
    samples: &[Sample],
    device: &Device,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Option<Vec<Tried>> {
    let mut tried = Vec::new();
    let mut before = 0;
    for crop in [Crop::Arcface, Crop::Whole] {
        for (_, mean, deviation) in USUAL {
            for channels in [Channels::Rgb, Channels::Bgr] {
                // The means of channels come in the network's order.
                let turned = |mut values: [f32; 3]| {
                    if channels == Channels::Bgr {
                        values.reverse();
                    }
                    values
                };
                let preprocessing = Preprocessing { crop, channels, mean: turned(mean), deviation: turned(deviation) };
                let model = OnnxModel::new(plan, preprocessing, device);
                let embedded = embed(&model, faces, samples, device, &mut |done| progress(before + done))?;
                before += embedded.len();
                if let Some(separation) = Separation::of(&embedded) {
                    tried.push(Tried { preprocessing, separation });
                }
            }
        }
    }
    Some(best_first(tried))
}

/// Best first; of those that are as good as the best, the most frequent comes first.
fn best_first(mut tried: Vec<Tried>) -> Vec<Tried> {
    let best = tried.iter().map(|tried| tried.separation.auc).fold(0.0, f64::max);
    if let Some(first) = tried.iter().position(|tried| tried.separation.auc >= best - EQUAL) {
        let first = tried.remove(first);
        tried.sort_by(|one, other| other.separation.auc.total_cmp(&one.separation.auc));
        tried.insert(0, first);
    }
    tried
}

/// How many preprocessings [`calibrate`] tries.
pub const TRIES: usize = 2 * USUAL.len() * 2;

#[cfg(test)]
mod tests {
    use super::super::enrolment::tests::at;
    use super::*;

    #[test]
    fn pairs_of_the_same_person_are_compared_with_others() {
        let apart = Separation::of(&[at(0, 0.0), at(0, 10.0), at(1, 80.0), at(1, 95.0)]).expect("pairs");
        assert_eq!((apart.auc, apart.nearest, apart.pairs), (1.0, 1.0, [2, 4]));
        assert_eq!((apart.accepted_at_1_percent, apart.accepted_at_01_percent), (1.0, 1.0));
        // Of four other pairs (10, 40, 60 and 90 degrees apart), two are less alike than 50 degrees, and three than 30.
        let mixed = Separation::of(&[at(0, 0.0), at(0, 50.0), at(1, 60.0), at(1, 90.0)]).expect("pairs");
        assert_eq!(mixed.auc, (2.0 + 3.0) / 8.0);
        assert_eq!(mixed.nearest, 0.5);
        assert_eq!(Separation::of(&[at(0, 0.0), at(1, 10.0)]), None);
    }

    #[test]
    fn of_equals_the_most_frequent_comes_first() {
        let of = |auc: f64, mean: f32| {
            let separation = Separation::of(&[at(0, 0.0), at(0, 10.0), at(1, 80.0), at(1, 95.0)]).expect("pairs");
            let preprocessing = Preprocessing { mean: [mean; 3], ..Preprocessing::default() };
            Tried { preprocessing, separation: Separation { auc, ..separation } }
        };
        let order = best_first(vec![of(0.6, 1.0), of(0.991, 2.0), of(0.9, 3.0), of(1.0, 4.0)]);
        assert_eq!(order.iter().map(|tried| tried.preprocessing.mean[0]).collect::<Vec<_>>(), [2.0, 4.0, 3.0, 1.0]);
    }
}
