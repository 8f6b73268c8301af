//! The warm-up of a graphics device: a step of everything that follows, so that its programs are built before they are
//! needed, and nobody takes a run for stuck.
//!
//! The device's library keeps what it built and tuned, in the process and on disk; what was warmed up once in this
//! process is not again.

use super::plan::Plan;
use super::progress::{Progress, Stopped};
use super::trial;
use crate::lock::lock;
use anyhow::Result;
use engine::device::Chosen;
use engine::inversion::parameters::Pixels;
use engine::inversion::{Attack, AttackSettings, Look, MethodKind, ParametersKind, Step, invert_together};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Mutex;

/// Pictures that are judged in one go.
const JUDGED: usize = 64;

/// What was warmed up: a device, and sizes of batches.
type Warmed = (String, [usize; 4]);

static WARMED: Mutex<BTreeSet<Warmed>> = Mutex::new(BTreeSet::new());

/// Takes the steps, for recognizers of so many classes and attacks on so many targets together.
pub fn warm_up(
    plan: &Plan,
    classes: usize,
    together: usize,
    device: &Chosen,
    progress: &mut Progress<'_>,
) -> Result<()> {
    let (batch, clones) = (plan.config().training.batch_size as usize, plan.config().attack.clones as usize);
    let warmed = (device.name.clone(), [classes, together, batch, clones]);
    if lock(&WARMED).contains(&warmed) {
        return Ok(());
    }
    trial::training(classes, batch, device, &mut || ControlFlow::Break(()));
    progress.at(1, 3, "programs")?;
    let recognizer = trial::recognizer(classes, device)?;
    let seeds = trial::noise(clones);
    // Of eigenfaces, the step from coefficients to images is not warmed up: it is one product of matrices.
    let settings = AttackSettings {
        method: MethodKind::Descent,
        parameters: ParametersKind::Pixels,
        max_steps: 2,
        ..plan.attack().clone()
    };
    let attacks =
        vec![Attack { target: 0, seeds: &seeds, parameters: &Pixels, settings: &settings, seed: 0 }; together];
    let mut observer = |_: usize, _: &Step, _: Look<'_>| Progress::flow(progress.at(1, 3, "programs"));
    invert_together(&recognizer, &attacks, &mut observer).ok_or(Stopped)?;
    progress.at(2, 3, "programs")?;
    recognizer.scores(&trial::noise(JUDGED.min(clones)));
    progress.at(3, 3, "programs")?;
    lock(&WARMED).insert(warmed);
    Ok(())
}
