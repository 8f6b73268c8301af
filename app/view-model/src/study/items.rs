//! The items of a task in a table.

use super::score::{statistic, with_interval};
use crate::number;
use crate::paths;
use wire::study::results::ItemRow;

/// An order of the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As made.
    #[default]
    Made,
    /// Highest human score first.
    Score,
    /// Highest evaluation score first.
    Evaluation,
    /// Fewest votes first.
    Votes,
}

impl Order {
    /// All orders: value and label.
    pub const ALL: [(Self, &'static str, &'static str); 4] = [
        (Self::Made, "made", "as made"),
        (Self::Score, "score", "people's score"),
        (Self::Evaluation, "evaluation", "R_E score"),
        (Self::Votes, "votes", "fewest votes"),
    ];

    /// The order with this value.
    pub fn of(value: &str) -> Self {
        Self::ALL.into_iter().find(|(_, key, _)| *key == value).map_or_else(Self::default, |(order, ..)| order)
    }
}

/// Items in an order; those without a score are last.
pub fn ordered(items: &[ItemRow], order: Order) -> Vec<&ItemRow> {
    let mut items: Vec<_> = items.iter().collect();
    let by = |key: fn(&ItemRow) -> f64| move |a: &&ItemRow, b: &&ItemRow| key(b).total_cmp(&key(a));
    match order {
        Order::Made => {}
        Order::Score => items.sort_by(by(|item| item.score.screened.percent.unwrap_or(-1.0))),
        Order::Evaluation => items.sort_by(by(|item| item.evaluation_score)),
        Order::Votes => items.sort_by(by(|item| -f64::from(item.score.raw.votes))),
    }
    items
}

/// An item in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemWords {
    /// The clone or pair shown.
    pub name: String,
    /// The address of the clone's report.
    pub report: String,
    /// Answers by all raters and by those used.
    pub votes: String,
    /// Human score, all raters.
    pub raw: String,
    /// Human score, raters used.
    pub screened: String,
    /// Bradley-Terry score with its standard error.
    pub strength: String,
    /// Target score.
    pub target_score: String,
    /// Evaluation score.
    pub evaluation_score: String,
    /// Rank by the evaluation recognizer.
    pub rank: u32,
}

impl ItemWords {
    /// The words for an item.
    pub fn of(item: &ItemRow) -> Self {
        let numbers: Vec<_> = item.clones.iter().map(|clone| (clone + 1).to_string()).collect();
        let noun = if numbers.len() == 1 { "clone" } else { "clones" };
        Self {
            name: format!("{noun} {} of {}", numbers.join(" and "), item.target),
            report: paths::report_page(&item.run),
            votes: number::count(item.score.raw.votes.into()),
            raw: with_interval(&item.score.raw),
            screened: with_interval(&item.score.screened),
            strength: item
                .strength
                .map_or_else(|| "–".into(), |[at, error]| format!("{} ± {}", statistic(at), statistic(error))),
            target_score: number::score(item.target_score),
            evaluation_score: number::score(item.evaluation_score),
            rank: item.evaluation_rank,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::example;

    #[test]
    fn items_without_votes_are_last_by_score_and_first_by_votes() {
        let items = &example::results().tasks[0].items;
        let names = |order| ordered(items, order).iter().map(|item| item.item).collect::<Vec<_>>();
        assert_eq!(names(Order::Made), [1, 2, 3]);
        assert_eq!(names(Order::Score), [2, 1, 3]);
        assert_eq!(names(Order::Votes), [3, 1, 2]);
        assert_eq!(names(Order::of("evaluation")), [3, 2, 1]);
        assert_eq!(Order::of("nonsense"), Order::Made);
    }

    #[test]
    fn a_pair_names_both_clones() {
        let mut item = example::results().tasks[0].items[0].clone();
        assert_eq!(ItemWords::of(&item).name, "clone 1 of Ada");
        item.clones = vec![0, 4];
        item.strength = Some([-0.5, 0.25]);
        let words = ItemWords::of(&item);
        assert_eq!((words.name.as_str(), words.strength.as_str()), ("clones 1 and 5 of Ada", "−0.50 ± 0.25"));
    }
}
