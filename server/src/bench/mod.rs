//! `effigy bench`: how much work this machine does for a second of its processor, or a second of its graphics card,
//! beside PyTorch on the same device where that is at hand.
//!
//! Rounds of ours and of PyTorch's alternate, so that whatever else the machine does meets both alike; figures are
//! medians over the rounds.

mod clock;
mod pytorch;
mod subject;
mod table;
mod work;

pub use table::{Row, Table};

use anyhow::Result;
use engine::device::{Choice, Kind, choose};
use pytorch::PyTorch;
use std::path::PathBuf;
use std::time::Duration;
use subject::Subject;

/// Outputs of the paper's network.
const CLASSES: usize = 2041;

/// What to measure, and how long.
#[derive(Clone, Debug)]
pub struct Request {
    /// On which device.
    pub device: Choice,
    /// A network of somebody's, ONNX or PyTorch; otherwise the paper's is measured.
    pub recognizer: Option<PathBuf>,
    /// An interpreter that has PyTorch.
    pub pytorch: Option<PathBuf>,
    /// Rounds of each row; the result is their median.
    pub rounds: usize,
    /// Length of a round.
    pub round: Duration,
}

/// Work done, and what it took.
#[derive(Clone, Copy, Debug, serde::Deserialize)]
struct Measured {
    /// Clone-iterations or images.
    work: f64,
    /// Seconds of all processors together.
    cpu: f64,
    /// Seconds on the wall.
    seconds: f64,
}

/// Measures every row; `tell` hears which one is under way.
///
/// # Errors
/// If the device or the network cannot be used, or PyTorch's interpreter does not answer.
pub fn run(request: &Request, tell: &mut dyn FnMut(&str)) -> Result<Table> {
    let device = choose(request.device)?;
    let subject = Subject::of(request.recognizer.as_deref(), &device)?;
    let mut peer =
        request.pytorch.as_deref().map(|python| PyTorch::start(python, &subject, device.kind)).transpose()?;
    let peak = match (device.kind, &mut peer) {
        (Kind::Cpu, _) => clock::peak(),
        // PyTorch's own matrix product is the best measure of a card's peak.
        (Kind::Gpu, Some(peer)) => Some(peer.peak()?),
        (Kind::Gpu, None) => None,
    };
    let mut rows = Vec::new();
    for name in subject.rows(device.kind) {
        tell(name);
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        work::measured(name, &subject, &device, &mut |one_round| {
            one_round(request.round / 4);
            for _ in 0..request.rounds.max(1) {
                ours.push(one_round(request.round));
                if let Some(peer) = &mut peer {
                    theirs.push(peer.measure(name, request.round)?);
                }
            }
            Ok(())
        })?;
        let operations = work::operations(name, subject.recognizer.facts().operations);
        rows.push(Row::new(name, device.kind, &ours, &theirs).with_peak(device.kind, operations, peak));
    }
    let pytorch = peer.map(|peer| peer.version.clone());
    Ok(Table::new(&device, subject.recognizer.facts().summary.clone(), pytorch, peak, rows))
}
