//! Training one recognizer of a run, taken up where it was left.

use super::events::Event;
use super::faces::Faces;
use super::folder::RunFolder;
use super::plan::Plan;
use super::progress::{Progress, Stopped};
use super::role::Role;
use crate::remedy::OrRemedy;
use crate::time::now_ms;
use anyhow::{Context, Result, anyhow};
use engine::device::Chosen;
use engine::recognizer::training::{
    Checkpoint, EpochFigures, Trained, TrainingData, TrainingEvent, TrainingSettings, train,
};
use engine::recognizer::{Architecture, artifact};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use wire::live::EpochPoint;

/// Between two checkpoints, however short an epoch is: no more than this is lost when the program is killed. A checkpoint
/// of 80 MB takes a fraction of a second, and the store still has those of the last ten minutes.
const KEEP_EVERY: Duration = Duration::from_secs(100);

/// The version of what training makes of the same images and settings.
const VERSION: u32 = 3;

/// How a recognizer was trained; kept beside its weights, in the cache and in the run folder.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct TrainingRecord {
    /// Training time.
    pub seconds: f64,
    /// Figures of each epoch.
    pub epochs: Vec<EpochFigures>,
    /// The devices that trained it, in order.
    #[serde(default)]
    pub devices: Vec<String>,
    /// When training ended, milliseconds since 1970 (UTC).
    #[serde(default)]
    pub trained_ms: Option<u64>,
    /// An earlier run trained it, and left it in the cache.
    #[serde(default)]
    pub is_from_cache: bool,
}

/// Data and settings of a training.
pub struct TrainingTask<'a> {
    role: Role,
    architecture: Architecture,
    classes: Vec<String>,
    settings: TrainingSettings,
    data: TrainingData<'a>,
    /// Names all of that: architecture, classes, settings, and each image by its pixels.
    name: String,
    folder: &'a RunFolder,
    device: &'a Chosen,
}

impl<'a> TrainingTask<'a> {
    /// The training of the recognizer with this role.
    pub fn new(role: Role, plan: &Plan, faces: &'a Faces, folder: &'a RunFolder, device: &'a Chosen) -> Self {
        let classes = role.classes(&faces.split);
        let (training, held_out) = faces.samples(&classes);
        let data = TrainingData { faces: &faces.store, training, held_out };
        let (architecture, settings) = (Architecture::paper(classes.len()), plan.training(role.stream()));
        let mut hasher = Sha256::new_with_prefix(format!("{VERSION}\0{architecture:?}\0{classes:?}\0{settings:?}"));
        for (part, samples) in [("training", &data.training), ("held out", &data.held_out)] {
            hasher.update(format!("\0{part}"));
            for sample in samples {
                hasher.update(format!("\0{} {}", sample.label, faces.hash(sample.image)));
            }
        }
        let name = hex::encode(hasher.finalize())[..32].to_owned();
        Self { role, architecture, classes, settings, data, name, folder, device }
    }

    /// Names the weights that training would give: other devices round otherwise.
    pub fn weights_name(&self) -> String {
        let all = format!("{}\0{:?}", self.name, (self.device.kind, &self.device.name));
        hex::encode(Sha256::digest(all))[..32].to_owned()
    }

    /// Notes how a recognizer came to be that is taken from the cache.
    pub fn note_cached(&self, record: TrainingRecord) -> Result<()> {
        self.folder.write_json(&self.role.training_record(), &TrainingRecord { is_from_cache: true, ..record })
    }

    /// Trains, and writes weights and description into the run's folder.
    pub fn learn(&self, progress: &mut Progress<'_>) -> Result<TrainingRecord> {
        let from = self.checkpoint(progress)?;
        let record = self.record(from.as_ref(), progress)?;
        let (before, now) = (record.seconds, Instant::now());
        let mut monitor =
            TrainingMonitor { task: self, progress, record, before, started: now, kept: now, failure: None };
        let observer = &mut |event: TrainingEvent<'_>| monitor.observe(event);
        let trained = train(&self.architecture, &self.data, &self.settings, self.device.device(), from, observer);
        let Some(trained) = trained else { return Err(monitor.failure.unwrap_or_else(|| Stopped.into())) };
        let record = TrainingRecord { seconds: monitor.seconds(), trained_ms: Some(now_ms()), ..monitor.record };
        self.folder.write_json(&self.role.training_record(), &record)?;
        self.save(&trained)?;
        Ok(record)
    }

    /// What an earlier attempt left. What cannot be used is no reason to fail: training begins anew.
    fn checkpoint(&self, progress: &mut Progress<'_>) -> Result<Option<Checkpoint>> {
        let path = self.folder.path(&self.role.checkpoint());
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            read => read.with_context(|| format!("cannot read {}", path.display()))?,
        };
        match Checkpoint::from_bytes(&bytes, &self.architecture, &self.name) {
            Ok(checkpoint) => Ok(Some(checkpoint)),
            Err(error) => {
                let note = format!("Training begins anew, since {} cannot be used: {error}.", path.display());
                progress.emit(Event::Note(note))?;
                Ok(None)
            }
        }
    }

    /// The record of the training so far, whose epochs are reported again.
    fn record(&self, from: Option<&Checkpoint>, progress: &mut Progress<'_>) -> Result<TrainingRecord> {
        let mut record = TrainingRecord::default();
        if let Some(checkpoint) = from {
            record = self.folder.read_json(&self.role.training_record())?.unwrap_or_default();
            record.epochs = checkpoint.history().to_vec();
        }
        for figures in &record.epochs {
            progress.emit(Event::Epoch(point(self.role, *figures, self.settings.epochs, false)))?;
        }
        if record.devices.last() != Some(&self.device.name) {
            record.devices.push(self.device.name.clone());
        }
        if record.devices.len() > 1 {
            let devices = record.devices.join(", then on ");
            let whose = self.role.noun();
            let note = format!(
                "The {whose} is trained on {devices}: devices round differently, so that other runs will not \
                 be given it."
            );
            progress.emit(Event::Note(note))?;
        }
        Ok(record)
    }

    /// Weights that are no numbers have no scores, and a checkpoint of them would fail every later try.
    fn lost(&self, epoch: u32) -> anyhow::Error {
        anyhow!(
            "training of the {} diverged in epoch {epoch}: its loss is no number any more; lower \
             training.learning_rate, which is {}",
            self.role.noun(),
            self.settings.learning_rate
        )
    }

    fn save(&self, trained: &Trained) -> Result<()> {
        let file = self.folder.path(&self.role.file());
        let accuracy = Some(trained.accuracy);
        artifact::save(&file, &trained.weights, &self.architecture, &self.classes, Some(&self.settings), accuracy)
            .or_remedy(|| format!("cannot write {}", file.display()))?;
        Ok(())
    }
}

/// Observes a training: reports its progress and saves checkpoints.
struct TrainingMonitor<'a, 'p> {
    task: &'a TrainingTask<'a>,
    progress: &'a mut Progress<'p>,
    record: TrainingRecord,
    /// Seconds of earlier attempts.
    before: f64,
    started: Instant,
    kept: Instant,
    failure: Option<anyhow::Error>,
}

impl TrainingMonitor<'_, '_> {
    fn observe(&mut self, event: TrainingEvent<'_>) -> ControlFlow<()> {
        match self.take(event) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failure = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    fn take(&mut self, event: TrainingEvent<'_>) -> Result<()> {
        match event {
            TrainingEvent::Step { done, total, checkpoint } => {
                let sent = self.progress.at(done, total, "images");
                self.keep_if_due(sent, checkpoint)
            }
            TrainingEvent::Epoch { figures, .. } if !figures.loss.is_finite() => Err(self.task.lost(figures.epoch)),
            TrainingEvent::Epoch { figures, checkpoint } => {
                self.record.epochs.push(figures);
                let point = point(self.task.role, figures, self.task.settings.epochs, false);
                let sent = self.progress.emit(Event::Epoch(point));
                self.keep_if_due(sent, checkpoint)
            }
        }
    }

    /// Keeps a checkpoint where training is stopped, and now and then, since it may be killed.
    fn keep_if_due(&mut self, sent: Result<(), Stopped>, checkpoint: &dyn Fn() -> Checkpoint) -> Result<()> {
        if sent.is_ok() && self.kept.elapsed() < KEEP_EVERY {
            return Ok(());
        }
        self.keep(&checkpoint())?;
        sent?;
        Ok(self.progress.emit(Event::Kept)?)
    }

    /// Seconds of all attempts so far.
    fn seconds(&self) -> f64 {
        self.before + self.started.elapsed().as_secs_f64()
    }

    fn keep(&mut self, checkpoint: &Checkpoint) -> Result<()> {
        let TrainingTask { role, folder, name, .. } = self.task;
        self.record.seconds = self.seconds();
        folder.write(&role.checkpoint(), &checkpoint.to_bytes(name))?;
        folder.write_json(&role.training_record(), &self.record)?;
        self.kept = Instant::now();
        Ok(())
    }
}

/// Converts an epoch for the page.
pub fn point(role: Role, figures: EpochFigures, epochs: u32, is_from_cache: bool) -> EpochPoint {
    let EpochFigures { epoch, loss, accuracy } = figures;
    EpochPoint { recognizer: role.kind(), epoch, epochs, loss, accuracy, is_from_cache }
}
