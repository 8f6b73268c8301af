//! The work of a study's participants.

use crate::number::{count, counted};
use wire::study::summary::StudyCheck;

/// Items of each task, questions of a participant, participants needed.
pub fn work(checked: &StudyCheck, titles: &[&str]) -> String {
    let items = titles.iter().zip(&checked.items).map(|(title, items)| format!("{} {}", title, count((*items).into())));
    let questions = counted(checked.questions.into(), "question");
    let participants = match checked.participants {
        Some(participants) => {
            format!(" It takes {} until every item has its votes.", counted(participants.into(), "participant"))
        }
        None => String::new(),
    };
    format!(
        "Items about clones: {}. Each participant answers {questions}.{participants}",
        items.collect::<Vec<_>>().join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_work_is_told_by_task_and_by_participant() {
        let checked = StudyCheck { problems: vec![], items: vec![20, 1000], questions: 31, participants: Some(40) };
        assert_eq!(
            work(&checked, &["Similarity", "Which of two"]),
            "Items about clones: Similarity 20, Which of two 1,000. Each participant answers 31 questions. It takes 40 participants \
             until every item has its votes."
        );
    }
}
