//! The terms of the field, each explained in a line or two.

/// A term that pages explain where it first appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Term {
    /// Model inversion.
    Inversion,
    /// Recognizer.
    Recognizer,
    /// Target recognizer.
    TargetRecognizer,
    /// Evaluation recognizer.
    EvaluationRecognizer,
    /// Clone.
    Clone,
    /// Seed image.
    Seed,
    /// Target score.
    TargetScore,
    /// The target score as the attack sees it at a step.
    ScoreInAttack,
    /// Evaluation score.
    EvaluationScore,
    /// Rank.
    Rank,
    /// Cumulative matching characteristic.
    Cmc,
    /// The attacker's choice.
    AttackersChoice,
    /// The oracle's choice.
    OraclesChoice,
    /// 95 % interval.
    Interval,
    /// Held-out accuracy.
    Accuracy,
    /// Loss.
    Loss,
    /// Queries.
    Queries,
    /// Target identity.
    TargetIdentity,
}

impl Term {
    /// All terms.
    pub const ALL: [Self; 18] = [
        Self::Inversion,
        Self::Recognizer,
        Self::TargetRecognizer,
        Self::EvaluationRecognizer,
        Self::Clone,
        Self::Seed,
        Self::TargetScore,
        Self::ScoreInAttack,
        Self::EvaluationScore,
        Self::Rank,
        Self::Cmc,
        Self::AttackersChoice,
        Self::OraclesChoice,
        Self::Interval,
        Self::Accuracy,
        Self::Loss,
        Self::Queries,
        Self::TargetIdentity,
    ];

    /// The term itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inversion => "model inversion",
            Self::Recognizer => "recognizer",
            Self::TargetRecognizer => "target recognizer",
            Self::EvaluationRecognizer => "evaluation recognizer",
            Self::Clone => "clone",
            Self::Seed => "seed image",
            Self::TargetScore => "target score",
            Self::ScoreInAttack => "score in the attack",
            Self::EvaluationScore => "evaluation score",
            Self::Rank => "rank",
            Self::Cmc => "CMC",
            Self::AttackersChoice => "attacker's choice",
            Self::OraclesChoice => "oracle's choice",
            Self::Interval => "95 % interval",
            Self::Accuracy => "held-out accuracy",
            Self::Loss => "loss",
            Self::Queries => "queries",
            Self::TargetIdentity => "target identity",
        }
    }

    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Inversion => "Rebuilding a registered person's face from the weights of a face recognizer alone.",
            Self::Recognizer => "A network that gives a face image one score for each registered identity.",
            Self::TargetRecognizer => {
                "The recognizer under attack. The attacker knows its weights, not its training images."
            }
            Self::EvaluationRecognizer => {
                "A judge that the attack never uses: the same structure, trained on other people and the same targets."
            }
            Self::Clone => "An image that the attack makes to look, to the recognizer, like the target.",
            Self::Seed => "Where an attack starts: the average of many public faces that no recognizer has seen.",
            Self::TargetScore => {
                "How sure the recognizer under attack is that a clone shows the target, from 0 to 1, without its defences."
            }
            Self::ScoreInAttack => {
                "The target score of a step as the attack sees it: moved and mirrored at random, behind any defences. The \
                 finished picture has another."
            }
            Self::EvaluationScore => "How sure the independent judge is that a clone shows the target, from 0 to 1.",
            Self::Rank => {
                "The target's place among all identities that the judge considers for a clone; 1 is best, ties count \
                 against the clone."
            }
            Self::Cmc => "Cumulative matching characteristic: the share of clones whose rank is at most k, for each k.",
            Self::AttackersChoice => {
                "The clone with the highest target score that the attacker can see: a choice that an attacker can really make."
            }
            Self::OraclesChoice => {
                "The clone that the judge likes best. No attacker has the judge, so this is cherry-picked; the paper \
                 shows it."
            }
            Self::Interval => {
                "Would hold the figure for all people like these in 95 of 100 such runs. Clones of one person count as one."
            }
            Self::Accuracy => "The share of images kept out of training that the recognizer names correctly.",
            Self::Queries => "Images that the attack has shown to the recognizer to get its scores.",
            Self::Loss => "What training or the attack makes small: how wrong the recognizer's answer still is.",
            Self::TargetIdentity => "A person registered in both recognizers, whose face the attack tries to rebuild.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_has_its_own_sentence() {
        for (at, term) in Term::ALL.into_iter().enumerate() {
            assert!(term.meaning().ends_with(['.', ')']) && term.meaning().len() < 160, "{term:?}");
            assert!(Term::ALL[..at].iter().all(|other| other.meaning() != term.meaning()), "{term:?}");
        }
    }
}
