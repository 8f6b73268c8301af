//! Who may join a study, by where it stands.

use wire::study::Population;
use wire::study::summary::StudyState;

/// Whether a study takes answers of a population: closing it ends it for those as well who are in the middle.
pub fn takes_answers(state: StudyState, population: Population) -> bool {
    population == Population::Preview || matches!(state, StudyState::Pilot | StudyState::Open)
}

/// Whether a study takes participants of a population.
pub fn admits(state: StudyState, population: Population) -> bool {
    match population {
        Population::Preview => true,
        Population::Pilot => state == StudyState::Pilot,
        Population::People => state == StudyState::Open,
        Population::Simulated => matches!(state, StudyState::Pilot | StudyState::Open),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Population::{People, Pilot, Preview, Simulated};

    #[test]
    fn a_state_admits_its_own_populations() {
        let admitted = |state| [People, Pilot, Simulated, Preview].map(|population| admits(state, population));
        assert_eq!(admitted(StudyState::Draft), [false, false, false, true]);
        assert_eq!(admitted(StudyState::Pilot), [false, true, true, true]);
        assert_eq!(admitted(StudyState::Open), [true, false, true, true]);
        assert_eq!(admitted(StudyState::Closed), [false, false, false, true]);
    }
}
