//! The people that raters took clones for.

use super::measure::named;
use super::votes::Vote;
use engine::evaluation::subjective::{Answer, Confusion};
use wire::study::config::Task;
use wire::study::results::ConfusionTable;

/// The confusion matrix of the raters used; recognition only. `targets` are rows and columns.
pub fn table(task: Task, votes: &[&Vote<'_>], used: &[bool], targets: Vec<String>) -> Option<ConfusionTable> {
    if !matches!(task, Task::Recognition { .. }) {
        return None;
    }
    let place = |name: &String| targets.iter().position(|target| target == name);
    let answers = votes.iter().filter(|vote| used[vote.rater]).filter_map(|vote| {
        let answer = match named(&vote.of.item, vote.answer.value)? {
            Some(name) => Answer::Identity(place(name)?),
            None => Answer::CannotTell,
        };
        Some((place(&vote.of.item.target)?, answer))
    });
    let confusion = Confusion::of(targets.len(), answers)?;
    let answered = (0..targets.len()).map(Answer::Identity).chain([Answer::CannotTell]);
    let row = |shown| answered.clone().map(|answer| confusion.count(shown, answer) as u32).collect();
    let counts = (0..targets.len()).map(row).collect();
    Some(ConfusionTable { targets, counts })
}
