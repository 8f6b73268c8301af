//! How people's scores of items go with what recognizers say of them.

use super::items::TaskItems;
use crate::store::studies::Objective;
use engine::evaluation::subjective::{kendall, pearson, pearson_interval_of_groups, spearman};
use wire::study::config::Task;
use wire::study::results::{Correlation, ItemRow};

/// A measure to correlate with people's scores.
struct Measure {
    name: &'static str,
    /// The name of its difference in a pair.
    of_pair: &'static str,
    figure: fn(&Objective) -> f64,
}

const MEASURES: [Measure; 3] = [
    Measure { name: "R_E score", of_pair: "R_E score, first less second", figure: |one| one.evaluation_score },
    Measure { name: "R_E rank", of_pair: "R_E rank, first less second", figure: |one| f64::from(one.evaluation_rank) },
    Measure { name: "R_T score", of_pair: "R_T score, first less second", figure: |one| one.target_score },
];

/// Over items that raters who are used voted on. Of a pair, the share that preferred the first clone is held against
/// the measure's difference between the two. Intervals are over the `targets`: clones of one person are near-copies.
pub fn of(task: Task, shown: &TaskItems<'_>, rows: &[ItemRow], targets: &[String]) -> Vec<Correlation> {
    let is_pair = task == Task::Pairwise;
    let of_measure = |measure: &Measure| {
        let items = shown.items.iter().zip(rows);
        let (pairs, people): (Vec<(f64, f64)>, Vec<usize>) = items
            .filter_map(|(stored, row)| {
                let figure = match stored.item.objective.as_slice() {
                    [first, second, ..] if is_pair => (measure.figure)(first) - (measure.figure)(second),
                    [first, ..] if !is_pair => (measure.figure)(first),
                    _ => return None,
                };
                let person = targets.iter().position(|name| *name == stored.item.target)?;
                Some(((figure, row.score.screened.percent?), person))
            })
            .unzip();
        correlation(if is_pair { measure.of_pair } else { measure.name }, &pairs, &people)
    };
    MEASURES.iter().map(of_measure).collect()
}

fn correlation(measure: &str, pairs: &[(f64, f64)], people: &[usize]) -> Correlation {
    Correlation {
        measure: measure.into(),
        items: pairs.len() as u32,
        pearson: pearson(pairs),
        interval: pearson_interval_of_groups(pairs, people),
        spearman: spearman(pairs),
        kendall: kendall(pairs),
    }
}
