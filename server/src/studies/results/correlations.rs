//! How people's scores of items go with what recognizers say of them.

use super::items::Shown;
use crate::store::studies::Objective;
use app::wire::study::config::Task;
use app::wire::study::results::{Correlation, ItemRow};
use engine::evaluation::subjective::{kendall, pearson, pearson_interval, spearman};

/// What is held against people's scores: the name, that of a pair, and how to read it.
const MEASURES: [(&str, &str, fn(&Objective) -> f64); 3] = [
    ("R_E score", "R_E score, first less second", |one| one.evaluation_score),
    ("R_E rank", "R_E rank, first less second", |one| f64::from(one.evaluation_rank)),
    ("R_T score", "R_T score, first less second", |one| one.target_score),
];

/// Over items that raters who are used voted on. Of a pair, the share that preferred the first clone is held against the
/// measure's difference between the two.
pub fn of(task: Task, shown: &Shown<'_>, rows: &[ItemRow]) -> Vec<Correlation> {
    MEASURES
        .iter()
        .map(|(name, of_pair, measure)| {
            let is_pair = task == Task::Pairwise;
            let pairs: Vec<(f64, f64)> = shown
                .items
                .iter()
                .zip(rows)
                .filter_map(|(stored, row)| {
                    let objective = match stored.item.objective.as_slice() {
                        [first, second, ..] if is_pair => measure(first) - measure(second),
                        [first, ..] if !is_pair => measure(first),
                        _ => return None,
                    };
                    Some((objective, row.score.screened.percent?))
                })
                .collect();
            correlation(if is_pair { of_pair } else { name }, &pairs)
        })
        .collect()
}

fn correlation(measure: &str, pairs: &[(f64, f64)]) -> Correlation {
    let pearson = pearson(pairs);
    Correlation {
        measure: measure.into(),
        items: pairs.len() as u32,
        pearson,
        interval: pearson.and_then(|pearson| pearson_interval(pearson, pairs.len())),
        spearman: spearman(pairs),
        kendall: kendall(pairs),
    }
}
