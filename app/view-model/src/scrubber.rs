//! The viewer's position on the timeline of an attack: following the run, or at a past snapshot.

/// The timeline of one target's snapshots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scrubber {
    iterations: Vec<u32>,
    at: Option<usize>,
}

impl Scrubber {
    /// The timeline of snapshots at these iterations. `at` is an earlier position on the same, shorter timeline; `None`
    /// follows the run.
    pub fn new(iterations: Vec<u32>, at: Option<usize>) -> Self {
        let at = at.filter(|&at| at < iterations.len());
        Self { iterations, at }
    }

    /// The past position; `None` while following.
    pub fn position(&self) -> Option<usize> {
        self.at
    }

    /// Whether it follows the run.
    pub fn is_following(&self) -> bool {
        self.at.is_none()
    }

    /// The number of snapshots.
    pub fn len(&self) -> usize {
        self.iterations.len()
    }

    /// Whether there is no snapshot yet.
    pub fn is_empty(&self) -> bool {
        self.iterations.is_empty()
    }

    /// The index shown: the last one while following.
    pub fn index(&self) -> usize {
        self.at.unwrap_or(self.iterations.len().saturating_sub(1))
    }

    /// The iteration shown.
    pub fn iteration(&self) -> Option<u32> {
        self.iterations.get(self.index()).copied()
    }

    /// Follows the run again.
    pub fn follow(&mut self) {
        self.at = None;
    }

    /// Goes to a snapshot and stays there.
    pub fn jump(&mut self, index: usize) {
        if !self.iterations.is_empty() {
            self.at = Some(index.min(self.iterations.len() - 1));
        }
    }

    /// Moves by some snapshots; stepping past the last one follows the run again.
    pub fn step(&mut self, by: isize) {
        let to = self.index().saturating_add_signed(by);
        if by > 0 && to >= self.iterations.len() { self.follow() } else { self.jump(to) }
    }

    /// The position in words.
    pub fn words(&self) -> String {
        match (self.iteration(), self.is_following()) {
            (None, _) => "no snapshot yet".into(),
            (Some(iteration), true) => format!("newest, step {iteration}"),
            (Some(iteration), false) => format!("step {iteration}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn while_following_the_newest_is_shown_as_the_timeline_grows() {
        let timeline = Scrubber::new(vec![0, 5, 10], Scrubber::new(vec![0, 5], None).position());
        assert_eq!((timeline.iteration(), timeline.is_following()), (Some(10), true));
    }

    #[test]
    fn a_past_position_stays_while_the_timeline_grows() {
        let mut timeline = Scrubber::new(vec![0, 5, 10], None);
        timeline.step(-1);
        let timeline = Scrubber::new(vec![0, 5, 10, 15], timeline.position());
        assert_eq!((timeline.iteration(), timeline.is_following()), (Some(5), false));
    }

    #[test]
    fn stepping_stops_at_the_start_and_past_the_end_follows() {
        let mut timeline = Scrubber::new(vec![0, 5, 10], None);
        timeline.step(-10);
        assert_eq!(timeline.iteration(), Some(0));
        timeline.step(2);
        assert_eq!((timeline.iteration(), timeline.is_following()), (Some(10), false));
        timeline.step(1);
        assert!(timeline.is_following());
    }

    #[test]
    fn an_empty_timeline_moves_nowhere() {
        let mut timeline = Scrubber::default();
        timeline.jump(3);
        timeline.step(-1);
        assert_eq!(
            (timeline.iteration(), timeline.is_following(), timeline.words()),
            (None, true, "no snapshot yet".into())
        );
    }
}
