//! The people and pictures that a study can show: targets with photos, clones and seeds.

use crate::store::studies::Objective;
use engine::dataset::stream;
use rand::seq::index::sample;
use std::collections::BTreeSet;
use wire::report::{CloneReport, IdentityReport, Report};
use wire::run::RunId;
use wire::study::config::{CloneChoice, StudyConfig};

/// A finished run.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its id.
    pub run: RunId,
    /// Its report.
    pub report: Report,
}

/// A picture that a study shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Picture {
    /// A file of a run's folder.
    OfRun {
        /// The run.
        run: RunId,
        /// Relative to its folder.
        file: String,
    },
    /// A drawn person, for practice.
    Drawn {
        /// Which person.
        person: u64,
        /// Which picture of them.
        image: u64,
    },
}

/// A chosen clone.
#[derive(Clone, Debug)]
pub struct Clone {
    /// Its run.
    pub run: RunId,
    /// Its index there.
    pub index: u32,
    /// Its picture.
    pub picture: Picture,
    /// The recognizers' scores of it.
    pub objective: Objective,
}

/// A target.
#[derive(Clone, Debug)]
pub struct Person {
    /// The identity's name.
    pub name: String,
    /// Real photos.
    pub photos: Vec<Picture>,
    /// The chosen clones of all runs.
    pub clones: Vec<Clone>,
    /// Bare seeds.
    pub seeds: Vec<Picture>,
}

/// All targets of a study.
#[derive(Clone, Debug)]
pub struct Scene(pub Vec<Person>);

impl Scene {
    /// The targets of `config`, which must be in every source.
    pub fn new(config: &StudyConfig, sources: &[Source]) -> Self {
        let names = if config.targets.is_empty() { shared_targets(sources) } else { config.targets.clone() };
        Self(names.into_iter().map(|name| person(config, sources, name)).collect())
    }

    /// Everybody but the person at `at`.
    pub fn others(&self, at: usize) -> Vec<&Person> {
        self.0.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, person)| person).collect()
    }
}

/// Targets that all runs attacked, in the order of the first.
pub fn shared_targets(sources: &[Source]) -> Vec<String> {
    let names = |source: &Source| source.report.identities.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    let Some((first, others)) = sources.split_first() else { return Vec::new() };
    let others: Vec<BTreeSet<String>> = others.iter().map(|source| names(source).into_iter().collect()).collect();
    names(first).into_iter().filter(|name| others.iter().all(|known| known.contains(name))).collect()
}

fn person(config: &StudyConfig, sources: &[Source], name: String) -> Person {
    let mut person = Person { photos: Vec::new(), clones: Vec::new(), seeds: Vec::new(), name };
    for (number, source) in (0..).zip(sources) {
        let Some(identity) = source.report.identities.iter().find(|one| one.name == person.name) else { continue };
        let of_run = |file: &String| Picture::OfRun { run: source.run.clone(), file: file.clone() };
        if person.photos.is_empty() {
            person.photos = identity.real_faces.iter().map(of_run).collect();
        }
        for index in chosen(config, number, identity) {
            let clone = &identity.clones[index];
            let run = source.run.clone();
            let picture = of_run(&clone.file);
            person.clones.push(Clone { run, index: index as u32, picture, objective: objective(clone) });
            person.seeds.extend(identity.seed.seeds.get(index).map(|seed| of_run(&seed.file)));
        }
    }
    person
}

/// Numbers of the chosen clones of one target of one run, in their order.
fn chosen(config: &StudyConfig, source: u64, identity: &IdentityReport) -> Vec<usize> {
    let all = identity.clones.len();
    let best = |count: u32, score: fn(&CloneReport) -> f64| {
        let mut order: Vec<usize> = (0..all).collect();
        // A stable sort, so that among equals the earliest is taken.
        order.sort_by(|left, right| score(&identity.clones[*right]).total_cmp(&score(&identity.clones[*left])));
        order.truncate(count as usize);
        order
    };
    let mut chosen = match config.clones {
        CloneChoice::All => (0..all).collect(),
        CloneChoice::Random { per_target } => {
            let mut random = stream(config.seed, &format!("clones of {}", identity.name), &[source]);
            sample(&mut random, all, all.min(per_target as usize)).into_vec()
        }
        CloneChoice::BestByTarget { per_target } => best(per_target, |clone| clone.target_score),
        CloneChoice::Oracle { per_target } => best(per_target, |clone| clone.evaluation_score),
    };
    chosen.sort_unstable();
    chosen
}

fn objective(clone: &CloneReport) -> Objective {
    Objective {
        target_score: clone.target_score,
        evaluation_score: clone.evaluation_score,
        evaluation_rank: clone.evaluation_rank,
    }
}
