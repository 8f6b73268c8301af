//! The truth about each question, from the study's export: which picture is where.

use crate::store::studies::ItemKind;
use crate::studies::export::{ExportedItem, item_kind};
use anyhow::{Context, Result};
use serde::Deserialize;
use std::collections::HashMap;
use wire::study::config::{StudyConfig, Task};
use wire::study::quiz::{Question, QuestionTask};

#[derive(Deserialize)]
struct Export {
    study: Study,
    items: Vec<ExportedItem>,
}

#[derive(Deserialize)]
struct Study {
    config: StudyConfig,
}

/// All items, by their pictures.
pub struct Truth {
    tasks: Vec<Task>,
    items: HashMap<Vec<String>, Vec<ExportedItem>>,
}

/// The truth about a question.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionTruth<'a> {
    /// The item.
    pub item: &'a ExportedItem,
    /// What it shows.
    pub kind: ItemKind,
    /// The shown pictures by their places in the item's own order.
    pub order: Vec<usize>,
}

impl Truth {
    /// Reads an export.
    ///
    /// # Errors
    /// If it is none.
    pub fn read(export: &str) -> Result<Self> {
        let Export { study, items } =
            serde_json::from_str(export).context("the study's export cannot be understood")?;
        let tasks = study.config.tasks.iter().map(|block| block.task).collect();
        let mut truth = Self { tasks, items: HashMap::new() };
        for item in items {
            truth.items.entry(sorted(item.pictures.clone())).or_default().push(item);
        }
        Ok(truth)
    }

    /// The truth about a question: the item of the same task with the same pictures. An attention check has the
    /// pictures of an item about a clone, and is recognized by its instruction.
    ///
    /// # Errors
    /// If the export has no such item.
    pub fn of(&self, question: &Question) -> Result<QuestionTruth<'_>> {
        let shown: Vec<String> = question.pictures.iter().map(|picture| id(&picture.address).to_owned()).collect();
        let alike = self.items.get(&sorted(shown.clone())).map(Vec::as_slice).unwrap_or_default();
        let found = alike.iter().find_map(|item| {
            let kind = item_kind(&item.kind)?;
            let task = self.tasks.get(item.task as usize)?;
            let is_it = asks(*task, question.task)
                && (kind == ItemKind::Attention) == question.instructed.is_some()
                && (kind == ItemKind::Practice) == question.is_practice
                // Candidates and photos are shuffled; the picture in question comes first.
                && item.pictures.first() == shown.first();
            is_it.then_some((item, kind))
        });
        let (item, kind) = found.context("the export does not know a question of the quiz; did the study change?")?;
        let place = |shown: &String| item.pictures.iter().position(|picture| picture == shown).unwrap_or(0);
        Ok(QuestionTruth { item, kind, order: shown.iter().map(place).collect() })
    }
}

fn sorted(mut pictures: Vec<String>) -> Vec<String> {
    pictures.sort_unstable();
    pictures
}

/// The id at the end of `/api/stimuli/{id}.png`.
fn id(address: &str) -> &str {
    let file = address.rsplit('/').next().unwrap_or(address);
    file.strip_suffix(".png").unwrap_or(file)
}

fn asks(task: Task, asked: QuestionTask) -> bool {
    match (task, asked) {
        (Task::Similarity { scale }, QuestionTask::Similarity { scale: other }) => scale == other,
        (Task::Naturalness { form }, QuestionTask::Naturalness { form: other }) => form == other,
        (Task::Recognition { .. }, QuestionTask::Recognition)
        | (Task::Pairwise, QuestionTask::Pairwise)
        | (Task::SamePerson, QuestionTask::SamePerson) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::studies::NewItem;
    use crate::studies::example::{about, records};
    use crate::studies::export::json;
    use crate::studies::results::results;
    use wire::study::Population;
    use wire::study::quiz::Picture;
    use wire::study::results::ScreeningConfig;

    fn picture(id: &&str) -> Picture {
        Picture { address: format!("/api/stimuli/{id}.png"), sha256: String::new() }
    }

    fn question(task: QuestionTask, ids: &[&str]) -> Question {
        Question {
            assignment: 1,
            position: 1,
            total: 1,
            is_practice: false,
            begins_task: true,
            task,
            pictures: ids.iter().map(picture).collect(),
            instructed: None,
            next: Vec::new(),
        }
    }

    #[test]
    fn a_question_is_known_by_its_pictures_in_any_order() {
        let recognition =
            NewItem { candidates: ["Ann", "Bob", "Cem"].map(String::from).to_vec(), ..about(0, "Ann", &[1]) };
        let check = NewItem { kind: ItemKind::Attention, ..recognition.clone() };
        let mut study = records(&[Task::Recognition { candidates: 3 }], vec![recognition, check]);
        study.items[1].item.stimuli = study.items[0].item.stimuli.clone();
        let results = results(&study, Population::Simulated, &ScreeningConfig::default(), 1);
        let truth = Truth::read(&json(&study, &results).expect("JSON")).expect("an export");
        let [picture, ann, bob, cem] = &study.items[0].item.stimuli[..] else { panic!("four pictures") };
        let asked = question(QuestionTask::Recognition, &[picture, cem, ann, bob]);
        let known = truth.of(&asked).expect("known");
        assert_eq!((known.item.item, known.kind, known.order), (1, ItemKind::Clone, vec![0, 3, 1, 2]));
        let known = truth.of(&Question { instructed: Some(2), ..asked }).map(|known| known.item.item);
        assert_eq!(known.ok(), Some(2));
        assert!(truth.of(&question(QuestionTask::Recognition, &[ann, picture, bob, cem])).is_err());
        assert!(truth.of(&question(QuestionTask::SamePerson, &[picture, ann, bob, cem])).is_err());
        assert!(Truth::read("{}").is_err());
    }
}
