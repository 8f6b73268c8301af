//! Model inversion: a search for images of which the recognizer says "this is that person" (paper, section 3).
//!
//! The attack is given the target recognizer, a class, seed images and settings: nothing else. How it searches is a method:
//! [descent] along the gradient, or evolutionary search, which has [access](access::Access) to scores alone. What it moves
//! are [parameters], and what it minimises is an [objective]; a setting chooses among them.

pub mod access;
pub mod descent;
mod evolution;
mod group;
mod method;
pub mod objective;
pub mod parameters;
mod seeds;
mod settings;
mod stopping;

pub use descent::{bytes_of_a_clone, bytes_of_a_step};
pub use evolution::StrategyKind;
pub use seeds::{average_faces, seed_images};
pub use settings::{AttackSettings, MethodKind, ObjectiveKind, OptimizerKind, ParametersKind};

use crate::pixels::Pictures;
use crate::recognizer::Recognizer;
use descent::{Batches, most_at_once, pieces, shares};
use evolution::Evolution;
use method::{Method, Reports};
use parameters::Parameters;
use std::ops::ControlFlow;
use std::sync::Arc;

/// What to attack, from where, and how.
#[derive(Clone, Debug)]
pub struct Attack<'a> {
    /// The class of the target identity.
    pub target: usize,
    /// Where the clones start: one seed image for each clone.
    pub seeds: &'a Pictures,
    /// What is moved; of the kind that the settings say.
    pub parameters: &'a dyn Parameters,
    /// How.
    pub settings: &'a AttackSettings,
    /// Random transforms follow from it.
    pub seed: u64,
}

/// The state of all clones of a target after a step, or after a generation of an evolutionary search.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Steps taken; 0 is the seed.
    pub iteration: u32,
    /// A snapshot is due: by the interval of the settings, or with the end.
    pub is_due: bool,
    /// Loss of each clone (objective plus penalties). A clone that has stopped keeps its last one.
    pub losses: Vec<f32>,
    /// Confidence of the target recognizer in each clone, in [0,1], as the attack sees it (through its transforms).
    pub scores: Vec<f32>,
    /// Images that the recognizer was shown so far, of all clones together.
    pub queries: u64,
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
    /// Images that the recognizer was shown for all of them.
    pub queries: u64,
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
/// If the target is no class of the recognizer.
pub fn invert(recognizer: &Recognizer, attack: &Attack<'_>, observer: AttackObserver<'_>) -> Option<Clones> {
    invert_together(recognizer, std::slice::from_ref(attack), &mut |_: usize, step: Step| observer(step))?.pop()
}

/// Attacks several targets as one batch, for a device that one target's clones do not fill; each gets the clones that it
/// would get alone, up to the rounding of a device whose sums depend on the size of the batch. `None` when the observer
/// said stop. All attacks have the settings of the first. Of more clones than a device does at once, some take each step after
/// the others, which needs less memory and makes the same.
///
/// # Panics
/// If there is no attack, or a target is no class of the recognizer.
pub fn invert_together(
    recognizer: &Recognizer,
    attacks: &[Attack<'_>],
    observer: &mut dyn AttacksObserver,
) -> Option<Vec<Clones>> {
    assert!(!attacks.is_empty(), "there is a target");
    for attack in attacks {
        assert!(attack.target < recognizer.classes().len(), "the target is registered");
    }
    match attacks[0].settings.method {
        MethodKind::Descent => in_batches(recognizer, attacks, most_at_once(recognizer.device()), observer),
        MethodKind::Evolution(kind) => drive(Box::new(Evolution::new(recognizer, attacks, kind)), observer),
    }
}

/// A descent of which at most so many clones take a step at once.
fn in_batches(
    recognizer: &Recognizer,
    attacks: &[Attack<'_>],
    most: usize,
    observer: &mut dyn AttacksObserver,
) -> Option<Vec<Clones>> {
    let half = attacks[0].settings.half_precision.then(|| in_half(recognizer, attacks)).flatten();
    let pieces = pieces(attacks, most);
    let shares = shares(attacks, &pieces);
    drive(Box::new(Batches::new(half.as_ref().unwrap_or(recognizer), &shares, &pieces)), observer)
}

fn drive(mut method: Box<dyn Method + '_>, observer: &mut dyn AttacksObserver) -> Option<Vec<Clones>> {
    while !method.is_over() {
        let reports = method.step(&mut |at, is_due| observer.wants_pictures(at, is_due));
        if report(reports, observer).is_break() {
            return None;
        }
    }
    let (reports, clones) = method.finish();
    match report(reports, observer) {
        ControlFlow::Continue(()) => Some(clones),
        ControlFlow::Break(()) => None,
    }
}

fn report(reports: Reports, observer: &mut dyn AttacksObserver) -> ControlFlow<()> {
    reports.into_iter().try_for_each(|(at, step)| observer.step(at, step))
}

/// The recognizer in half precision, if its scores of all seed images agree.
fn in_half(recognizer: &Recognizer, attacks: &[Attack<'_>]) -> Option<Recognizer> {
    let half = recognizer.in_half()?;
    attacks.iter().all(|attack| half.farthest_score(recognizer, attack.seeds) <= AGREEMENT).then_some(half)
}

#[cfg(test)]
mod tests;
