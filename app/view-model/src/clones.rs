//! Orders in which a contact sheet shows its clones.

use std::cmp::Ordering;
use wire::report::CloneReport;

/// An order of a contact sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    /// As made.
    #[default]
    Order,
    /// Highest target score first, as an attacker would sort.
    TargetScore,
    /// Highest evaluation score first.
    EvaluationScore,
    /// Best rank first; within a rank, the highest evaluation score.
    Rank,
}

impl SortKey {
    /// Every order.
    pub const ALL: [Self; 4] = [Self::Order, Self::TargetScore, Self::EvaluationScore, Self::Rank];

    /// Its name on pages.
    pub fn label(self) -> &'static str {
        match self {
            Self::Order => "as made",
            Self::TargetScore => "target score",
            Self::EvaluationScore => "evaluation score",
            Self::Rank => "rank",
        }
    }

    /// Its value in forms.
    pub fn value(self) -> &'static str {
        match self {
            Self::Order => "order",
            Self::TargetScore => "target",
            Self::EvaluationScore => "evaluation",
            Self::Rank => "rank",
        }
    }

    /// The order of a form's value; as made if unknown.
    pub fn from_value(value: &str) -> Self {
        Self::ALL.into_iter().find(|key| key.value() == value).unwrap_or_default()
    }

    fn compare(self, a: &CloneReport, b: &CloneReport) -> Ordering {
        match self {
            Self::Order => Ordering::Equal,
            Self::TargetScore => b.target_score.total_cmp(&a.target_score),
            Self::EvaluationScore => b.evaluation_score.total_cmp(&a.evaluation_score),
            Self::Rank => {
                a.evaluation_rank.cmp(&b.evaluation_rank).then(b.evaluation_score.total_cmp(&a.evaluation_score))
            }
        }
    }
}

/// Indices of `clones` in this order; ties stay as made.
pub fn sorted(clones: &[CloneReport], key: SortKey) -> Vec<usize> {
    let mut order: Vec<usize> = (0..clones.len()).collect();
    order.sort_by(|&a, &b| key.compare(&clones[a], &clones[b]));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clone(target_score: f64, evaluation_score: f64, evaluation_rank: u32) -> CloneReport {
        CloneReport {
            file: String::new(),
            steps: 1,
            target_score,
            evaluation_score,
            target_rank: None,
            evaluation_rank,
        }
    }

    #[test]
    fn each_order_puts_the_best_first_and_keeps_ties_as_made() {
        let clones = [clone(0.9, 0.1, 2), clone(0.8, 0.3, 1), clone(0.9, 0.2, 1), clone(0.1, f64::NAN, 4)];
        assert_eq!(sorted(&clones, SortKey::Order), [0, 1, 2, 3]);
        assert_eq!(sorted(&clones, SortKey::TargetScore), [0, 2, 1, 3]);
        assert_eq!(sorted(&clones, SortKey::Rank), [1, 2, 0, 3]);
        assert_eq!(sorted(&clones[..3], SortKey::EvaluationScore), [1, 2, 0]);
    }

    #[test]
    fn a_form_gets_back_the_order_it_named() {
        assert!(SortKey::ALL.into_iter().all(|key| SortKey::from_value(key.value()) == key));
        assert_eq!(SortKey::from_value("nonsense"), SortKey::Order);
    }
}
