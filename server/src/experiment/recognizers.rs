//! The recognizers' stages: load one, take a trained one from the cache, or train it.

use super::enrolment::enrol;
use super::events::Event;
use super::faces::Faces;
use super::folder::RunFolder;
use super::network_file::is_unregistered;
use super::plan::Plan;
use super::progress::Progress;
use super::role::Role;
use super::training::{TrainingRecord, TrainingTask, point};
use crate::files;
use anyhow::{Context, Result, bail};
use engine::device::Chosen;
use engine::recognizer::{Recognizer, artifact};
use std::fs;
use std::path::Path;
use view_model::method::from_cache;

/// A recognizer of a run, and what the report says of it.
pub struct ReadyRecognizer {
    /// Frozen, on the run's device.
    pub recognizer: Recognizer,
    /// Its weights, relative to the run's folder.
    pub file: String,
    /// Held-out accuracy in [0,1], if known.
    pub accuracy: Option<f64>,
    /// How many people are registered by templates that were brought.
    pub given_templates: u32,
    /// Seconds of training; 0 when loaded.
    pub seconds: f64,
    /// Mean training loss of the last epoch; `None` when loaded.
    pub loss: Option<f64>,
    /// An earlier run trained it, and left it in the cache.
    pub is_from_cache: bool,
    /// When training ended, if known.
    pub trained_ms: Option<u64>,
}

/// The recognizer of a role: from the run's folder, the configuration's file, the cache, or training.
pub fn ready(
    role: Role,
    plan: &Plan,
    faces: &Faces,
    folder: &RunFolder,
    device: &Chosen,
    progress: &mut Progress<'_>,
) -> Result<ReadyRecognizer> {
    let mut are_epochs_reported = false;
    if role.present(folder).is_none() {
        let here = folder.path(&role.file());
        match plan.loaded(role) {
            Some(given) if is_unregistered(&given) => enrol(role, &given, faces, folder, device, progress)?,
            Some(given) if has_templates(&given) => copy_artifact(&given, &folder.path(&role.network()))?,
            Some(given) => copy_artifact(&given, &here)?,
            None => {
                let task = TrainingTask::new(role, plan, faces, folder, device);
                are_epochs_reported = from_cache_or_training(plan, &task, &here, progress)?;
            }
        }
    }
    let file = role.present(folder).unwrap_or_else(|| role.file());
    let here = folder.path(&file);
    // Only now, and whatever gave the weights: training may have been cut off between its last step and this one.
    folder.remove(&role.checkpoint())?;
    let loaded = artifact::load(&here, device.device())?;
    let record: TrainingRecord = folder.read_json(&role.training_record())?.unwrap_or_default();
    let TrainingRecord { seconds, trained_ms, is_from_cache, .. } = record;
    if is_from_cache {
        let origin = from_cache(seconds, trained_ms);
        progress.emit(Event::Note(format!("The {} was {origin}.", role.noun())))?;
    }
    for figures in record.epochs.iter().filter(|_| !are_epochs_reported) {
        progress.emit(Event::Epoch(point(role, *figures, record.epochs.len() as u32, is_from_cache)))?;
    }
    let loss = record.epochs.last().map(|figures| figures.loss);
    for target in &faces.split.targets {
        if loaded.recognizer.label(target).is_none() {
            bail!(
                "{} does not know target {target}; name targets that both recognizers know in split.target_names",
                here.display()
            );
        }
    }
    let (recognizer, accuracy) = (loaded.recognizer, loaded.description.accuracy());
    let given_templates = loaded.description.given_templates();
    Ok(ReadyRecognizer { recognizer, file, accuracy, given_templates, seconds, loss, is_from_cache, trained_ms })
}

/// Copies the recognizer from the cache, or trains it. True if training has reported its epochs.
fn from_cache_or_training(
    plan: &Plan,
    task: &TrainingTask<'_>,
    here: &Path,
    progress: &mut Progress<'_>,
) -> Result<bool> {
    let cached = plan.cache().join("recognizers").join(format!("{}.safetensors", task.weights_name()));
    let record_of = |weights: &Path| weights.with_extension("training.json");
    if cached.is_file() {
        let record = fs::read(record_of(&cached)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        task.note_cached(record.unwrap_or_default())?;
        copy_artifact(&cached, here)?;
        return Ok(false);
    }
    let record = task.learn(progress)?;
    // Before the cache has the weights: a run that is killed in between must not take its own for another's.
    progress.emit(Event::Kept)?;
    // Of several devices, none would give these weights again.
    if record.devices.len() == 1 {
        copy(&record_of(here), &record_of(&cached))?;
        copy_artifact(here, &cached)?;
    }
    Ok(true)
}

fn has_templates(file: &Path) -> bool {
    artifact::templates_of(file).is_file()
}

/// Copies weights, templates and description; the weights last, since their presence says that all is there.
fn copy_artifact(from: &Path, to: &Path) -> Result<()> {
    if has_templates(from) {
        copy(&artifact::templates_of(from), &artifact::templates_of(to))?;
    }
    copy(&from.with_extension("json"), &to.with_extension("json"))?;
    copy(from, to)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let bytes = fs::read(from).with_context(|| format!("cannot read {}", from.display()))?;
    files::write(to, &bytes)
}
