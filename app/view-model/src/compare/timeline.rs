//! One timeline for clones of several runs: every iteration with a snapshot of any of them, and at the end the clones
//! as judged.

/// A timeline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeline(Vec<u32>);

impl Timeline {
    /// A timeline over these snapshots.
    pub fn new<'a>(snapshots: impl IntoIterator<Item = &'a [u32]>) -> Self {
        let mut steps: Vec<u32> = snapshots.into_iter().flatten().copied().collect();
        steps.sort_unstable();
        steps.dedup();
        Self(steps)
    }

    /// The last position, which shows the clones as judged.
    pub fn last(&self) -> usize {
        self.0.len()
    }

    /// The position nearest to an iteration; the end for `None`.
    pub fn position(&self, step: Option<u32>) -> usize {
        let nearest = step.and_then(|step| nearest(&self.0, step));
        nearest.and_then(|found| self.0.binary_search(&found).ok()).unwrap_or(self.last())
    }

    /// The iteration at a position; `None` at the end.
    pub fn step(&self, position: usize) -> Option<u32> {
        self.0.get(position).copied()
    }

    /// A position in words.
    pub fn words(&self, position: usize) -> String {
        match self.step(position) {
            Some(step) => format!("step {step}"),
            None => "as judged".into(),
        }
    }
}

/// The iteration nearest to `wanted` among ascending `steps`; the earlier of two equally near.
pub fn nearest(steps: &[u32], wanted: u32) -> Option<u32> {
    steps.iter().copied().min_by_key(|step| step.abs_diff(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_of_any_run_is_on_it_once_and_the_end_after_all() {
        let timeline = Timeline::new([[0, 5, 10].as_slice(), &[0, 4, 8]]);
        let steps: Vec<_> = (0..=timeline.last()).map(|position| timeline.step(position)).collect();
        assert_eq!(steps, [Some(0), Some(4), Some(5), Some(8), Some(10), None]);
        assert_eq!((timeline.position(Some(5)), timeline.position(None)), (2, 5));
        assert_eq!(timeline.position(Some(900)), 4, "an address may name a step that is not there");
        assert_eq!((timeline.words(1), timeline.words(5)), ("step 4".into(), "as judged".into()));
    }

    #[test]
    fn a_run_of_another_pace_shows_its_nearest_step() {
        assert_eq!(nearest(&[0, 4, 8], 5), Some(4));
        assert_eq!(nearest(&[0, 4, 8], 6), Some(4), "the earlier of two as near");
        assert_eq!(nearest(&[0, 4, 8], 7), Some(8));
        assert_eq!(nearest(&[0, 4, 8], 100), Some(8), "a run that ended earlier stays as it ended");
        assert_eq!(nearest(&[], 5), None);
    }

    #[test]
    fn without_snapshots_there_is_only_the_end() {
        let timeline = Timeline::default();
        assert_eq!((timeline.last(), timeline.position(Some(3)), timeline.step(0)), (0, 0, None));
    }
}
