//! The stages of a run: done, current and ahead.

use wire::live::LiveState;
use wire::run::RunState;

/// The state of a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Done.
    Done,
    /// Current.
    Now,
    /// The run stopped here.
    Stopped,
    /// Ahead.
    Ahead,
}

impl StepState {
    /// The CSS class.
    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Stopped => "stopped",
            Self::Ahead => "ahead",
        }
    }

    /// The state in words, for screen readers.
    pub fn words(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "under way",
            Self::Stopped => "stopped here",
            Self::Ahead => "to come",
        }
    }
}

/// A stage of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// Its state.
    pub state: StepState,
}

/// The stages, in order.
pub fn steps(live: &LiveState) -> Vec<Step> {
    let under_way = live.under_way();
    let state = |at: usize| match live.run.state {
        RunState::Finished => StepState::Done,
        RunState::Queued => StepState::Ahead,
        _ if at < under_way.start => StepState::Done,
        _ if at >= under_way.end => StepState::Ahead,
        RunState::Running => StepState::Now,
        RunState::Cancelled | RunState::Failed => StepState::Stopped,
    };
    live.stages.iter().enumerate().map(|(at, stage)| Step { label: stage.label.clone(), state: state(at) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_live::live;
    use StepState::{Ahead, Done, Now, Stopped};

    fn states(run: RunState) -> Vec<StepState> {
        let mut live = live(run);
        live.current = 1;
        live.stages.truncate(3);
        steps(&live).into_iter().map(|step| step.state).collect()
    }

    #[test]
    fn each_state_of_a_run_marks_the_path_in_its_way() {
        assert_eq!(states(RunState::Queued), [Ahead, Ahead, Ahead]);
        assert_eq!(states(RunState::Running), [Done, Now, Ahead]);
        assert_eq!(states(RunState::Failed), [Done, Stopped, Ahead]);
        assert_eq!(states(RunState::Cancelled), [Done, Stopped, Ahead]);
        assert_eq!(states(RunState::Finished), [Done, Done, Done]);
    }

    #[test]
    fn targets_that_are_attacked_together_are_under_way_together() {
        let mut live = live(RunState::Running);
        (live.current, live.together) = (1, 2);
        let states: Vec<_> = steps(&live).into_iter().map(|step| step.state).take(4).collect();
        assert_eq!(states, [Done, Now, Now, Ahead]);
    }
}
