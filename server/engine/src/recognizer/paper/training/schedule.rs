//! The one-cycle learning rate.

use std::f64::consts::PI;

/// Share of the steps in which the rate rises.
const RISE: f64 = 0.3;
/// The rate starts at the highest divided by this.
const START_DIVISOR: f64 = 25.0;
/// The rate ends at its start divided by this.
const END_DIVISOR: f64 = 1e4;

/// The learning rate of `step` (from 0) of `steps`: from a 25th of `highest` up to it along half a cosine in the first
/// 30 % of the steps, then down to almost zero along another.
pub fn one_cycle(highest: f64, step: u64, steps: u64) -> f64 {
    let start = highest / START_DIVISOR;
    let end = start / END_DIVISOR;
    let last = steps.saturating_sub(1).max(1) as f64;
    let peak = (RISE * steps as f64 - 1.0).clamp(1.0, last);
    let step = step as f64;
    if step <= peak || last <= peak {
        anneal(start, highest, (step / peak).min(1.0))
    } else {
        anneal(highest, end, (step - peak) / (last - peak))
    }
}

fn anneal(from: f64, to: f64, share: f64) -> f64 {
    to + (from - to) * (1.0 + (PI * share).cos()) / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_starts_low_peaks_at_three_tenths_and_ends_near_nothing() {
        let at = |step| one_cycle(1e-3, step, 101);
        assert!((at(0) - 4e-5).abs() < 1e-12);
        // The peak is at 0.3 * 101 - 1 = 29.3 steps.
        assert!(at(29) > 0.999e-3 && at(30) > 0.999e-3 && at(29) <= 1e-3);
        assert!((at(100) - 4e-9).abs() < 1e-12);
        assert!(at(10) < at(20) && at(50) > at(80));
    }

    #[test]
    fn a_single_step_has_a_rate() {
        assert!((one_cycle(1e-3, 0, 1) - 4e-5).abs() < 1e-12);
    }
}
