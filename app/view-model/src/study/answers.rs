//! The result of a task in a sentence.

use super::score::{percent, probability, with_interval};
use super::tasks::{TaskKind, is_share};
use wire::study::config::Task;
use wire::study::results::{ItemRow, Score, TaskResults};

/// The sentence: raw and screened figures, and chance if guessing is meaningful.
pub fn answer(results: &TaskResults) -> String {
    let (raw, screened) = (&results.clones.score.raw, &results.clones.score.screened);
    let subject = subject(results.task);
    if TaskKind::of(results.task) == TaskKind::Pairwise {
        return pairs(results);
    }
    if raw.votes == 0 {
        return format!("{subject}: no answers yet.");
    }
    format!("{subject} {} raw, {} screened{}.", with_interval(raw), with_interval(screened), guessing(screened))
}

fn subject(task: Task) -> &'static str {
    match TaskKind::of(task) {
        TaskKind::Similarity => "Similarity",
        TaskKind::Recognition => "Recognized",
        TaskKind::Naturalness if is_share(task) => "Taken for real photos",
        TaskKind::Naturalness => "Naturalness",
        TaskKind::Pairwise => "Compared in pairs",
        TaskKind::SamePerson => "Taken for the same person",
    }
}

fn guessing(score: &Score) -> String {
    match (score.chance, score.p_value) {
        (Some(chance), Some(p)) => {
            format!("; guessing gives {} (p\u{a0}{})", percent(chance), equals(&probability(p)))
        }
        (Some(chance), None) => format!("; guessing gives {}", percent(chance)),
        _ => String::new(),
    }
}

fn equals(probability: &str) -> String {
    if probability.starts_with('<') { probability.to_owned() } else { format!("=\u{a0}{probability}") }
}

/// Pairs have no right answer: the result is the clone of each target that is most like it.
fn pairs(results: &TaskResults) -> String {
    if results.clones.score.raw.votes == 0 {
        return "Compared in pairs: no answers yet.".into();
    }
    let mut strongest: Vec<(&ItemRow, f64)> = Vec::new();
    for (item, score) in results.items.iter().filter_map(|item| Some((item, item.strength?[0]))) {
        match strongest.iter_mut().find(|(other, _)| other.target == item.target) {
            Some(best) if best.1 >= score => {}
            Some(best) => *best = (item, score),
            None => strongest.push((item, score)),
        }
    }
    let clone = |(item, _): &(&ItemRow, f64)| {
        let number = item.clones.first().map_or(0, |clone| clone + 1);
        format!("clone {number} of {}", item.target)
    };
    match strongest.len() {
        0 => "Compared in pairs: too few answers to order the clones.".into(),
        _ => format!("Most like their targets: {}.", strongest.iter().map(clone).collect::<Vec<_>>().join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::example;

    fn plain(text: &str) -> String {
        text.replace('\u{a0}', " ")
    }

    #[test]
    fn raw_and_screened_stand_side_by_side() {
        let results = example::results();
        assert_eq!(plain(&answer(&results.tasks[0])), "Similarity 45 % [41, 49] raw, 47 % [43, 51] screened.");
    }

    #[test]
    fn recognition_is_compared_with_guessing() {
        let results = example::results();
        assert_eq!(
            plain(&answer(&results.tasks[1])),
            "Recognized 33 % [28, 38] raw, 35 % [30, 40] screened; guessing gives 20 % (p < 0.001)."
        );
    }

    #[test]
    fn of_pairs_the_strongest_clone_of_each_target_is_named() {
        let mut task = example::results().tasks.remove(0);
        task.task = Task::Pairwise;
        assert_eq!(answer(&task), "Compared in pairs: too few answers to order the clones.");
        task.items[2].target = "Ben".into();
        for (item, score) in task.items.iter_mut().zip([-0.5, 0.5, 0.0]) {
            item.strength = Some([score, 0.1]);
        }
        assert_eq!(answer(&task), "Most like their targets: clone 2 of Ada, clone 3 of Ben.");
    }

    #[test]
    fn without_answers_no_figure_is_claimed() {
        let mut results = example::results();
        results.tasks[0].clones.score = Default::default();
        assert_eq!(answer(&results.tasks[0]), "Similarity: no answers yet.");
    }
}
