//! Whether there is enough, in words.

use super::measure::task_name;
use wire::study::config::{StopRule, Task};
use wire::study::results::{Score, TaskResults};

/// How the stop rule stands.
pub fn words(stop: &StopRule, tasks: &[TaskResults]) -> String {
    match stop {
        StopRule::Never => "No stop rule: the researcher says when there is enough.".into(),
        StopRule::Votes { votes } => of_votes(*votes, tasks),
        StopRule::Width { half_width } => of_width(*half_width, tasks),
    }
}

fn of_votes(wanted: u32, tasks: &[TaskResults]) -> String {
    let fewest =
        |votes: fn(&wire::study::results::ItemRow) -> u32| tasks.iter().flat_map(|task| &task.items).map(votes).min();
    let Some(raw) = fewest(|item| item.score.raw.votes) else { return "No items about clones.".into() };
    let used = fewest(|item| item.score.screened.votes).unwrap_or(0);
    let after = if used < raw { format!(" ({used} of raters used)") } else { String::new() };
    let met = if raw >= wanted { " The stop rule is met." } else { "" };
    format!("Fewest votes of an item: {raw} of {wanted}{after}.{met}")
}

/// Pairs have no mean, and so no width.
fn of_width(wanted: f64, tasks: &[TaskResults]) -> String {
    let judged: Vec<&TaskResults> = tasks.iter().filter(|task| task.task != Task::Pairwise).collect();
    let half = |task: &&TaskResults| half_width(&task.clones.score.screened).unwrap_or(f64::INFINITY);
    let widest = judged.iter().max_by(|left, right| half(left).total_cmp(&half(right)));
    let Some(widest) = widest else { return "No task has a mean whose interval could be wide or narrow.".into() };
    let (name, reached) = (task_name(widest.task), half(widest));
    if reached.is_infinite() {
        return format!("Too few answers for an interval ({name}); ±{wanted} points are wanted.");
    }
    let met = if reached <= wanted { " The stop rule is met." } else { "" };
    format!("Widest interval of raters used: ±{reached:.1} points ({name}), ±{wanted} wanted.{met}")
}

/// How far the interval of raters reaches from the figure, to the farther side: more raters make no more people.
fn half_width(score: &Score) -> Option<f64> {
    let (percent, [low, high]) = score.percent.zip(score.raters)?;
    Some((percent - low).max(high - percent))
}
