//! The recognizers of a run.

use super::folder::RunFolder;
use engine::dataset::Split;
use wire::live::StageKind;

/// Which of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Under attack.
    Target,
    /// The independent judge.
    Evaluation,
    /// A further judge, counted from zero.
    Judge(usize),
}

impl Role {
    /// What its files are called.
    fn stem(self) -> String {
        match self {
            Self::Target => "target".into(),
            Self::Evaluation => "evaluation".into(),
            Self::Judge(at) => format!("judge-{}", at + 1),
        }
    }

    /// What it is called in a sentence.
    pub fn noun(self) -> String {
        match self {
            Self::Target => "target recognizer".into(),
            Self::Evaluation => "evaluation recognizer".into(),
            Self::Judge(at) => format!("further judge {}", at + 1),
        }
    }

    /// Its stage.
    pub fn kind(self) -> StageKind {
        match self {
            Self::Target => StageKind::TargetRecognizer,
            Self::Evaluation => StageKind::EvaluationRecognizer,
            Self::Judge(_) => StageKind::Judge,
        }
    }

    /// Keeps the recognizers' random numbers apart.
    pub fn stream(self) -> u64 {
        match self {
            Self::Target => 0,
            Self::Evaluation => 1,
            Self::Judge(at) => 2 + at as u64,
        }
    }

    /// The people that it learns when it is trained here, in the order of its outputs, or that are registered in it.
    pub fn classes(self, split: &Split) -> Vec<String> {
        match self {
            Self::Target => split.target_classes(),
            Self::Evaluation => split.evaluation_classes(),
            // The more people, the harder it is to be ranked first.
            Self::Judge(_) => split.all_classes(),
        }
    }

    /// The weights, relative to the run's folder.
    pub fn file(self) -> String {
        self.file_of("safetensors")
    }

    /// The network that it is registered with in this run, if it was not trained here; relative to the run's folder.
    pub fn network(self) -> String {
        self.file_of("onnx")
    }

    /// The file of its weights that lies in a run's folder.
    pub fn present(self, folder: &RunFolder) -> Option<String> {
        [self.file(), self.network()].into_iter().find(|file| folder.path(file).is_file())
    }

    /// Where training can be taken up again, while it is not over.
    pub fn checkpoint(self) -> String {
        self.file_of("checkpoint")
    }

    /// How it came to be.
    pub fn training_record(self) -> String {
        self.file_of("training.json")
    }

    fn file_of(self, extension: &str) -> String {
        format!("recognizers/{}.{extension}", self.stem())
    }
}
