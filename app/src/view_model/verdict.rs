//! What a report comes down to, in one sentence.

use crate::wire::report::{CloneReport, Report};

/// How many identities the evaluation recognizer accepts, from the clones and from their seeds.
///
/// An identity counts as accepted when the evaluation recognizer ranks it first for more than half of *all* of its
/// clones, so that one lucky clone does not make a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Target identities in all.
    pub identities: usize,
    /// Accepted from the clones.
    pub accepted: usize,
    /// Accepted from the seed images alone, before any attack.
    pub accepted_from_seed: usize,
}

impl Verdict {
    /// Counts.
    pub fn of(report: &Report) -> Self {
        Self {
            identities: report.identities.len(),
            accepted: report.identities.iter().filter(|identity| accepts(&identity.clones)).count(),
            accepted_from_seed: report.identities.iter().filter(|identity| accepts(&identity.seed.seeds)).count(),
        }
    }

    /// The sentence.
    pub fn sentence(self) -> String {
        match self {
            Self { identities: 0, .. } => "No identity was attacked, so there is nothing to judge.".into(),
            Self { identities: 1, accepted, accepted_from_seed } => format!(
                "An independent recognizer {} the clones of the one identity attacked; the seed alone is {}.",
                if accepted == 1 { "accepts" } else { "does not accept" },
                if accepted_from_seed == 1 { "accepted too" } else { "not accepted" },
            ),
            Self { identities, accepted, accepted_from_seed } => format!(
                "An independent recognizer accepts the clones of {accepted} of {identities} identities; \
                 from the seed alone, {accepted_from_seed} of {identities}."
            ),
        }
    }
}

/// The sentence that a report comes down to.
pub fn verdict(report: &Report) -> String {
    Verdict::of(report).sentence()
}

fn accepts(images: &[CloneReport]) -> bool {
    2 * images.iter().filter(|image| image.evaluation_rank == 1).count() > images.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view_model::example;

    #[test]
    fn half_of_the_clones_is_not_enough() {
        let report = example::report(&[("A", &[1, 1, 2]), ("B", &[1, 2]), ("C", &[1, 1])]);
        assert_eq!(Verdict::of(&report), Verdict { identities: 3, accepted: 2, accepted_from_seed: 0 });
        assert_eq!(
            verdict(&report),
            "An independent recognizer accepts the clones of 2 of 3 identities; from the seed alone, 0 of 3."
        );
    }

    #[test]
    fn one_identity_and_none_are_said_in_words() {
        let one = verdict(&example::report(&[("A", &[1])]));
        assert_eq!(
            one,
            "An independent recognizer accepts the clones of the one identity attacked; the seed alone is not accepted."
        );
        assert!(verdict(&example::report(&[])).starts_with("No identity"));
    }

    #[test]
    fn seeds_that_are_accepted_without_an_attack_are_counted() {
        let mut report = example::report(&[("A", &[1, 1]), ("B", &[3, 4])]);
        report.identities[0].seed.seeds.iter_mut().for_each(|seed| seed.evaluation_rank = 1);
        assert_eq!(Verdict::of(&report).accepted_from_seed, 1);
    }
}
