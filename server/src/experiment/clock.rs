//! Wall time of a run over all its sittings.

use super::folder::RunFolder;
use anyhow::Result;
use serde::{Deserialize, Serialize};
use std::time::Instant;

const FILE: &str = "times.json";

#[derive(Default, Serialize, Deserialize)]
struct Times {
    seconds: f64,
}

/// Counts from its making, on top of what earlier sittings took.
pub struct Clock {
    before: f64,
    started: Instant,
}

impl Clock {
    /// Starts a sitting.
    pub fn start(folder: &RunFolder) -> Result<Self> {
        let before = folder.read_json::<Times>(FILE)?.unwrap_or_default().seconds;
        Ok(Self { before, started: Instant::now() })
    }

    /// Seconds in all sittings.
    pub fn seconds(&self) -> f64 {
        self.before + self.started.elapsed().as_secs_f64()
    }

    /// Notes the time so far, for the next sitting.
    pub fn note(&self, folder: &RunFolder) -> Result<()> {
        folder.write_json(FILE, &Times { seconds: self.seconds() })
    }
}
