//! The notification for a run that is over.

use super::kept;
use wire::run::{RunState, RunSummary};

/// Title and text.
pub fn words(run: &RunSummary) -> [String; 2] {
    let text = match run.state {
        RunState::Finished => run.verdict.clone().unwrap_or_else(|| "The report is ready.".into()),
        RunState::Failed => run.problem.clone().unwrap_or_else(|| "See the page of the run.".into()),
        RunState::Cancelled => format!("It can be resumed. {}", kept::WORDS),
        RunState::Queued | RunState::Running => String::new(),
    };
    [format!("{} {}", run.name, outcome(run.state)), text]
}

/// The title of a run's page.
pub fn title(run: &RunSummary) -> String {
    if run.state.is_over() { format!("{} {}", run.name, outcome(run.state)) } else { run.name.clone() }
}

fn outcome(state: RunState) -> &'static str {
    match state {
        RunState::Finished => "is finished",
        RunState::Failed => "has failed",
        RunState::Cancelled => "was stopped",
        RunState::Queued | RunState::Running => "goes on",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_live;

    #[test]
    fn the_outcome_stands_first_and_then_what_is_known() {
        let mut run = example_live::live(RunState::Running).run;
        (run.name, run.state) = ("Small".into(), RunState::Running);
        assert_eq!(title(&run), "Small");
        (run.state, run.verdict) = (RunState::Finished, Some("Accepted: 4 of 5.".into()));
        assert_eq!(words(&run), ["Small is finished".to_owned(), "Accepted: 4 of 5.".into()]);
        assert_eq!(title(&run), "Small is finished");
        (run.state, run.problem) = (RunState::Failed, Some("no room on the disk".into()));
        assert_eq!(words(&run)[1], "no room on the disk");
    }
}
