//! Why a rater is left out.

use std::fmt;

/// The reason a rule gives, with the figure and the threshold passed; its text is for reports.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reason {
    /// Nearly always the same answer.
    StraightLine {
        /// Share of the most common answer, in [0,1].
        share: f64,
        /// Shares from this on are flagged.
        threshold: f64,
    },
    /// Answers that hardly vary.
    Flat {
        /// The rater's standard deviation over the median rater's.
        spread: f64,
        /// Values up to this are flagged.
        threshold: f64,
    },
    /// The scale used upside down.
    Inverted {
        /// Pearson's correlation with the mean of the others.
        correlation: f64,
        /// Correlations up to this are flagged.
        threshold: f64,
    },
    /// Ratings that disagree with those of the others.
    Disagrees {
        /// Pearson's correlation with the mean of the others.
        correlation: f64,
        /// Correlations below this are flagged.
        threshold: f64,
    },
    /// Often deviates far in both directions (ITU-R BT.500).
    Erratic {
        /// (P + Q) over the rater's ratings.
        share: f64,
        /// |P − Q|/(P + Q).
        balance: f64,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::StraightLine { share, threshold } => {
                write!(
                    formatter,
                    "gave one answer in {:.0} % of ratings (limit {:.0} %)",
                    100.0 * share,
                    100.0 * threshold
                )
            }
            Self::Flat { spread, threshold } => {
                write!(
                    formatter,
                    "answers spread {spread:.2} times as far as the median rater's (limit {threshold:.2})"
                )
            }
            Self::Inverted { correlation, threshold } => {
                write!(
                    formatter,
                    "read the scale upside down: correlation {correlation:.2} with the others (limit {threshold:.2})"
                )
            }
            Self::Disagrees { correlation, threshold } => {
                write!(formatter, "correlation {correlation:.2} with the others (at least {threshold:.2} is wanted)")
            }
            Self::Erratic { share, balance } => write!(
                formatter,
                "far from the others in {:.1} % of ratings, to both sides (balance {balance:.2}; ITU-R BT.500)",
                100.0 * share
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_tells_its_figure_and_its_limit() {
        let cases = [
            (Reason::StraightLine { share: 0.95, threshold: 0.8 }, ["95 %", "80 %"]),
            (Reason::Flat { spread: 0.11, threshold: 0.2 }, ["0.11", "0.20"]),
            (Reason::Inverted { correlation: -0.61, threshold: -0.3 }, ["-0.61", "-0.30"]),
            (Reason::Disagrees { correlation: 0.05, threshold: 0.3 }, ["0.05", "0.30"]),
            (Reason::Erratic { share: 0.125, balance: 0.2 }, ["12.5 %", "0.20"]),
        ];
        for (reason, parts) in cases {
            let text = reason.to_string();
            assert!(parts.iter().all(|part| text.contains(part)), "{text}");
        }
    }
}
