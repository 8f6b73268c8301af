//! Answers, joined with their items and raters.

use super::Records;
use super::measure::percent;
use crate::store::studies::{AnswerRow, ItemKind, ItemRow, RaterRow};
use std::collections::HashMap;
use wire::study::config::Task;

/// An answer with the data needed to count it.
#[derive(Clone, Copy, Debug)]
pub struct Vote<'a> {
    /// Index of the rater in [`Votes::raters`].
    pub rater: usize,
    /// Index of the item in [`Records::items`].
    pub item: usize,
    /// Index of the item's task in the study's list.
    pub task: usize,
    /// The item.
    pub of: &'a ItemRow,
    /// As stored.
    pub answer: &'a AnswerRow,
    /// The value of [`percent`].
    pub percent: f64,
}

impl Vote<'_> {
    /// Whether it is a judgement of a picture: not instructed, and not a repeat.
    pub fn counts(&self) -> bool {
        !self.answer.is_repeat && !matches!(self.of.item.kind, ItemKind::Attention | ItemKind::Practice)
    }

    /// Whether it is about a clone, and counts.
    pub fn is_about_clone(&self) -> bool {
        self.counts() && self.of.item.kind == ItemKind::Clone
    }
}

/// All answers, and their raters.
#[derive(Debug)]
pub struct Votes<'a> {
    /// Everybody who answered anything, in the order of the rows.
    pub raters: Vec<&'a RaterRow>,
    /// In the order of the answers.
    pub all: Vec<Vote<'a>>,
}

impl<'a> Votes<'a> {
    /// Skips answers to items or by raters that are gone (withdrawn meanwhile), and answers that the task does not
    /// have.
    pub fn of(records: &'a Records) -> Self {
        let items: HashMap<u64, usize> = records.items.iter().zip(0..).map(|(item, at)| (item.id, at)).collect();
        let rows: HashMap<u64, &RaterRow> = records.raters.iter().map(|rater| (rater.id, rater)).collect();
        let mut places: HashMap<u64, usize> = HashMap::new();
        let mut votes = Self { raters: Vec::new(), all: Vec::with_capacity(records.answers.len()) };
        for answer in &records.answers {
            let Some((item, row)) = items.get(&answer.item).zip(rows.get(&answer.participant)) else { continue };
            let of = &records.items[*item];
            let Some(task) = records.task(of) else { continue };
            let Some(percent) = percent(task, &of.item, answer.value) else { continue };
            let rater = *places.entry(answer.participant).or_insert_with(|| {
                votes.raters.push(row);
                votes.raters.len() - 1
            });
            votes.all.push(Vote { rater, item: *item, task: of.item.task as usize, of, answer, percent });
        }
        votes
    }

    /// The votes of one task.
    pub fn of_task(&self, task: usize) -> impl Iterator<Item = &Vote<'a>> {
        self.all.iter().filter(move |vote| vote.task == task)
    }
}

impl Records {
    /// The task of an item; `None` if it is not in the study.
    pub fn task(&self, item: &ItemRow) -> Option<Task> {
        self.study.config.tasks.get(item.item.task as usize).map(|block| block.task)
    }
}
