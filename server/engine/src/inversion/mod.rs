//! Model inversion: gradient descent on an image until the recognizer says "this is that person" (paper, section 3).
//!
//! The attack is given the target recognizer, a class, seed images and settings: nothing else. An
//! [objective](objective::Objective), a [prior](prior::Prior), a [transform](transform::Transform) and an
//! [optimizer](optimizer::Optimizer) are each one small file; a setting chooses among them.

mod batches;
mod descent;
mod log_scores;
pub mod objective;
pub mod optimizer;
mod party;
mod presets;
pub mod prior;
mod seeds;
mod settings;
mod stopping;
pub mod transform;

pub use batches::{bytes_of_a_clone, bytes_of_a_step};
pub use presets::Preset;
pub use seeds::{average_faces, seed_images};
pub use settings::{AttackSettings, ObjectiveKind, OptimizerKind};

use crate::pixels::Pictures;
use crate::recognizer::Recognizer;
use batches::{Batches, most_at_once, pieces, shares};
use std::ops::ControlFlow;
use std::sync::Arc;

/// What to attack, from where, and how.
#[derive(Clone, Debug)]
pub struct Attack<'a> {
    /// The class of the target identity.
    pub target: usize,
    /// Where the clones start: one seed image for each clone.
    pub seeds: &'a Pictures,
    /// How.
    pub settings: &'a AttackSettings,
    /// Random transforms follow from it.
    pub seed: u64,
}

/// The state of all clones after a step.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Steps taken; 0 is the seed.
    pub iteration: u32,
    /// A snapshot is due: by the interval of the settings, or with the end.
    pub is_due: bool,
    /// Loss of each clone (objective plus priors). A clone that has stopped keeps its last one.
    pub losses: Vec<f32>,
    /// Confidence of the target recognizer in each clone, in [0,1], as the attack sees it (through its transforms).
    pub scores: Vec<f32>,
    /// The clones, where they are wanted, and with the end.
    pub pictures: Option<Arc<Pictures>>,
}

/// What an attack made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clones {
    /// One picture for each seed.
    pub pictures: Pictures,
    /// Steps that each clone took.
    pub steps: Vec<u32>,
    /// The recognizer was asked in half precision.
    pub is_half: bool,
}

/// Scores in half and in single precision agree when no score of a seed image differs by more.
const AGREEMENT: f32 = 1e-2;

/// Watches an attack; the answer says whether to go on.
pub type AttackObserver<'a> = &'a mut dyn FnMut(Step) -> ControlFlow<()>;

/// Watches attacks on several targets.
pub trait AttacksObserver {
    /// How the attack at this place among the attacks stands; the answer says whether to go on.
    fn step(&mut self, at: usize, step: Step) -> ControlFlow<()>;

    /// Whether pictures are wanted before the next step; `is_due` says whether a snapshot is due. Those that nobody wants are
    /// left where they are computed.
    fn wants_pictures(&mut self, at: usize, is_due: bool) -> bool {
        let _ = at;
        is_due
    }
}

/// Whether pictures of the attack at a place are wanted; told whether a snapshot is due.
type Wants<'a> = &'a mut dyn FnMut(usize, bool) -> bool;

impl<F: FnMut(usize, Step) -> ControlFlow<()>> AttacksObserver for F {
    fn step(&mut self, at: usize, step: Step) -> ControlFlow<()> {
        self(at, step)
    }
}

/// Attacks one target identity; each clone is on its own. `None` when the observer said stop.
///
/// # Panics
/// If the target is no class of the recognizer, or the seeds are not of its input size.
pub fn invert(recognizer: &Recognizer, attack: &Attack<'_>, observer: AttackObserver<'_>) -> Option<Clones> {
    invert_together(recognizer, std::slice::from_ref(attack), &mut |_: usize, step: Step| observer(step))?.pop()
}

/// Attacks several targets as one batch, for a device that one target's clones do not fill; each gets the clones that it
/// would get alone, up to the rounding of a device whose sums depend on the size of the batch. `None` when the observer
/// said stop. All attacks have the settings of the first. Of more clones than a device does at once, some take each step after
/// the others, which needs less memory and makes the same.
///
/// # Panics
/// If there is no attack, a target is no class of the recognizer, or seeds are not of its input size.
pub fn invert_together(
    recognizer: &Recognizer,
    attacks: &[Attack<'_>],
    observer: &mut dyn AttacksObserver,
) -> Option<Vec<Clones>> {
    assert!(!attacks.is_empty(), "there is a target");
    for attack in attacks {
        assert!(attack.target < recognizer.classes().len(), "the target is registered");
        assert_eq!(
            attack.seeds.size as usize,
            recognizer.architecture().input,
            "seeds are of the network's input size"
        );
    }
    in_batches(recognizer, attacks, most_at_once(recognizer.device()), observer)
}

/// At most so many clones take a step at once.
fn in_batches(
    recognizer: &Recognizer,
    attacks: &[Attack<'_>],
    most: usize,
    observer: &mut dyn AttacksObserver,
) -> Option<Vec<Clones>> {
    let half = attacks[0].settings.half_precision.then(|| in_half(recognizer, attacks)).flatten();
    let pieces = pieces(attacks, most);
    let shares = shares(attacks, &pieces);
    let mut batches = Batches::new(half.as_ref().unwrap_or(recognizer), &shares, &pieces);
    while batches.is_under_way() {
        let told = batches.step(&mut |at, is_due| observer.wants_pictures(at, is_due));
        if tell(told, observer).is_break() {
            return None;
        }
    }
    let (told, clones) = batches.finish();
    match tell(told, observer) {
        ControlFlow::Continue(()) => Some(clones),
        ControlFlow::Break(()) => None,
    }
}

fn tell(told: Vec<(usize, Step)>, observer: &mut dyn AttacksObserver) -> ControlFlow<()> {
    told.into_iter().try_for_each(|(at, step)| observer.step(at, step))
}

/// The recognizer in half precision, if its scores of all seed images agree.
fn in_half(recognizer: &Recognizer, attacks: &[Attack<'_>]) -> Option<Recognizer> {
    let half = recognizer.in_half()?;
    attacks.iter().all(|attack| half.farthest_score(recognizer, attack.seeds) <= AGREEMENT).then_some(half)
}

#[cfg(test)]
mod tests;
