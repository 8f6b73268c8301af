//! The stages of the attack: seed images, then each target identity.

use super::SIZE;
use super::events::Event;
use super::faces::Faces;
use super::folder::RunFolder;
use super::plan::Plan;
use super::progress::{Progress, Stopped};
use anyhow::{Result, anyhow};
use engine::device::Kind;
use engine::inversion::parameters::Parameters;
use engine::inversion::{Attack, AttacksObserver, Clones, Look, MethodKind, Step, invert_together, seed_images};
use engine::pixels::Pictures;
use engine::recognizer::Recognizer;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use std::time::Instant;

/// Real faces kept beside the clones for people to compare with.
const SHOWN_FACES: usize = 8;

/// Clones that a graphics device computes at the same time before it is full; a guess, not measured on any card yet.
const FILLING: u32 = 512;

/// How an attack on one identity went; its presence says that all its clones are written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AttackRecord {
    /// Steps that each clone took.
    pub steps: Vec<u32>,
    /// Seconds of all its clones together.
    pub seconds: f64,
    /// Images that the recognizer was shown for all its clones.
    #[serde(default)]
    pub queries: u64,
}

/// Whether all clones of an identity are written.
pub fn is_done(folder: &RunFolder, name: &str) -> Result<bool> {
    Ok(folder.read_json::<AttackRecord>(&record_file(name))?.is_some())
}

/// Writes every target's seed images and some of its real faces.
pub fn seeds(plan: &Plan, faces: &Faces, folder: &RunFolder, progress: &mut Progress<'_>) -> Result<()> {
    let config = plan.config();
    let (clones, averaged) = (config.attack.clones as usize, config.attack.seed_faces as usize);
    let total = faces.split.targets.len() as u64;
    for (index, name) in faces.split.targets.iter().enumerate() {
        let seeds = seed_images(&faces.public, averaged, clones, config.seed, name);
        folder.write_pictures("seeds", name, &seeds)?;
        let shown = Pictures { size: faces.store.size(), bytes: faces.shown(name, SHOWN_FACES).concat() };
        folder.write_pictures("faces", name, &shown)?;
        progress.at(index as u64 + 1, total, "identities")?;
    }
    Ok(())
}

/// How many real faces of an identity [`seeds`] wrote.
pub fn shown_faces(faces: &Faces, name: &str) -> usize {
    faces.shown(name, SHOWN_FACES).len()
}

/// How many targets are attacked as one batch: on a graphics device as many as fill it, on the processor one, which
/// twenty clones keep busy.
pub fn together(kind: Kind, clones: u32) -> usize {
    match kind {
        Kind::Cpu => 1,
        Kind::Gpu => (FILLING / clones.max(1)).max(1) as usize,
    }
}

/// Attacks some targets as one batch, given the index of the first; those whose clones are there already are left out.
pub fn attack(
    plan: &Plan,
    first: usize,
    names: &[String],
    recognizer: &Recognizer,
    parameters: &dyn Parameters,
    folder: &RunFolder,
    progress: &mut Progress<'_>,
) -> Result<Vec<AttackRecord>> {
    let mut missing = Vec::new();
    for (at, name) in names.iter().enumerate() {
        if !is_done(folder, name)? {
            missing.push(Target::read(plan, first + at, name, recognizer, folder)?);
        }
    }
    if !missing.is_empty() {
        make(plan, &missing, recognizer, parameters, folder, progress)?;
    }
    let record =
        |name: &String| folder.read_json(&record_file(name))?.ok_or_else(|| anyhow!("{name} was not attacked"));
    names.iter().map(record).collect()
}

/// A target identity, ready to be attacked.
struct Target<'a> {
    index: usize,
    name: &'a str,
    label: usize,
    seeds: Pictures,
}

impl<'a> Target<'a> {
    fn read(plan: &Plan, index: usize, name: &'a str, recognizer: &Recognizer, folder: &RunFolder) -> Result<Self> {
        let clones = plan.config().attack.clones as usize;
        let seeds = folder.read_pictures("seeds", name, clones, SIZE)?;
        let label = recognizer.label(name).ok_or_else(|| anyhow!("the target recognizer does not know {name}"))?;
        Ok(Self { index, name, label, seeds })
    }

    fn attack<'b>(&'b self, plan: &'b Plan, parameters: &'b dyn Parameters) -> Attack<'b> {
        // Every target has random numbers of its own.
        let seed = plan.config().seed.wrapping_add(self.index as u64);
        Attack { target: self.label, seeds: &self.seeds, parameters, settings: plan.attack(), seed }
    }
}

/// Makes and writes the clones of some targets.
fn make(
    plan: &Plan,
    targets: &[Target<'_>],
    recognizer: &Recognizer,
    parameters: &dyn Parameters,
    folder: &RunFolder,
    progress: &mut Progress<'_>,
) -> Result<()> {
    let attacks: Vec<_> = targets.iter().map(|target| target.attack(plan, parameters)).collect();
    let (started, most) = (Instant::now(), u64::from(plan.attack().max_steps));
    let made = invert_together(recognizer, &attacks, &mut StepReporter { targets, most, unit: unit(plan), progress })
        .ok_or(Stopped)?;
    let seconds = started.elapsed().as_secs_f64();
    if plan.attack().half_precision && made.iter().any(|clones| !clones.is_half) {
        let text = "Half precision was asked for and not used: this device does not have it, or its scores differ.";
        progress.emit(Event::Note(text.into()))?;
    }
    let steps = |clones: &Clones| clones.steps.iter().map(|steps| f64::from(*steps)).sum::<f64>();
    let all_steps: f64 = made.iter().map(steps).sum();
    for (target, clones) in targets.iter().zip(made) {
        // Of what was done together, each has its share of the time.
        let seconds = seconds * steps(&clones) / all_steps.max(1.0);
        folder.write_pictures("clones", target.name, &clones.pictures)?;
        folder.write_json(
            &record_file(target.name),
            &AttackRecord { steps: clones.steps, seconds, queries: clones.queries },
        )?;
    }
    Ok(())
}

/// Reports steps as events.
struct StepReporter<'a, 'p> {
    targets: &'a [Target<'a>],
    /// Steps at most.
    most: u64,
    unit: &'static str,
    progress: &'a mut Progress<'p>,
}

impl AttacksObserver for StepReporter<'_, '_> {
    fn step(&mut self, at: usize, step: &Step, look: Look<'_>) -> ControlFlow<()> {
        let sent = self.progress.at(u64::from(step.iteration), self.most, self.unit);
        let event = Event::Step { target: self.targets[at].index, step, look };
        Progress::flow(sent.and_then(|()| self.progress.emit(event)))
    }
}

/// What an attack's progress is counted in.
pub fn unit(plan: &Plan) -> &'static str {
    match plan.attack().method {
        MethodKind::Descent => "steps",
        MethodKind::Evolution(_) => "generations",
    }
}

fn record_file(name: &str) -> String {
    format!("attacks/{name}.json")
}
