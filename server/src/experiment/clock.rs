//! Wall time of a run over all its attempts.

use super::folder::RunFolder;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::time::Instant;

const FILE: &str = "times.json";

#[derive(Default, Serialize, Deserialize)]
struct Times {
    seconds: f64,
}

/// Measures the time since its creation, added to that of earlier attempts.
pub struct Clock {
    before: f64,
    started: Instant,
}

impl Clock {
    /// Starts the clock of an attempt.
    pub fn start(folder: &RunFolder) -> Result<Self> {
        let before = folder.read_json::<Times>(FILE)?.unwrap_or_default().seconds;
        Ok(Self { before, started: Instant::now() })
    }

    /// Seconds of all attempts.
    pub fn seconds(&self) -> f64 {
        self.before + self.started.elapsed().as_secs_f64()
    }

    /// Saves the time so far, for the next attempt.
    pub fn note(&self, folder: &RunFolder) -> Result<()> {
        folder.write_json(FILE, &Times { seconds: self.seconds() })
    }
}
