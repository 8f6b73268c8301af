//! The stages of the attack: seed images, then each target identity.

use super::events::Event;
use super::faces::Faces;
use super::folder::RunFolder;
use super::plan::Plan;
use super::progress::{Progress, Stopped};
use anyhow::{Result, anyhow};
use engine::inversion::{Attack, invert, seed_images};
use engine::pixels::Pictures;
use engine::recognizer::Recognizer;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use std::time::Instant;

/// Real faces kept beside the clones for people to compare with.
const SHOWN_FACES: usize = 3;

/// How an attack on one identity went; its presence says that all its clones are written.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AttackStory {
    /// Steps that each clone took.
    pub steps: Vec<u32>,
    /// Seconds of all its clones together.
    pub seconds: f64,
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

/// Attacks one target, unless its clones are there already.
pub fn attack(
    plan: &Plan,
    index: usize,
    name: &str,
    recognizer: &Recognizer,
    folder: &RunFolder,
    progress: &mut Progress<'_>,
) -> Result<AttackStory> {
    let story_file = format!("attacks/{name}.json");
    if let Some(story) = folder.read_json(&story_file)? {
        return Ok(story);
    }
    let clones = plan.config().attack.clones as usize;
    let seeds = folder.read_pictures("seeds", name, clones, recognizer.architecture().input as u32)?;
    let target = recognizer.label(name).ok_or_else(|| anyhow!("the target recognizer does not know {name}"))?;
    // Every target has random transforms of its own.
    let seed = plan.config().seed.wrapping_add(index as u64);
    let attack = Attack { target, seeds: &seeds, settings: plan.attack(), seed };
    let started = Instant::now();
    let most = u64::from(plan.attack().max_steps);
    let mut observer = |step: engine::inversion::Step| {
        let told = progress.at(u64::from(step.iteration), most, "steps");
        match told.and_then(|()| progress.tell(Event::Step { target: index, step: &step })) {
            Ok(()) => ControlFlow::Continue(()),
            Err(Stopped) => ControlFlow::Break(()),
        }
    };
    let made = invert(recognizer, &attack, &mut observer).ok_or(Stopped)?;
    let story = AttackStory { steps: made.steps, seconds: started.elapsed().as_secs_f64() };
    folder.write_pictures("clones", name, &made.pictures)?;
    folder.write_json(&story_file, &story)?;
    Ok(story)
}
