//! Each item about a clone.

use super::Records;
use super::measure::figure_of_item;
use super::tally::Tallies;
use crate::store::studies::{ItemKind, ItemRow as StoredItem};
use engine::evaluation::subjective::Resampler;
use std::collections::HashMap;
use wire::run::RunId;
use wire::study::config::Task;
use wire::study::results::ItemRow;

/// The items about clones of one task.
pub struct TaskItems<'a> {
    /// In the order of the records.
    pub items: Vec<&'a StoredItem>,
    /// For each item of the records, its place among `items`.
    pub places: Vec<Option<usize>>,
}

/// The items about clones of the task at `at`.
pub fn shown<'a>(records: &'a Records, at: usize) -> TaskItems<'a> {
    let mut shown = TaskItems { items: Vec::new(), places: Vec::with_capacity(records.items.len()) };
    for row in &records.items {
        let is_shown = row.item.kind == ItemKind::Clone && row.item.task as usize == at;
        shown.places.push(is_shown.then_some(shown.items.len()));
        shown.items.extend(is_shown.then_some(row));
    }
    shown
}

/// The rows; `tallies` are in the order of `shown`, `strengths` by item.
pub fn rows(
    task: Task,
    shown: &TaskItems<'_>,
    tallies: &[Tallies],
    strengths: &HashMap<u64, [f64; 2]>,
    resampler: &mut Resampler,
) -> Vec<ItemRow> {
    let rows = shown.items.iter().zip(tallies).map(|(row, tallies)| {
        let item = &row.item;
        let objective = item.objective.first();
        ItemRow {
            item: row.id,
            target: item.target.clone(),
            run: item.run.clone().unwrap_or_else(|| RunId(String::new())),
            clones: item.clones.clone(),
            picture: picture(task, &item.stimuli),
            score: tallies.score(figure_of_item(task), resampler),
            strength: strengths.get(&row.id).copied(),
            target_score: objective.map_or(0.0, |one| one.target_score),
            evaluation_score: objective.map_or(0.0, |one| one.evaluation_score),
            evaluation_rank: objective.map_or(0, |one| one.evaluation_rank),
        }
    });
    rows.collect()
}

/// Of a pair, the first clone; a photo of the target comes before it.
fn picture(task: Task, stimuli: &[String]) -> String {
    let at = usize::from(task == Task::Pairwise);
    stimuli.get(at).map_or(String::new(), |id| format!("/api/stimuli/{id}.png"))
}
