//! How fast a device is, for estimates before a run: a moment's work, no benchmark.

use super::attack_settings::engine_settings;
use super::trial;
use engine::device::Chosen;
use engine::inversion::parameters::Pixels;
use engine::inversion::{Attack, AttackSettings, Look, Step, invert};
use engine::pixels::Pictures;
use std::ops::ControlFlow;
use std::time::Instant;
use wire::experiment::Preset;

/// Clones of the probe.
const CLONES: usize = 8;
/// Measured steps of the probe.
const STEPS: u32 = 4;

/// Floating-point operations a second on the paper's network, forward and input gradient; rough.
pub fn measure_speed(device: &Chosen) -> f64 {
    let Ok(recognizer) = trial::recognizer(16, device) else { return 1e10 };
    let seeds = Pictures { size: 128, bytes: vec![128; CLONES * 128 * 128 * 3] };
    // The first step also builds kernels: it is not counted.
    let settings =
        AttackSettings { max_steps: STEPS + 1, snapshot_every: 1_000, ..engine_settings(&Preset::Paper.settings()) };
    let attack = Attack { target: 0, seeds: &seeds, parameters: &Pixels, settings: &settings, seed: 0 };
    let mut started = Instant::now();
    let mut observer = |step: &Step, _: Look<'_>| {
        if step.iteration == 0 {
            started = Instant::now();
        }
        ControlFlow::Continue(())
    };
    let _ = invert(&recognizer, &attack, &mut observer);
    let operations = 2.0 * recognizer.facts().operations as f64 * CLONES as f64 * f64::from(STEPS);
    operations / started.elapsed().as_secs_f64().max(1e-6)
}
