//! What embedding networks make of clones, seeds and photographs: the recognizer under attack and the evaluation
//! recognizer if they are such networks, and all further judges.

use super::comparison_totals::{agreements, totals};
use super::faces::Faces;
use super::recognizers::ReadyRecognizer;
use anyhow::{Result, anyhow};
use engine::evaluation::Comparer;
use engine::pixels::Pictures;
use engine::recognizer::onnx::{Embedded, direction};
use std::ops::Range;
use wire::report::{
    Agreement, Comparison, FALSE_ACCEPTS, IdentityComparisons, IdentityReport, NetworkReport, NetworkRole,
};

/// An embedding network of a run, with what it makes of photographs.
pub struct ComparingNetwork<'a> {
    role: NetworkRole,
    name: String,
    ready: &'a ReadyRecognizer,
    comparer: Comparer,
}

/// The pictures of one identity.
pub struct IdentityPictures {
    /// All clones.
    pub clones: Pictures,
    /// All seeds.
    pub seeds: Pictures,
    /// All held-out photographs.
    pub photographs: Pictures,
}

impl<'a> ComparingNetwork<'a> {
    /// Shows it the held-out photographs of everybody in the run; `None` if it has no templates.
    pub fn new(role: NetworkRole, name: String, ready: &'a ReadyRecognizer, faces: &Faces) -> Option<Self> {
        let recognizer = &ready.recognizer;
        let templates = recognizer.templates()?;
        let mut photographs = Vec::new();
        for (stranger, name) in (templates.len() as u32..).zip(faces.split.all_classes()) {
            let label = recognizer.label(&name).map_or(stranger, |label| label as u32);
            let outputs = recognizer.outputs(&faces.held_out(&name));
            photographs.extend(outputs.iter().map(|outputs| Embedded { embedding: direction(outputs), label }));
        }
        Some(Self { role, name, ready, comparer: Comparer::new(templates, &photographs, FALSE_ACCEPTS) })
    }

    /// Compares the pictures of every identity with its template; `progress` is called after each identity.
    ///
    /// # Errors
    /// If an identity is not registered, its pictures cannot be read, or `progress` fails.
    pub fn compare(
        &self,
        names: &[String],
        pictures: &dyn Fn(usize) -> Result<IdentityPictures>,
        progress: &mut dyn FnMut() -> Result<()>,
    ) -> Result<Vec<IdentityComparisons>> {
        let recognizer = &self.ready.recognizer;
        let label = |name: &String| recognizer.label(name).ok_or_else(|| anyhow!("{name} is not registered"));
        let labels: Vec<usize> = names.iter().map(label).collect::<Result<_>>()?;
        let (mut compared, mut clones, mut ranges) = (Vec::new(), Vec::new(), Vec::new());
        for (at, &person) in labels.iter().enumerate() {
            let shown = pictures(at)?;
            let of = |pictures: &Pictures| -> Vec<Comparison> {
                recognizer.outputs(pictures).iter().map(|embedding| self.one(person, embedding)).collect()
            };
            let first = clones.len();
            clones.extend(recognizer.outputs(&shown.clones));
            ranges.push(first..clones.len());
            compared.push(IdentityComparisons {
                clones: clones[first..].iter().map(|embedding| self.one(person, embedding)).collect(),
                seeds: of(&shown.seeds),
                photographs: of(&shown.photographs),
                other_clones_accepted: [None; 2],
                same: self.comparer.same(person),
                strangers: self.comparer.strangers(person),
            });
            progress()?;
        }
        for ((of, &person), own) in compared.iter_mut().zip(&labels).zip(&ranges) {
            of.other_clones_accepted = self.accepted(person, &clones, own);
        }
        Ok(compared)
    }

    /// The share of all clones but a person's `own` that are accepted as the person.
    fn accepted(&self, person: usize, clones: &[Vec<f32>], own: &Range<usize>) -> [Option<f64>; 2] {
        let others = clones.iter().enumerate().filter(|(at, _)| !own.contains(at));
        let accepted: Vec<_> = others.map(|(_, clone)| self.comparer.accepts(person, clone)).collect();
        [0, 1].map(|at| {
            let counted: Vec<bool> = accepted.iter().filter_map(|accepted| accepted[at]).collect();
            let count = counted.iter().filter(|is_accepted| **is_accepted).count();
            (!counted.is_empty()).then(|| count as f64 / counted.len() as f64)
        })
    }

    fn one(&self, person: usize, embedding: &[f32]) -> Comparison {
        let found = self.comparer.compare(person, embedding);
        Comparison {
            cosine: f64::from(found.cosine),
            nearer_strangers: found.nearer_strangers,
            rank: found.rank,
            accepted: found.accepted,
            accepted_by_others: found.accepted_by_others,
        }
    }

    /// Its part of the report, without totals.
    fn report(&self) -> NetworkReport {
        NetworkReport {
            role: self.role,
            name: self.name.clone(),
            network: self.ready.recognizer.facts().summary.clone(),
            file: self.ready.file.clone(),
            people: self.comparer.people() as u32,
            accuracy: self.ready.accuracy,
            comparisons: self.comparer.comparisons() as u64,
            thresholds: self.comparer.thresholds().map(|threshold| threshold.map(f64::from)),
            true_accepts: self.comparer.true_accepts(),
            totals: Default::default(),
        }
    }
}

/// Adds to identities what each network makes of them; the networks with their totals, and how far judges agree.
///
/// # Errors
/// If pictures cannot be read, or `progress` fails, which is called after each identity.
pub fn compare(
    networks: &[ComparingNetwork<'_>],
    identities: &mut [IdentityReport],
    pictures: &dyn Fn(usize) -> Result<IdentityPictures>,
    progress: &mut dyn FnMut() -> Result<()>,
) -> Result<(Vec<NetworkReport>, Vec<Agreement>)> {
    let names: Vec<String> = identities.iter().map(|identity| identity.name.clone()).collect();
    let mut reports = Vec::new();
    for network in networks {
        let compared = network.compare(&names, pictures, progress)?;
        identities.iter_mut().zip(compared).for_each(|(identity, compared)| identity.comparisons.push(compared));
        reports.push(network.report());
    }
    complete(&mut reports, identities);
    let agreements = agreements(&reports, identities);
    Ok((reports, agreements))
}

/// Fills in the totals of networks over these identities.
pub fn complete(networks: &mut [NetworkReport], identities: &[IdentityReport]) {
    for (at, network) in networks.iter_mut().enumerate() {
        network.totals = totals(identities, at);
    }
}
