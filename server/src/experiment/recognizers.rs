//! The recognizers' stages: load one, take a trained one from the cache, or train it.

use super::events::Event;
use super::faces::Faces;
use super::folder::RunFolder;
use super::plan::Plan;
use super::progress::{Progress, Stopped};
use crate::hex;
use anyhow::{Context, Result, anyhow, bail};
use app::wire::live::{EpochPoint, StageKind};
use engine::device::Chosen;
use engine::files::{Durability, write_whole};
use engine::recognizer::training::{
    Checkpoint, EpochFigures, Lessons, Trained, TrainingEvent, TrainingSettings, train,
};
use engine::recognizer::{Architecture, Recognizer, artifact};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use std::time::Instant;

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Under attack.
    Target,
    /// The independent judge.
    Evaluation,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Evaluation => "evaluation",
        }
    }

    fn kind(self) -> StageKind {
        match self {
            Self::Target => StageKind::TargetRecognizer,
            Self::Evaluation => StageKind::EvaluationRecognizer,
        }
    }

    /// Keeps the two recognizers' random numbers apart.
    fn stream(self) -> u64 {
        match self {
            Self::Target => 0,
            Self::Evaluation => 1,
        }
    }

    /// The weights, relative to the run's folder.
    pub fn file(self) -> String {
        format!("recognizers/{}.safetensors", self.name())
    }

    /// Where training can be taken up again, while it is not over.
    fn checkpoint(self) -> String {
        self.file_of("checkpoint")
    }

    fn file_of(self, extension: &str) -> String {
        format!("recognizers/{}.{extension}", self.name())
    }
}

/// A recognizer of a run, and what the report says of it.
pub struct Ready {
    /// Frozen, on the run's device.
    pub recognizer: Recognizer,
    /// Held-out accuracy in [0,1], if known.
    pub accuracy: Option<f64>,
    /// Seconds of training; 0 when loaded.
    pub seconds: f64,
    /// Mean training loss of the last epoch; `None` when loaded.
    pub loss: Option<f64>,
}

/// How a recognizer came to be; beside its weights in the cache and in the run's folder.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Story {
    seconds: f64,
    epochs: Vec<EpochFigures>,
}

/// The recognizer of a role: from the run's folder, the configuration's file, the cache, or training.
pub fn ready(
    role: Role,
    plan: &Plan,
    faces: &Faces,
    folder: &RunFolder,
    device: &Chosen,
    progress: &mut Progress<'_>,
) -> Result<Ready> {
    let here = folder.path(&role.file());
    let mut told = false;
    if !here.is_file() {
        match plan.loaded(role) {
            Some(given) => copy_artifact(&given, &here)?,
            None => told = from_cache_or_training(role, plan, faces, folder, device, progress)?,
        }
    }
    // Only now, and whatever gave the weights: training may have been cut off between its last step and this one.
    folder.remove(&role.checkpoint())?;
    let loaded = artifact::load(&here, device.device())?;
    let story: Story = folder.read_json(&role.file_of("training.json"))?.unwrap_or_default();
    for figures in story.epochs.iter().filter(|_| !told) {
        progress.tell(Event::Epoch(point(role, *figures, story.epochs.len() as u32)))?;
    }
    let (seconds, loss) = (story.seconds, story.epochs.last().map(|figures| figures.loss));
    for target in &faces.split.targets {
        if loaded.recognizer.label(target).is_none() {
            bail!(
                "{} does not know target {target}; name targets that both recognizers know in split.target_names",
                here.display()
            );
        }
    }
    Ok(Ready { recognizer: loaded.recognizer, accuracy: loaded.description.accuracy, seconds, loss })
}

/// Whether training has told of its epochs already.
fn from_cache_or_training(
    role: Role,
    plan: &Plan,
    faces: &Faces,
    folder: &RunFolder,
    device: &Chosen,
    progress: &mut Progress<'_>,
) -> Result<bool> {
    let classes = match role {
        Role::Target => faces.split.target_classes(),
        Role::Evaluation => faces.split.evaluation_classes(),
    };
    let settings = plan.training(role.stream());
    let lesson = Lesson { role, architecture: Architecture::paper(classes.len()), classes, settings };
    let cached = plan.cache().join("recognizers").join(format!("{}.safetensors", lesson.key(faces, device)));
    let story_of = |weights: &Path| weights.with_extension("training.json");
    let here = folder.path(&role.file());
    let trains = !cached.is_file();
    if trains {
        lesson.learn(faces, folder, device, progress)?;
        copy(&story_of(&here), &story_of(&cached))?;
        copy_artifact(&here, &cached)?;
    } else {
        copy(&story_of(&cached), &story_of(&here))?;
        copy_artifact(&cached, &here)?;
    }
    Ok(trains)
}

struct Lesson {
    role: Role,
    architecture: Architecture,
    classes: Vec<String>,
    settings: TrainingSettings,
}

impl Lesson {
    /// Everything that the weights depend on.
    fn key(&self, faces: &Faces, device: &Chosen) -> String {
        let all = format!(
            "2\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}\0{:?}",
            self.architecture,
            self.classes,
            self.settings,
            faces.split,
            faces.fingerprint,
            (device.kind, &device.name)
        );
        hex::of(&Sha256::digest(all))[..32].to_owned()
    }

    fn learn(&self, faces: &Faces, folder: &RunFolder, device: &Chosen, progress: &mut Progress<'_>) -> Result<()> {
        let (training, held_out) = faces.samples(&self.classes);
        let lessons = Lessons { faces: &faces.store, training, held_out };
        let checkpoint_file = self.role.checkpoint();
        let from = self.taken_up(folder, &checkpoint_file);
        let mut story: Story = folder.read_json(&self.role.file_of("training.json"))?.unwrap_or_default();
        story.epochs = from.as_ref().map_or_else(Vec::new, |checkpoint| checkpoint.history().to_vec());
        for figures in &story.epochs {
            progress.tell(Event::Epoch(point(self.role, *figures, self.settings.epochs)))?;
        }
        let (started, before) = (Instant::now(), story.seconds);
        let mut failure = None;
        let mut observer = |event: TrainingEvent<'_>| {
            let told = match event {
                TrainingEvent::Step { done, total } => progress.at(done, total, "images").map_err(anyhow::Error::from),
                TrainingEvent::Epoch { figures, .. } if !figures.loss.is_finite() => Err(self.lost(figures.epoch)),
                TrainingEvent::Epoch { figures, checkpoint } => {
                    story.seconds = before + started.elapsed().as_secs_f64();
                    story.epochs.push(figures);
                    self.keep(folder, &checkpoint_file, checkpoint, &story).and_then(|()| {
                        Ok(progress.tell(Event::Epoch(point(self.role, figures, self.settings.epochs)))?)
                    })
                }
            };
            match told {
                Ok(()) => std::ops::ControlFlow::Continue(()),
                Err(error) => {
                    failure = Some(error);
                    std::ops::ControlFlow::Break(())
                }
            }
        };
        let trained = train(&self.architecture, &lessons, &self.settings, device.device(), from, &mut observer);
        let Some(trained) = trained else { return Err(failure.unwrap_or_else(|| Stopped.into())) };
        self.save(folder, &trained)
    }

    /// A damaged checkpoint is no reason to fail: training starts anew.
    fn taken_up(&self, folder: &RunFolder, checkpoint: &str) -> Option<Checkpoint> {
        let bytes = fs::read(folder.path(checkpoint)).ok()?;
        Checkpoint::from_bytes(&bytes, &self.architecture).ok()
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

    fn keep(&self, folder: &RunFolder, file: &str, checkpoint: &Checkpoint, story: &Story) -> Result<()> {
        folder.write(file, &checkpoint.to_bytes())?;
        folder.write_json(&self.role.file_of("training.json"), story)
    }

    fn save(&self, folder: &RunFolder, trained: &Trained) -> Result<()> {
        let file = folder.path(&self.role.file());
        let accuracy = Some(trained.accuracy);
        artifact::save(&file, &trained.weights, &self.architecture, &self.classes, Some(&self.settings), accuracy)?;
        Ok(())
    }
}

fn point(role: Role, figures: EpochFigures, epochs: u32) -> EpochPoint {
    let EpochFigures { epoch, loss, accuracy } = figures;
    EpochPoint { recognizer: role.kind(), epoch, epochs, loss, accuracy }
}

/// Copies weights and description; the weights last, since their presence says that all is there.
fn copy_artifact(from: &Path, to: &Path) -> Result<()> {
    copy(&from.with_extension("json"), &to.with_extension("json"))?;
    copy(from, to)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(parent) = to.parent() {
        fs::create_dir_all(parent).with_context(|| format!("cannot make {}", parent.display()))?;
    }
    fs::read(from)
        .and_then(|bytes| write_whole(to, &bytes, Durability::Relaxed))
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))
}
