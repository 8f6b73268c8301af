//! How long a run will still take.

/// A sample spans at least this many seconds, so that bursts of small steps do not make the estimate jump.
const SAMPLE: f64 = 1.0;

/// Older samples weigh less; after this many seconds, 1/e of what they did.
const MEMORY: f64 = 20.0;

/// Estimates remaining time from the share of work done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Estimator {
    from: Option<Mark>,
    /// Share of the whole done in a second.
    rate: Option<f64>,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    seconds: f64,
    stage: usize,
    overall: f64,
}

impl Estimator {
    /// Records progress and estimates the seconds to the end; `None` without ground for an estimate. `stage` is the
    /// current stage if its pace predicts how long the rest takes.
    ///
    /// Results from a cache or an earlier attempt are jumps between stages: no sample spans two stages.
    pub fn remaining(&mut self, seconds: f64, stage: Option<usize>, overall: f64) -> Option<f64> {
        let now = stage.map(|stage| Mark { seconds, stage, overall });
        match (self.from, now) {
            (Some(from), Some(now)) if from.stage == now.stage && overall >= from.overall => self.sample(from, now),
            _ => self.from = now,
        }
        self.rate.filter(|rate| *rate > 1e-9).map(|rate| (1.0 - overall).max(0.0) / rate)
    }

    fn sample(&mut self, from: Mark, now: Mark) {
        let elapsed = now.seconds - from.seconds;
        if elapsed < SAMPLE {
            return;
        }
        let rate = (now.overall - from.overall) / elapsed;
        let weight = 1.0 - (-elapsed / MEMORY).exp();
        self.rate = Some(self.rate.map_or(rate, |before| before + weight * (rate - before)));
        self.from = Some(now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steady_work_is_foretold_exactly() {
        let mut estimator = Estimator::default();
        assert_eq!(estimator.remaining(0.0, Some(0), 0.0), None);
        assert_eq!(estimator.remaining(0.5, Some(0), 0.01), None, "half a second is no ground");
        let remaining = estimator.remaining(10.0, Some(0), 0.25).expect("an estimate");
        assert!((remaining - 30.0).abs() < 1e-9, "{remaining}");
    }

    #[test]
    fn a_stage_taken_from_the_cache_does_not_count_as_speed() {
        let mut estimator = Estimator::default();
        estimator.remaining(0.0, Some(0), 0.0);
        estimator.remaining(10.0, Some(0), 0.1);
        estimator.remaining(10.1, Some(1), 0.1);
        let remaining = estimator.remaining(10.2, Some(2), 0.6).expect("an estimate");
        assert!((remaining - 40.0).abs() < 1e-9, "{remaining}");
    }

    /// Large photographs take a hundred times as long to read as is expected of them, and the whole run was once said
    /// to.
    #[test]
    fn how_slowly_faces_are_read_is_no_ground_for_the_rest() {
        let mut estimator = Estimator::default();
        for second in 0..60 {
            let overall = 0.001 * f64::from(second) / 60.0;
            assert_eq!(estimator.remaining(f64::from(second), None, overall), None);
        }
        assert_eq!(estimator.remaining(60.0, Some(1), 0.001), None, "training has only begun");
        let remaining = estimator.remaining(70.0, Some(1), 0.101).expect("an estimate");
        assert!((remaining - 89.9).abs() < 1e-6, "{remaining}");
        assert!(estimator.remaining(71.0, None, 0.11).is_some(), "what is known stays known");
    }

    #[test]
    fn a_change_of_speed_is_followed() {
        let mut estimator = Estimator::default();
        estimator.remaining(0.0, Some(0), 0.0);
        estimator.remaining(10.0, Some(0), 0.1);
        let mut remaining = None;
        for second in 11..=80 {
            remaining = estimator.remaining(f64::from(second), Some(0), 0.1 + 0.005 * f64::from(second - 10));
        }
        let truth = (1.0 - 0.45) / 0.005;
        assert!((remaining.expect("an estimate") - truth).abs() < 0.05 * truth, "{remaining:?}");
    }
}
