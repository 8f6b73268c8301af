//! How an embedding network compares pictures with registered people: the cosine to a person's template, beside those
//! of other photographs of the person and of strangers (README, "Comparisons").
//!
//! Thresholds come from strangers' photographs alone.

use super::rank;
use crate::recognizer::onnx::{Embedded, cosine, direction, template};

/// Bins of a [histogram](Comparer::same) of cosines from -1 to 1.
pub const BINS: usize = 80;

/// The comparison of one picture with one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// The cosine to the person's template, from -1 to 1.
    pub cosine: f32,
    /// The share of strangers' photographs that are at least as near to the template, in [0,1].
    pub nearer_strangers: f64,
    /// Rank of the person among all who are registered; 1 is best, ties count against the picture.
    pub rank: u32,
    /// Whether the template accepts the picture, at each threshold that there is.
    pub accepted: [Option<bool>; 2],
    /// The same by a template of photographs that the person was not registered with.
    pub accepted_by_others: [Option<bool>; 2],
}

/// The templates of a network, and how near photographs are to them.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparer {
    templates: Vec<Vec<f32>>,
    /// Of each person, the template of the photographs that the person was not registered with.
    others: Vec<Option<Vec<f32>>>,
    /// Of each person, cosines of the person's photographs with the template.
    same: Vec<Vec<f32>>,
    /// Of each person, cosines of strangers' photographs with the template, lowest first.
    strangers: Vec<Vec<f32>>,
    thresholds: [Option<f32>; 2],
    thresholds_of_others: [Option<f32>; 2],
    comparisons: usize,
}

impl Comparer {
    /// From a template for each registered person, and photographs that nobody was registered with. A label is an index
    /// into the templates; people with a higher one are not registered, and strangers to all. `false_accepts` are the
    /// shares of strangers' photographs that are accepted by mistake at the two thresholds.
    pub fn new(templates: Vec<Vec<f32>>, photographs: &[Embedded], false_accepts: [f64; 2]) -> Self {
        let templates: Vec<Vec<f32>> = templates.iter().map(|template| direction(template)).collect();
        let others: Vec<Option<Vec<f32>>> =
            (0..templates.len() as u32).map(|label| template(photographs, label)).collect();
        let cosines = |template: &[f32], person: usize, is_same: bool| {
            let of_whom = photographs.iter().filter(|photograph| (photograph.label as usize == person) == is_same);
            let mut cosines: Vec<f32> = of_whom.map(|photograph| cosine(template, &photograph.embedding)).collect();
            cosines.sort_by(f32::total_cmp);
            cosines
        };
        let of_each = |is_same: bool| -> Vec<Vec<f32>> {
            templates.iter().enumerate().map(|(person, template)| cosines(template, person, is_same)).collect()
        };
        let (same, strangers) = (of_each(true), of_each(false));
        let by_others = others.iter().enumerate();
        let by_others = by_others.filter_map(|(person, other)| Some(cosines(other.as_deref()?, person, false)));
        let thresholds_of_others = thresholds(by_others.flatten().collect(), false_accepts);
        let all: Vec<f32> = strangers.iter().flatten().copied().collect();
        let comparisons = all.len();
        let thresholds = thresholds(all, false_accepts);
        Self { templates, others, same, strangers, thresholds, thresholds_of_others, comparisons }
    }

    /// Compares the embedding of a picture with a person.
    pub fn compare(&self, person: usize, embedding: &[f32]) -> Comparison {
        let embedding = direction(embedding);
        let cosines: Vec<f32> = self.templates.iter().map(|template| cosine(template, &embedding)).collect();
        let own = cosines[person];
        let strangers = &self.strangers[person];
        let farther = strangers.partition_point(|stranger| *stranger < own);
        let by_other = self.others[person].as_ref().map(|template| cosine(template, &embedding));
        Comparison {
            cosine: own,
            nearer_strangers: (strangers.len() - farther) as f64 / strangers.len().max(1) as f64,
            rank: rank(&cosines, person),
            accepted: self.accepted(own),
            accepted_by_others: self.thresholds_of_others.map(|threshold| Some(by_other? > threshold?)),
        }
    }

    /// Whether a person's template accepts the embedding of a picture, at each threshold that there is.
    pub fn accepts(&self, person: usize, embedding: &[f32]) -> [Option<bool>; 2] {
        self.accepted(cosine(&self.templates[person], &direction(embedding)))
    }

    fn accepted(&self, cosine: f32) -> [Option<bool>; 2] {
        self.thresholds.map(|threshold| Some(cosine > threshold?))
    }

    /// Registered people.
    pub fn people(&self) -> usize {
        self.templates.len()
    }

    /// Comparisons of strangers' photographs with templates, from which the thresholds come.
    pub fn comparisons(&self) -> usize {
        self.comparisons
    }

    /// The cosines above which a picture is accepted; `None` where fewer comparisons were made than one false accept
    /// would take.
    pub fn thresholds(&self) -> [Option<f32>; 2] {
        self.thresholds
    }

    /// The share of registered people's photographs that their templates accept at each threshold.
    pub fn true_accepts(&self) -> [Option<f64>; 2] {
        let count = self.same.iter().flatten().count();
        self.thresholds.map(|threshold| {
            let threshold = threshold.filter(|_| count > 0)?;
            Some(self.same.iter().flatten().filter(|cosine| **cosine > threshold).count() as f64 / count as f64)
        })
    }

    /// How many of a person's photographs have which cosine, in [`BINS`] bins.
    pub fn same(&self, person: usize) -> Vec<u32> {
        histogram(&self.same[person])
    }

    /// The same of strangers' photographs.
    pub fn strangers(&self, person: usize) -> Vec<u32> {
        histogram(&self.strangers[person])
    }
}

/// The cosine above which at most a share of strangers' photographs are accepted, whose cosines come lowest first.
/// `None` where so small a share would be less than one of them.
pub fn threshold(strangers: &[f32], false_accepts: f64) -> Option<f32> {
    let count = strangers.len() as f64;
    let kept = ((1.0 - false_accepts) * count).ceil() as usize;
    strangers.get(kept.min(strangers.len().saturating_sub(1))).copied().filter(|_| count * false_accepts >= 1.0)
}

fn thresholds(mut strangers: Vec<f32>, false_accepts: [f64; 2]) -> [Option<f32>; 2] {
    strangers.sort_by(f32::total_cmp);
    false_accepts.map(|false_accepts| threshold(&strangers, false_accepts))
}

/// How many cosines lie in which of [`BINS`] bins from -1 to 1.
pub(crate) fn histogram(cosines: &[f32]) -> Vec<u32> {
    let mut bins = vec![0; BINS];
    for cosine in cosines {
        let bin = (f64::from(*cosine) + 1.0) / 2.0 * BINS as f64;
        bins[(bin.max(0.0) as usize).min(BINS - 1)] += 1;
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognizer::onnx::enrolment::tests::at;

    const FALSE_ACCEPTS: [f64; 2] = [0.01, 0.001];

    /// Two registered people at 0 and 90 degrees, and a hundred photographs of strangers from 150 to 249 degrees.
    fn comparer() -> Comparer {
        let own = [at(0, 10.0), at(0, 20.0), at(1, 80.0)];
        let strangers = (0..100).map(|photograph| at(2 + photograph, 150.0 + photograph as f32));
        Comparer::new(
            vec![vec![2.0, 0.0], vec![0.0, 1.0]],
            &own.into_iter().chain(strangers).collect::<Vec<_>>(),
            FALSE_ACCEPTS,
        )
    }

    #[test]
    fn a_threshold_accepts_no_larger_share_of_strangers() {
        let strangers: Vec<f32> = (0..200).map(|at| at as f32 / 200.0).collect();
        let at_1_percent = threshold(&strangers, 0.01).expect("two of them");
        let accepted = strangers.iter().filter(|cosine| **cosine > at_1_percent).count();
        assert!(accepted == 1, "of 200, two would be one too many where a tie comes up: {accepted}");
        assert_eq!(threshold(&strangers, 0.001), None, "less than one of 200");
        assert_eq!(threshold(&[], 0.01), None);
    }

    #[test]
    fn a_picture_is_compared_with_the_person_and_with_strangers() {
        let comparer = comparer();
        // The first person: 1 photograph of the second and 100 of strangers; the second: 2 and 100.
        assert_eq!((comparer.people(), comparer.comparisons()), (2, 203));
        let near = comparer.compare(0, &at(0, 5.0).embedding);
        assert!((near.cosine - 5_f32.to_radians().cos()).abs() < 1e-6);
        assert_eq!((near.rank, near.nearer_strangers), (1, 0.0));
        assert_eq!((near.accepted, near.accepted_by_others), ([Some(true), None], [Some(true), None]));
        assert_eq!(comparer.accepts(0, &at(0, 5.0).embedding), near.accepted);
        let far = comparer.compare(0, &at(0, 100.0).embedding);
        assert_eq!((far.rank, far.accepted[0]), (2, Some(false)));
        // Of the strangers to the first, the photograph at 80 degrees alone is nearer than 100.
        assert!((far.nearer_strangers - 1.0 / 101.0).abs() < 1e-9, "{far:?}");
    }

    #[test]
    fn photographs_are_counted_by_their_cosine() {
        let comparer = comparer();
        assert_eq!(comparer.true_accepts(), [Some(1.0), None]);
        let same = comparer.same(0);
        assert_eq!((same.len(), same.iter().sum::<u32>(), same[BINS - 1]), (BINS, 2, 1), "cosines .985 and .940");
        assert_eq!(comparer.strangers(1).iter().sum::<u32>(), 102);
    }

    #[test]
    fn without_other_photographs_there_is_no_second_template() {
        let comparer = Comparer::new(vec![vec![1.0, 0.0]], &[at(5, 90.0)], FALSE_ACCEPTS);
        let compared = comparer.compare(0, &[1.0, 0.0]);
        assert_eq!((compared.accepted, compared.accepted_by_others), ([None; 2], [None; 2]));
        assert_eq!(comparer.true_accepts(), [None; 2]);
    }
}
