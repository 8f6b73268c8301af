//! The network that is measured: the paper's with random weights, or somebody's from a file.

use super::CLASSES;
use crate::experiment::{NetworkFile, read_network, trial};
use anyhow::Result;
use engine::device::{Chosen, Kind};
use engine::inversion::ObjectiveKind;
use engine::recognizer::Recognizer;
use engine::recognizer::onnx::{Crop, Preprocessing};
use std::io::Write;
use std::path::Path;
use tempfile::NamedTempFile;

/// People registered in a network from a file; how many hardly matters.
const PEOPLE: usize = 40;

/// What is measured.
pub struct Subject {
    /// Ready to score and to be attacked.
    pub recognizer: Recognizer,
    /// A network from a file, attacked through a template.
    pub network: Option<NetworkOfFile>,
}

/// A network from a file.
pub struct NetworkOfFile {
    /// As ONNX, for PyTorch to read.
    pub file: NamedTempFile,
    /// The side of its own images in pixels.
    pub side: usize,
}

impl Subject {
    /// The network in `file`, or the paper's. Templates are without meaning, and pictures are shown whole.
    ///
    /// # Errors
    /// If the file cannot be used.
    pub fn of(file: Option<&Path>, device: &Chosen) -> Result<Self> {
        let Some(file) = file else {
            return Ok(Self { recognizer: trial::recognizer(CLASSES, device)?, network: None });
        };
        let NetworkFile { onnx, plan, .. } = read_network(file, None)?;
        let mut kept = NamedTempFile::with_suffix(".onnx")?;
        kept.write_all(&onnx)?;
        let preprocessing = Preprocessing { crop: Crop::Whole, ..Preprocessing::default() };
        let templates = (0..PEOPLE * plan.outputs()).map(|at| (at as f32).sin()).collect();
        let names = (0..PEOPLE).map(|person| person.to_string()).collect();
        let side = plan.input().side.unwrap_or_default();
        let recognizer = Recognizer::enrolled(&plan, preprocessing, templates, 30.0, names, device.device());
        Ok(Self { recognizer, network: Some(NetworkOfFile { file: kept, side }) })
    }

    /// Every row.
    pub fn rows(&self, kind: Kind) -> &'static [&'static str] {
        match (&self.network, kind) {
            (None, Kind::Cpu) => &["attack B=1", "attack B=25", "attack B=100", "train B=64", "evaluate B=256"],
            (None, Kind::Gpu) => &[
                "attack B=1",
                "attack B=100",
                "attack B=1000",
                "attack B=10000",
                "train B=64",
                "train B=512",
                "evaluate B=256",
            ],
            (Some(_), _) => &["attack B=1", "attack B=25", "attack B=100", "evaluate B=100"],
        }
    }

    /// What is descended: the loss of the class, or of the cosine with the template.
    pub fn objective(&self) -> ObjectiveKind {
        match self.network {
            None => ObjectiveKind::CrossEntropy,
            Some(_) => ObjectiveKind::Similarity,
        }
    }
}
