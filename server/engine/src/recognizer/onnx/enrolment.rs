//! Registering people with an embedding network: a template for each person, and the scale that makes scores of cosines.

use super::super::model::Model;
use crate::dataset::{FaceStore, Sample};
use crate::pixels::{Pictures, host, resized};
use burn::tensor::Device;
use std::ops::ControlFlow;

/// Pictures that are embedded at once.
const CHUNK: usize = 32;

/// Scales that are tried, from 1 on, each by this factor above the last.
const SCALES: usize = 120;
const STEP: f64 = 1.05;

/// A scale where no photograph is held out to fit one: that of many training losses (Wang et al., 2018).
const USUAL_SCALE: f32 = 30.0;

/// People who are registered by templates.
#[derive(Clone, Debug, PartialEq)]
pub struct Enrolment {
    /// One row of length 1 for each person.
    pub templates: Vec<Vec<f32>>,
    /// From cosine to logit.
    pub scale: f32,
    /// Share of held-out photographs whose own template is nearest, in [0,1]; none if nothing is held out.
    pub accuracy: Option<f64>,
    /// How many of the templates were brought, and not made of photographs.
    pub given: u32,
}

/// An embedding of length 1, and whose it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Embedded {
    /// The embedding.
    pub embedding: Vec<f32>,
    /// The person.
    pub label: u32,
}

/// Embeds photographs; `None` if `progress`, which is given the number of those done, stops it.
pub fn embed(
    model: &dyn Model,
    faces: &FaceStore,
    samples: &[Sample],
    device: &Device,
    progress: &mut dyn FnMut(usize) -> ControlFlow<()>,
) -> Option<Vec<Embedded>> {
    let mut embedded = Vec::with_capacity(samples.len());
    for chunk in samples.chunks(CHUNK) {
        let bytes = chunk.iter().flat_map(|sample| faces.image(sample.image)).copied().collect();
        let pictures = Pictures { size: faces.size(), bytes };
        let pictures = resized(&pictures, model.facts().input as u32);
        let rows = host(model.outputs(pictures.tensor(0, chunk.len(), device)));
        let rows = rows.chunks(model.facts().outputs.max(1)).zip(chunk);
        embedded.extend(rows.map(|(row, sample)| Embedded { embedding: direction(row), label: sample.label }));
        if progress(embedded.len()).is_break() {
            return None;
        }
    }
    Some(embedded)
}

/// The same numbers with length 1.
pub fn direction(row: &[f32]) -> Vec<f32> {
    let length = row.iter().map(|value| f64::from(*value).powi(2)).sum::<f64>().sqrt().max(1e-12);
    row.iter().map(|value| (f64::from(*value) / length) as f32).collect()
}

/// The cosine of two rows of length 1.
pub fn cosine(one: &[f32], other: &[f32]) -> f32 {
    one.iter().zip(other).map(|(one, other)| one * other).sum()
}

/// The template of a person: the direction of the mean of the embeddings; `None` without any.
pub fn template(photographs: &[Embedded], label: u32) -> Option<Vec<f32>> {
    let mut own = photographs.iter().filter(|photograph| photograph.label == label);
    let mut sum = own.next()?.embedding.clone();
    own.for_each(|one| sum.iter_mut().zip(&one.embedding).for_each(|(sum, value)| *sum += value));
    Some(direction(&sum))
}

impl Enrolment {
    /// Registers people, each by the template that is `given` (of length 1), or by the mean of the person's embeddings in
    /// `photographs`; the scale is fitted on `held_out`, so that the scores of these say how sure they are (least negative
    /// logarithm of the right score).
    ///
    /// # Errors
    /// The label of a person of whom there is neither.
    pub fn of(given: &[Option<Vec<f32>>], photographs: &[Embedded], held_out: &[Embedded]) -> Result<Self, u32> {
        let own = |(label, given): (u32, &Option<Vec<f32>>)| {
            given.clone().or_else(|| template(photographs, label)).ok_or(label)
        };
        let templates: Vec<_> = (0..).zip(given).map(own).collect::<Result<_, _>>()?;
        let given = given.iter().flatten().count() as u32;
        let cosines: Vec<(Vec<f32>, usize)> = held_out
            .iter()
            .map(|one| {
                (templates.iter().map(|template| cosine(template, &one.embedding)).collect(), one.label as usize)
            })
            .collect();
        let right = cosines.iter().filter(|(row, label)| row.iter().all(|other| *other <= row[*label])).count();
        let accuracy = (!cosines.is_empty()).then(|| right as f64 / cosines.len() as f64);
        let scale = if cosines.is_empty() { USUAL_SCALE } else { fitted(&cosines) };
        Ok(Self { templates, scale, accuracy, given })
    }
}

fn fitted(cosines: &[(Vec<f32>, usize)]) -> f32 {
    let scales = (0..SCALES).map(|power| STEP.powi(power as i32));
    let loss = |scale: f64| cosines.iter().map(|(row, label)| surprise(row, *label, scale)).sum::<f64>();
    scales.min_by(|one, other| loss(*one).total_cmp(&loss(*other))).unwrap_or(1.0) as f32
}

/// The negative logarithm of the score of `label`.
fn surprise(cosines: &[f32], label: usize, scale: f64) -> f64 {
    let highest = cosines.iter().fold(f32::MIN, |highest, cosine| highest.max(*cosine));
    let sum: f64 = cosines.iter().map(|cosine| (scale * f64::from(cosine - highest)).exp()).sum();
    sum.ln() - scale * f64::from(cosines[label] - highest)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A person's embedding in the plane.
    pub fn at(label: u32, degrees: f32) -> Embedded {
        let angle = degrees.to_radians();
        Embedded { embedding: vec![angle.cos(), angle.sin()], label }
    }

    #[test]
    fn a_template_is_the_direction_of_the_mean() {
        let photographs = [at(0, 0.0), at(0, 20.0), at(1, 90.0)];
        let enrolled =
            Enrolment::of(&[None, None], &photographs, &[at(0, 30.0), at(1, 80.0), at(1, 20.0)]).expect("enrolled");
        let wanted = at(0, 10.0).embedding;
        assert!(cosine(&enrolled.templates[0], &wanted) > 0.99999, "{enrolled:?}");
        assert_eq!(enrolled.accuracy, Some(2.0 / 3.0));
        let none = vec![None; 3];
        assert_eq!(Enrolment::of(&none, &photographs, &[]), Err(2), "of the third there is no photograph");
        assert_eq!(Enrolment::of(&none[..2], &photographs, &[]).expect("enrolled").accuracy, None);
        let brought = at(2, 200.0).embedding;
        let with = Enrolment::of(&[None, None, Some(brought.clone())], &photographs, &[]).expect("enrolled");
        assert_eq!((&with.templates[2], with.given), (&brought, 1));
    }

    /// Where photographs are often mistaken, scores must not be sure.
    #[test]
    fn the_scale_is_low_where_photographs_are_mistaken() {
        let photographs = [at(0, 0.0), at(1, 90.0)];
        let of = |held_out: &[Embedded]| Enrolment::of(&[None, None], &photographs, held_out).expect("enrolled").scale;
        let (sure, unsure) =
            (of(&[at(0, 10.0), at(1, 80.0)]), of(&[at(0, 10.0), at(1, 80.0), at(0, 60.0), at(1, 20.0)]));
        assert!(sure > 30.0 && unsure < 3.0, "{sure} {unsure}");
    }
}
