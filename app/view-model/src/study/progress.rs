//! The state of a study, and participation.

use crate::number::{count, counted};
use wire::study::Population;
use wire::study::config::StopRule;
use wire::study::summary::{ParticipantCounts, StudyState, StudySummary, StudyView};

/// A change of state that a researcher can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StateChange {
    /// The new state.
    pub to: StudyState,
    /// The label of the button.
    pub label: &'static str,
    /// Whether it is the usual next step.
    pub is_main: bool,
}

/// The state in a word.
pub fn state_word(state: StudyState) -> &'static str {
    match state {
        StudyState::Draft => "Draft",
        StudyState::Pilot => "Pilot",
        StudyState::Open => "Open",
        StudyState::Closed => "Closed",
    }
}

/// What the state means for participants.
pub fn state_meaning(state: StudyState) -> &'static str {
    match state {
        StudyState::Draft => "Nobody can join yet. Preview it, then start a pilot or open it.",
        StudyState::Pilot => "People who join now take part in the pilot, whose answers are kept apart.",
        StudyState::Open => "People who join now count.",
        StudyState::Closed => "Nobody can join or answer any more.",
    }
}

/// The number of items of a study, in words.
pub fn items(count: u32) -> String {
    counted(count.into(), "item") + " about clones"
}

/// The possible changes of state.
pub fn state_changes(state: StudyState) -> &'static [StateChange] {
    const PILOT: StateChange = StateChange { to: StudyState::Pilot, label: "Start the pilot", is_main: false };
    const OPEN: StateChange = StateChange { to: StudyState::Open, label: "Open", is_main: true };
    const CLOSE: StateChange = StateChange { to: StudyState::Closed, label: "Close", is_main: false };
    const REOPEN: StateChange = StateChange { to: StudyState::Open, label: "Open again", is_main: false };
    match state {
        StudyState::Draft => &[PILOT, OPEN],
        StudyState::Pilot => &[OPEN, CLOSE],
        StudyState::Open => &[CLOSE],
        StudyState::Closed => &[REOPEN],
    }
}

/// The counts of one population, if anybody took part.
pub fn participants(summary: &StudySummary, population: Population) -> Option<&ParticipantCounts> {
    summary.participants.iter().find(|counts| counts.population == population && counts.joined + counts.withdrawn > 0)
}

/// Participation in a line for each population that has any: `12 people (9 finished), 340 answers`.
pub fn participant_lines(summary: &StudySummary) -> Vec<String> {
    let line = |(population, one, many): (Population, &str, &str)| {
        let counts = participants(summary, population)?;
        let noun = if counts.joined == 1 { one } else { many };
        let withdrawn = match counts.withdrawn {
            0 => String::new(),
            some => format!(", {} withdrawn", count(some.into())),
        };
        Some(format!(
            "{} {noun} ({} finished{withdrawn}), {}",
            count(counts.joined.into()),
            count(counts.completed.into()),
            counted(counts.answers.into(), "answer")
        ))
    };
    let names = [
        (Population::People, "person", "people"),
        (Population::Pilot, "person in the pilot", "people in the pilot"),
        (Population::Simulated, "simulated rater", "simulated raters"),
    ];
    names.into_iter().filter_map(line).collect()
}

/// The population whose results are shown first: people, unless only others took part.
pub fn first_population(summary: &StudySummary) -> Population {
    let order = [Population::People, Population::Pilot, Population::Simulated];
    order.into_iter().find(|&one| participants(summary, one).is_some()).unwrap_or_default()
}

/// Votes of the items so far, and the number needed.
#[derive(Clone, Debug, PartialEq)]
pub struct VoteProgress {
    /// Votes of the item with the fewest.
    pub fewest: u32,
    /// Votes of the item with the most.
    pub most: u32,
    /// Votes needed for each item; absent if the stop rule does not count votes.
    pub wanted: Option<u32>,
}

impl VoteProgress {
    /// The votes of one population.
    pub fn of(study: &StudyView, population: Population) -> Self {
        let found = study.votes.iter().find(|(whose, _)| *whose == population);
        let [fewest, most] = found.map_or([0, 0], |(_, votes)| *votes);
        let wanted = match study.config.stop {
            StopRule::Votes { votes } => Some(votes),
            _ => None,
        };
        Self { fewest, most, wanted }
    }

    /// Fewest and most as shares of the bar's length.
    pub fn shares(&self) -> [f64; 2] {
        let whole = f64::from(self.wanted.unwrap_or(0).max(self.most).max(1));
        [f64::from(self.fewest) / whole, f64::from(self.most) / whole]
    }

    /// The needed number, as a share of the bar's length.
    pub fn goal(&self) -> Option<f64> {
        self.wanted.map(|wanted| f64::from(wanted) / f64::from(wanted.max(self.most).max(1)))
    }

    /// In words.
    pub fn words(&self) -> String {
        let range = if self.fewest == self.most {
            format!("Every item has {}", counted(self.fewest.into(), "vote"))
        } else {
            format!("Items have {} to {}", count(self.fewest.into()), counted(self.most.into(), "vote"))
        };
        match self.wanted {
            Some(wanted) if self.fewest >= wanted => format!("{range}; {wanted} were needed. There are enough."),
            Some(wanted) => format!("{range}; {wanted} each are needed."),
            None => format!("{range}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::example;

    #[test]
    fn a_closed_study_can_only_be_opened_again_and_a_draft_never_closed() {
        assert!(state_changes(StudyState::Draft).iter().all(|step| step.to != StudyState::Closed));
        assert_eq!(state_changes(StudyState::Closed)[0].to, StudyState::Open);
        for state in [StudyState::Draft, StudyState::Pilot, StudyState::Open, StudyState::Closed] {
            assert!(state_changes(state).iter().all(|step| step.to != state), "{state:?} to itself");
        }
    }

    #[test]
    fn populations_are_counted_apart() {
        let lines = participant_lines(&example::view().summary);
        assert_eq!(
            lines,
            ["2 people (1 finished, 1 withdrawn), 25 answers", "1 person in the pilot (1 finished), 16 answers"]
        );
    }

    #[test]
    fn results_of_people_come_first_where_there_are_people() {
        let mut summary = example::view().summary;
        assert_eq!(first_population(&summary), Population::People);
        summary.participants.retain(|counts| counts.population != Population::People);
        assert_eq!(first_population(&summary), Population::Pilot);
        summary.participants.clear();
        assert_eq!(first_population(&summary), Population::People);
    }

    #[test]
    fn the_bar_reaches_its_end_at_the_wanted_votes_or_beyond() {
        let votes = |fewest, most, wanted| VoteProgress { fewest, most, wanted };
        assert_eq!(votes(3, 6, Some(12)).shares(), [0.25, 0.5]);
        assert_eq!((votes(3, 6, Some(12)).goal(), votes(3, 24, Some(12)).goal()), (Some(1.0), Some(0.5)));
        assert_eq!(votes(0, 0, None).shares(), [0.0, 0.0]);
        assert_eq!(votes(12, 13, Some(12)).words(), "Items have 12 to 13 votes; 12 were needed. There are enough.");
        assert_eq!(votes(1, 1, None).words(), "Every item has 1 vote.");
    }
}
