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

/// Between two checkpoints within an epoch: no more than this is lost when the program is killed, and a checkpoint of
/// 80 MB takes a fraction of a second.
const KEEP_EVERY: Duration = Duration::from_secs(60);

/// The version of what training makes of the same images and settings.
const VERSION: u32 = 3;

/// How a recognizer came to be; beside its weights in the cache and in the run's folder.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Story {
    /// Of training.
    pub seconds: f64,
    /// How it went.
    pub epochs: Vec<EpochFigures>,
    /// On which devices, one after the other.
    #[serde(default)]
    pub devices: Vec<String>,
    /// When training ended, milliseconds since 1970 (UTC).
    #[serde(default)]
    pub trained_ms: Option<u64>,
    /// An earlier run trained it, and left it in the cache.
    #[serde(default)]
    pub is_from_cache: bool,
}

/// What a recognizer is trained on, and how.
pub struct Lesson<'a> {
    role: Role,
    architecture: Architecture,
    classes: Vec<String>,
    settings: TrainingSettings,
    lessons: TrainingData<'a>,
    /// Names all of that: architecture, classes, settings, and each image by its pixels.
    name: String,
    folder: &'a RunFolder,
    device: &'a Chosen,
}

impl<'a> Lesson<'a> {
    /// Of a role.
    pub fn new(role: Role, plan: &Plan, faces: &'a Faces, folder: &'a RunFolder, device: &'a Chosen) -> Self {
        let classes = role.classes(&faces.split);
        let (training, held_out) = faces.samples(&classes);
        let lessons = TrainingData { faces: &faces.store, training, held_out };
        let (architecture, settings) = (Architecture::paper(classes.len()), plan.training(role.stream()));
        let mut hasher = Sha256::new_with_prefix(format!("{VERSION}\0{architecture:?}\0{classes:?}\0{settings:?}"));
        for (part, samples) in [("training", &lessons.training), ("held out", &lessons.held_out)] {
            hasher.update(format!("\0{part}"));
            for sample in samples {
                hasher.update(format!("\0{} {}", sample.label, faces.hash(sample.image)));
            }
        }
        let name = hex::encode(hasher.finalize())[..32].to_owned();
        Self { role, architecture, classes, settings, lessons, name, folder, device }
    }

    /// Names the weights that training would give: other devices round otherwise.
    pub fn weights_name(&self) -> String {
        let all = format!("{}\0{:?}", self.name, (self.device.kind, &self.device.name));
        hex::encode(Sha256::digest(all))[..32].to_owned()
    }

    /// Notes how a recognizer came to be that is taken from the cache.
    pub fn note_cached(&self, story: Story) -> Result<()> {
        self.folder.write_json(&self.role.story(), &Story { is_from_cache: true, ..story })
    }

    /// Trains, and writes weights and description into the run's folder.
    pub fn learn(&self, progress: &mut Progress<'_>) -> Result<Story> {
        let from = self.taken_up(progress)?;
        let story = self.story(from.as_ref(), progress)?;
        let (before, now) = (story.seconds, Instant::now());
        let mut watch = Watch { lesson: self, progress, story, before, started: now, kept: now, failure: None };
        let observer = &mut |event: TrainingEvent<'_>| watch.observe(event);
        let trained = train(&self.architecture, &self.lessons, &self.settings, self.device.device(), from, observer);
        let Some(trained) = trained else { return Err(watch.failure.unwrap_or_else(|| Stopped.into())) };
        let story = Story { trained_ms: Some(now_ms()), ..watch.story };
        self.folder.write_json(&self.role.story(), &story)?;
        self.save(&trained)?;
        Ok(story)
    }

    /// What an earlier attempt left. What cannot be used is no reason to fail: training begins anew.
    fn taken_up(&self, progress: &mut Progress<'_>) -> Result<Option<Checkpoint>> {
        let path = self.folder.path(&self.role.checkpoint());
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            read => read.with_context(|| format!("cannot read {}", path.display()))?,
        };
        match Checkpoint::from_bytes(&bytes, &self.architecture, &self.name) {
            Ok(checkpoint) => Ok(Some(checkpoint)),
            Err(error) => {
                let note = format!("Training begins anew, since {} cannot be used: {error}.", path.display());
                progress.tell(Event::Note(note))?;
                Ok(None)
            }
        }
    }

    /// What was told of the training so far, which is told again.
    fn story(&self, from: Option<&Checkpoint>, progress: &mut Progress<'_>) -> Result<Story> {
        let mut story = Story::default();
        if let Some(checkpoint) = from {
            story = self.folder.read_json(&self.role.story())?.unwrap_or_default();
            story.epochs = checkpoint.history().to_vec();
        }
        for figures in &story.epochs {
            progress.tell(Event::Epoch(point(self.role, *figures, self.settings.epochs, false)))?;
        }
        if story.devices.last() != Some(&self.device.name) {
            story.devices.push(self.device.name.clone());
        }
        if story.devices.len() > 1 {
            let devices = story.devices.join(", then on ");
            let whose = self.role.name();
            let note = format!(
                "The {whose} recognizer is trained on {devices}: devices round differently, so that other runs will not \
                 be given it."
            );
            progress.tell(Event::Note(note))?;
        }
        Ok(story)
    }

    /// Weights that are no numbers have no scores, and a checkpoint of them would fail every later try.
    fn lost(&self, epoch: u32) -> anyhow::Error {
        anyhow!(
            "training of the {} recognizer diverged in epoch {epoch}: its loss is no number any more; lower \
             training.learning_rate, which is {}",
            self.role.name(),
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

/// Watches a training: tells of it, and writes down where it can be taken up.
struct Watch<'a, 'p> {
    lesson: &'a Lesson<'a>,
    progress: &'a mut Progress<'p>,
    story: Story,
    /// Seconds of earlier attempts.
    before: f64,
    started: Instant,
    kept: Instant,
    failure: Option<anyhow::Error>,
}

impl Watch<'_, '_> {
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
                let told = self.progress.at(done, total, "images");
                // Where it is stopped, and now and then, since it may be killed.
                if told.is_err() || self.kept.elapsed() >= KEEP_EVERY {
                    self.keep(&checkpoint())?;
                    told?;
                    self.progress.tell(Event::Kept)?;
                }
            }
            TrainingEvent::Epoch { figures, .. } if !figures.loss.is_finite() => {
                return Err(self.lesson.lost(figures.epoch));
            }
            TrainingEvent::Epoch { figures, checkpoint } => {
                self.story.epochs.push(figures);
                self.keep(checkpoint)?;
                let point = point(self.lesson.role, figures, self.lesson.settings.epochs, false);
                self.progress.tell(Event::Epoch(point))?;
            }
        }
        Ok(())
    }

    fn keep(&mut self, checkpoint: &Checkpoint) -> Result<()> {
        let Lesson { role, folder, name, .. } = self.lesson;
        self.story.seconds = self.before + self.started.elapsed().as_secs_f64();
        folder.write(&role.checkpoint(), &checkpoint.to_bytes(name))?;
        folder.write_json(&role.story(), &self.story)?;
        self.kept = Instant::now();
        Ok(())
    }
}

/// An epoch, as it is told.
pub fn point(role: Role, figures: EpochFigures, epochs: u32, is_from_cache: bool) -> EpochPoint {
    let EpochFigures { epoch, loss, accuracy } = figures;
    EpochPoint { recognizer: role.kind(), epoch, epochs, loss, accuracy, is_from_cache }
}
