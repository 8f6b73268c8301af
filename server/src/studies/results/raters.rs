//! Each rater: how they worked, and whether their answers count.

use super::Records;
use super::measure::{is_alike, is_right};
use super::screening::{RaterScreening, judge};
use super::votes::{Vote, Votes};
use crate::store::studies::{ItemKind, RaterRow as StoredRater};
use engine::evaluation::subjective::median;
use std::collections::HashMap;
use wire::study::results::{RaterRow, ScreeningConfig};

/// The rows, in the order of [`Votes::raters`].
pub fn rows(records: &Records, votes: &Votes<'_>, config: &ScreeningConfig) -> Vec<RaterRow> {
    let mut given = vec![Vec::new(); votes.raters.len()];
    votes.all.iter().for_each(|vote| given[vote.rater].push(vote));
    let judged = judge(records, votes, config).into_iter();
    let rows = votes.raters.iter().zip(given).zip(judged);
    rows.map(|((rater, votes), judged)| row(records, rater, &votes, judged)).collect()
}

fn row(records: &Records, rater: &StoredRater, votes: &[&Vote<'_>], judged: RaterScreening) -> RaterRow {
    let RaterScreening { reasons, correlation, attention } = judged;
    let times = votes.iter().map(|vote| f64::from(vote.answer.response_ms));
    RaterRow {
        rater: rater.id,
        joined_ms: rater.joined_ms,
        is_complete: rater.completed_ms.is_some(),
        answers: votes.len() as u32,
        median_ms: median(times).map(|time| time.round() as u32),
        too_fast: rater.too_fast,
        focus_losses: votes.iter().map(|vote| vote.answer.focus_losses).sum(),
        controls: controls(records, votes),
        attention,
        repeats: repeats(records, votes),
        correlation,
        is_used: rater.use_decision.unwrap_or(reasons.is_empty()),
        reasons,
        use_decision: rater.use_decision,
        accepted: rater.accepted,
        simulated: rater.simulated.clone(),
    }
}

/// Controls with a known answer: right, asked.
fn controls(records: &Records, votes: &[&Vote<'_>]) -> [u32; 2] {
    let is_control = |vote: &&&Vote<'_>| vote.counts() && vote.of.item.kind != ItemKind::Clone;
    let known = votes
        .iter()
        .filter(is_control)
        .filter_map(|vote| records.task(vote.of).and_then(|task| is_right(task, &vote.of.item, vote.answer.value)));
    known.fold([0, 0], |[right, asked], is_right| [right + u32::from(is_right), asked + 1])
}

/// Repeats: answered alike, asked.
fn repeats(records: &Records, votes: &[&Vote<'_>]) -> [u32; 2] {
    let first: HashMap<usize, i32> =
        votes.iter().filter(|vote| !vote.answer.is_repeat).map(|vote| (vote.item, vote.answer.value)).collect();
    let pairs = votes.iter().filter(|vote| vote.answer.is_repeat).filter_map(|vote| {
        let (first, task) = (first.get(&vote.item)?, records.task(vote.of)?);
        Some(is_alike(task, &vote.of.item, [*first, vote.answer.value]))
    });
    pairs.fold([0, 0], |[alike, asked], is_alike| [alike + u32::from(is_alike), asked + 1])
}
