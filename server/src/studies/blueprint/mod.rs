//! From finished runs and a study's configuration to its items: pure, and the same for the same seed.
//!
//! Every task has a file of its own that says which pictures its items show and which answer is right. Controls are
//! made in more copies than one participant gets, so that not everybody sees the same ones.

mod naturalness;
mod pairwise;
mod practice;
mod recognition;
mod same_person;
mod scene;
mod similarity;

pub use scene::{Picture, Scene, Source, shared_targets};

use super::results::measure::rating_scale;
use crate::store::studies::{ItemKind, NewItem, Objective};
use engine::dataset::stream;
use rand::seq::SliceRandom;
use wire::run::RunId;
use wire::study::config::{NaturalnessForm, Scale, StudyConfig, Task};

/// Controls of each kind for each target.
const SPARE: usize = 4;
/// Attention checks of a task.
const ATTENTION: usize = 8;

/// An item whose pictures have no names yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// What it shows.
    pub kind: ItemKind,
    /// The target identity; empty in practice.
    pub target: String,
    /// The run of its clones.
    pub run: Option<RunId>,
    /// The clones' numbers.
    pub clones: Vec<u32>,
    /// As in [`NewItem::stimuli`].
    pub pictures: Vec<Picture>,
    /// As in [`NewItem::candidates`].
    pub candidates: Vec<String>,
    /// As in [`NewItem::expected`].
    pub expected: Option<i32>,
    /// As in [`NewItem::objective`].
    pub objective: Vec<Objective>,
}

impl Draft {
    fn of(kind: ItemKind, target: &str, pictures: Vec<Picture>, expected: Option<i32>) -> Self {
        Self {
            kind,
            target: target.into(),
            run: None,
            clones: Vec::new(),
            pictures,
            candidates: Vec::new(),
            expected,
            objective: Vec::new(),
        }
    }

    fn about(mut self, clones: &[&scene::Clone]) -> Self {
        self.run = clones.first().map(|clone| clone.run.clone());
        self.clones = clones.iter().map(|clone| clone.index).collect();
        self.objective = clones.iter().map(|clone| clone.objective).collect();
        self
    }

    /// The item, once its pictures have names.
    pub fn into_item(self, task: u32, stimuli: Vec<String>) -> NewItem {
        let Self { kind, target, run, clones, pictures: _, candidates, expected, objective } = self;
        NewItem { task, kind, target, run, clones, stimuli, candidates, expected, objective }
    }
}

/// All items of a study, task by task.
pub fn drafts(config: &StudyConfig, scene: &Scene) -> Vec<Vec<Draft>> {
    (0..).zip(&config.tasks).map(|(number, block)| of_task(config.seed, number, block.task, scene)).collect()
}

fn of_task(seed: u64, number: u64, task: Task, scene: &Scene) -> Vec<Draft> {
    let mut random = stream(seed, "items", &[number]);
    let mut drafts = match task {
        Task::Similarity { scale } => similarity::drafts(ends(scale), scene, &mut random),
        Task::Recognition { candidates } => recognition::drafts(candidates as usize, scene, &mut random),
        Task::Naturalness { form } => naturalness::drafts(form, scene, &mut random),
        Task::Pairwise => pairwise::drafts(scene, &mut random),
        Task::SamePerson => same_person::drafts(scene, &mut random),
    };
    let checks = attention(&drafts, answers(task), &mut random);
    drafts.extend(checks);
    drafts.extend(practice::drafts(task, seed));
    drafts
}

/// Items about clones that say which answer to give, every answer in turn.
fn attention(drafts: &[Draft], answers: Vec<i32>, random: &mut impl rand::Rng) -> Vec<Draft> {
    let mut clones: Vec<&Draft> = drafts.iter().filter(|draft| draft.kind == ItemKind::Clone).collect();
    clones.shuffle(random);
    let mut answers = answers;
    answers.shuffle(random);
    let checks = clones.into_iter().zip(answers.into_iter().cycle()).take(ATTENTION);
    checks
        .map(|(draft, answer)| Draft {
            kind: ItemKind::Attention,
            run: None,
            clones: Vec::new(),
            objective: Vec::new(),
            expected: Some(answer),
            ..draft.clone()
        })
        .collect()
}

/// Answers that can be asked for in an attention check. Of a scale those away from the middle, where nobody ends by not
/// reading.
pub fn answers(task: Task) -> Vec<i32> {
    match task {
        Task::Similarity { scale: Scale::FivePoint } => vec![1, 2, 4, 5],
        Task::Similarity { scale: Scale::NinePoint } => vec![1, 2, 3, 7, 8, 9],
        Task::Similarity { scale: Scale::Hundred } => vec![10, 20, 80, 90],
        Task::Recognition { candidates } => (0..candidates as i32).collect(),
        Task::Naturalness { form: NaturalnessForm::FivePoint } => vec![1, 2, 4, 5],
        Task::Naturalness { form: NaturalnessForm::RealOrFake { .. } } | Task::Pairwise | Task::SamePerson => {
            vec![0, 1]
        }
    }
}

/// The lowest and the highest answer of a scale.
pub fn ends(scale: Scale) -> [i32; 2] {
    // Whole numbers on every scale.
    rating_scale(scale).ends().map(|end| end as i32)
}

#[cfg(test)]
mod tests;
