//! Model inversion: a search for images that the recognizer takes for a chosen person (paper, section 3).
//!
//! An attack is given the target recognizer, a class, seed images and settings, and nothing else. It searches by
//! gradient [descent] or by evolution, which has [access](access::Access) to scores alone; it moves [parameters] and
//! minimises an [objective]. Settings choose among them.

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

/// An attack: its target, its start, and its settings.
#[derive(Clone, Debug)]
pub struct Attack<'a> {
    /// The class of the target identity.
    pub target: usize,
    /// The seed images, one for each clone.
    pub seeds: &'a Pictures,
    /// The parameters to search, of the kind that the settings name.
    pub parameters: &'a dyn Parameters,
    /// The settings.
    pub settings: &'a AttackSettings,
    /// Seeds the random transforms and populations.
    pub seed: u64,
}

/// The state of all clones of a target after a step, or after a generation of an evolutionary search.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Steps taken; 0 is the seed.
    pub iteration: u32,
    /// Whether a snapshot is due, by the interval of the settings or because the attack ended.
    pub is_due: bool,
    /// Loss of each clone (objective plus penalties). Stopped clones keep their last one.
    pub losses: Vec<f32>,
    /// Score of each clone by the target recognizer, in [0,1], as the attack sees it (through its transforms).
    pub scores: Vec<f32>,
    /// Images shown to the recognizer so far, for all clones together.
    pub queries: u64,
}

/// The result of an attack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clones {
    /// One clone for each seed.
    pub pictures: Pictures,
    /// Steps that each clone took.
    pub steps: Vec<u32>,
    /// Images shown to the recognizer, for all clones together.
    pub queries: u64,
    /// Whether the recognizer computed in half precision.
    pub is_half: bool,
}

/// Half precision is used if no score of a seed image differs by more than this from single precision.
const AGREEMENT: f32 = 1e-2;

/// Brings pictures of all clones of a target to the host, as they are at a step.
pub type Look<'a> = &'a mut dyn FnMut() -> Arc<Pictures>;

/// Watches an attack; its answer says whether to continue.
pub type AttackObserver<'a> = &'a mut dyn FnMut(&Step, Look<'_>) -> ControlFlow<()>;

/// Watches attacks on several targets.
pub trait AttacksObserver {
    /// Receives a step of the attack with this index, and looks at its clones if it wants to; pictures that nobody
    /// looks at are not copied from the device. The answer says whether to continue.
    fn step(&mut self, at: usize, step: &Step, look: Look<'_>) -> ControlFlow<()>;
}

impl<F: FnMut(usize, &Step, Look<'_>) -> ControlFlow<()>> AttacksObserver for F {
    fn step(&mut self, at: usize, step: &Step, look: Look<'_>) -> ControlFlow<()> {
        self(at, step, look)
    }
}

/// Attacks one target identity. Clones are independent. `None` if the observer stopped it.
///
/// # Panics
/// If the target is not a class of the recognizer.
pub fn invert(recognizer: &Recognizer, attack: &Attack<'_>, observer: AttackObserver<'_>) -> Option<Clones> {
    invert_together(recognizer, std::slice::from_ref(attack), &mut |_: usize, step: &Step, look: Look<'_>| {
        observer(step, look)
    })?
    .pop()
}

/// Attacks several targets as one batch, for a device that the clones of one target do not fill. Each target gets the
/// clones that it would get alone, up to rounding on devices whose sums depend on the batch size. `None` if the
/// observer stopped it. All attacks use the settings of the first. If there are more clones than a device computes at
/// once, they take each step in groups, which saves memory and changes no result.
///
/// # Panics
/// If there is no attack, or a target is not a class of the recognizer.
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

/// A descent in which at most `most` clones take a step at once.
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
    match run(&mut *method, observer) {
        ControlFlow::Continue(()) => Some(method.clones()),
        ControlFlow::Break(()) => None,
    }
}

fn run(method: &mut dyn Method, observer: &mut dyn AttacksObserver) -> ControlFlow<()> {
    while !method.is_over() {
        let measured = method.measure();
        report(method, measured, observer)?;
        let ended = method.advance();
        report(method, ended, observer)?;
    }
    let ended = method.stop();
    report(method, ended, observer)
}

fn report(method: &mut dyn Method, reports: Reports, observer: &mut dyn AttacksObserver) -> ControlFlow<()> {
    reports.into_iter().try_for_each(|(at, step)| observer.step(at, &step, &mut || method.pictures(at)))
}

/// The recognizer in half precision, if its scores of all seed images agree.
fn in_half(recognizer: &Recognizer, attacks: &[Attack<'_>]) -> Option<Recognizer> {
    let half = recognizer.in_half()?;
    attacks.iter().all(|attack| half.farthest_score(recognizer, attack.seeds) <= AGREEMENT).then_some(half)
}

#[cfg(test)]
mod tests;
