//! Terms of studies with people, each explained in a line or two.

/// A term that the studies' pages explain where it first appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StudyTerm {
    /// Mean opinion score.
    Mos,
    /// Standard deviation of opinion scores.
    Sos,
    /// Krippendorff's alpha.
    Alpha,
    /// Fleiss' kappa.
    Kappa,
    /// Student's t interval.
    StudentT,
    /// Wilson's interval.
    Wilson,
    /// Bootstrap.
    Bootstrap,
    /// Interval over raters alone.
    OverRaters,
    /// Binomial test.
    BinomialTest,
    /// Bradley-Terry score.
    BradleyTerry,
    /// Screening.
    Screening,
    /// Controls.
    Controls,
    /// Attention check.
    AttentionCheck,
    /// Correlation coefficients.
    Correlation,
    /// Confusion matrix.
    Confusion,
    /// Stop rule.
    StopRule,
    /// Oracle's choice.
    Oracle,
    /// Pilot.
    Pilot,
}

impl StudyTerm {
    /// All terms.
    pub const ALL: [Self; 18] = [
        Self::Mos,
        Self::Sos,
        Self::Alpha,
        Self::Kappa,
        Self::StudentT,
        Self::Wilson,
        Self::Bootstrap,
        Self::OverRaters,
        Self::BinomialTest,
        Self::BradleyTerry,
        Self::Screening,
        Self::Controls,
        Self::AttentionCheck,
        Self::Correlation,
        Self::Confusion,
        Self::StopRule,
        Self::Oracle,
        Self::Pilot,
    ];

    /// The term itself.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mos => "mean opinion score",
            Self::Sos => "SOS parameter",
            Self::Alpha => "Krippendorff's alpha",
            Self::Kappa => "Fleiss' kappa",
            Self::StudentT => "t interval",
            Self::Wilson => "Wilson interval",
            Self::Bootstrap => "bootstrap interval",
            Self::OverRaters => "interval over raters",
            Self::BinomialTest => "binomial test",
            Self::BradleyTerry => "Bradley-Terry score",
            Self::Screening => "screening",
            Self::Controls => "control question",
            Self::AttentionCheck => "attention check",
            Self::Correlation => "correlation",
            Self::Confusion => "confusion matrix",
            Self::StopRule => "stop rule",
            Self::Oracle => "oracle's choice",
            Self::Pilot => "pilot",
        }
    }

    /// What it means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Mos => "The mean of all ratings (MOS); here in per cent of the scale, lowest answer 0, highest 100.",
            Self::Sos => {
                "How far ratings of one item spread, against the most that its mean allows: 0 all alike, 1 split between \
                 the ends."
            }
            Self::Alpha => {
                "How much more raters agree than by chance; 1 is full agreement, 0 none. Answers may be missing."
            }
            Self::Kappa => "Agreement of choices beyond chance, 1 at most, over items with equally many votes.",
            Self::StudentT => {
                "Would hold the true mean in 95 of 100 such studies of other people and raters. Many clones of one person \
                 count as one."
            }
            Self::Wilson => {
                "Would hold the true share in 95 of 100 such studies of other people and raters. Many clones of one person \
                 count as one."
            }
            Self::Bootstrap => "When people and raters are drawn again and again, 95 % of the results fall in here.",
            Self::OverRaters => "For other raters of these same clones. It says nothing about other people's clones.",
            Self::BinomialTest => "The probability of at least as many right answers if everybody guessed.",
            Self::BradleyTerry => {
                "Places clones on one scale from their wins in pairs; a lead of 1 wins 73 % of pairs."
            }
            Self::Screening => "Leaving out raters who did not do the task, by rules that are fixed before looking.",
            Self::Controls => "A question whose answer is known, mixed in to see whether raters do the task.",
            Self::AttentionCheck => "A question that says which answer to give.",
            Self::Correlation => {
                "How people's scores correlate with a measure: Pearson's for straight lines, Spearman's and Kendall's for order."
            }
            Self::Confusion => "Rows are the people shown, columns the people whom raters saw in them.",
            Self::StopRule => {
                "When the study ends. Fix it before the first answer, so that the results cannot influence it."
            }
            Self::Oracle => "Chosen by the evaluation recognizer. No attacker has it, so results are cherry-picked.",
            Self::Pilot => "A trial with a few people, whose answers never mix with the study's.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_has_its_own_sentence_and_a_name_of_its_own() {
        for (at, term) in StudyTerm::ALL.into_iter().enumerate() {
            assert!(term.meaning().ends_with('.') && term.meaning().len() < 160, "{term:?}");
            let before = &StudyTerm::ALL[..at];
            assert!(before.iter().all(|other| other.meaning() != term.meaning() && other.name() != term.name()));
        }
    }
}
