//! Bradley-Terry scores of clones that were compared in pairs.

use super::Records;
use super::votes::Vote;
use engine::evaluation::subjective::{Comparisons, bradley_terry};
use std::collections::{BTreeMap, HashMap};
use wire::run::RunId;
use wire::study::config::Task;

/// Wins added to both sides of every compared pair if no finite scores exist.
const SMOOTHING: f64 = 0.5;

type Clone<'a> = (&'a RunId, u32);

/// By item, the score of its first clone in logits with its standard error, by the raters used; and what must be said
/// beside.
///
/// Clones of one target are scored together, whatever run they are of, as far as they hang together by comparisons; the
/// scores of each such group sum to 0, and do not compare with those of another.
pub fn of_pairs(
    task: Task,
    records: &Records,
    votes: &[&Vote<'_>],
    used: &[bool],
) -> (HashMap<u64, [f64; 2]>, Vec<String>) {
    let (mut strengths, mut notes) = (HashMap::new(), Vec::new());
    if task != Task::Pairwise {
        return (strengths, notes);
    }
    let mut by_target: BTreeMap<&str, Vec<&Vote<'_>>> = BTreeMap::new();
    for vote in votes.iter().filter(|vote| used[vote.rater]) {
        by_target.entry(&vote.of.item.target).or_default().push(vote);
    }
    for (target, votes) in by_target {
        let scored = of_target(&votes);
        if scored.is_smoothed {
            notes.push(format!(
                "Bradley-Terry scores of {target} are smoothed by half a win on both sides of every compared pair: some \
                 clones won, or lost, every comparison."
            ));
        }
        if scored.groups > 1 {
            notes.push(format!(
                "Clones of {target} fall into {} groups that were not compared with each other; Bradley-Terry scores \
                 compare within a group only.",
                scored.groups
            ));
        }
        for row in records.items.iter().filter(|row| row.item.target == target) {
            let first = clones(&row.item.run, &row.item.clones).and_then(|[first, _]| scored.strengths.get(&first));
            strengths.extend(first.map(|strength| (row.id, *strength)));
        }
    }
    (strengths, notes)
}

#[derive(Default)]
struct Scored<'a> {
    strengths: BTreeMap<Clone<'a>, [f64; 2]>,
    is_smoothed: bool,
    groups: usize,
}

fn of_target<'a>(votes: &[&Vote<'a>]) -> Scored<'a> {
    let pair = |vote: &Vote<'a>| clones(&vote.of.item.run, &vote.of.item.clones);
    let compared = votes.iter().filter_map(|vote| pair(vote)).flatten();
    let places: BTreeMap<Clone<'a>, usize> = compared.map(|clone| (clone, 0)).collect();
    let names: Vec<Clone<'a>> = places.into_keys().collect();
    let place = |clone: &Clone<'a>| names.binary_search(clone).unwrap_or_default();
    let mut wins = vec![vec![0.0; names.len()]; names.len()];
    for (vote, [first, second]) in votes.iter().filter_map(|vote| Some((vote, pair(vote)?))) {
        let (first, second) = (place(&first), place(&second));
        let (winner, loser) = if vote.answer.value == 0 { (first, second) } else { (second, first) };
        wins[winner][loser] += 1.0;
    }
    let mut scored = Scored::default();
    let Ok(comparisons) = Comparisons::new(wins) else { return scored };
    for group in comparisons.groups() {
        let mut among = comparisons.among(&group);
        if !among.is_connected() {
            scored.is_smoothed = true;
            among = among.smoothed_where_compared(SMOOTHING);
        }
        let strengths = bradley_terry(&among).unwrap_or_default();
        let known = group.iter().zip(strengths).map(|(at, one)| (names[*at], [one.score, one.standard_error]));
        scored.strengths.extend(known);
        scored.groups += 1;
    }
    scored
}

/// The two clones of a pair; `None` if there are not exactly two.
fn clones<'a>(run: &'a Option<RunId>, clones: &[u32]) -> Option<[Clone<'a>; 2]> {
    let run = run.as_ref()?;
    match clones {
        [first, second] if first != second => Some([(run, *first), (run, *second)]),
        _ => None,
    }
}
