//! Small studies for tests.

use super::results::Records;
use crate::store::studies::{AnswerRow, ItemKind, ItemRow, NewItem, Objective, RaterRow, StudyRow};
use wire::people::WorkspaceId;
use wire::run::RunId;
use wire::study::StudyId;
use wire::study::config::{Controls, StudyConfig, Task, TaskConfig};
use wire::study::summary::StudyState;

/// Ann's first run, so to speak.
pub fn run() -> RunId {
    RunId("00000000000000aa".into())
}

/// An item without pictures.
pub fn item(task: u32, kind: ItemKind, target: &str) -> NewItem {
    NewItem {
        task,
        kind,
        target: target.into(),
        run: None,
        clones: Vec::new(),
        stimuli: Vec::new(),
        candidates: Vec::new(),
        expected: None,
        objective: Vec::new(),
    }
}

/// An item about clones; the evaluation recognizer gives the clone with number n the score n/10 and the rank 10 − n.
pub fn about(task: u32, target: &str, clones: &[u32]) -> NewItem {
    let objective = |clone: &u32| Objective {
        target_score: 0.9,
        evaluation_score: f64::from(*clone) / 10.0,
        evaluation_rank: 10_u32.saturating_sub(*clone),
    };
    NewItem {
        run: Some(run()),
        clones: clones.to_vec(),
        objective: clones.iter().map(objective).collect(),
        ..item(task, ItemKind::Clone, target)
    }
}

/// A study of these tasks, without anybody. Items get ids from 1, and pictures named after them.
pub fn records(tasks: &[Task], items: Vec<NewItem>) -> Records {
    let blocks = tasks.iter().map(|task| TaskConfig { task: *task, items: 4, controls: Controls::default() });
    let config = StudyConfig { runs: vec![run()], tasks: blocks.collect(), ..StudyConfig::default() };
    let study = StudyRow {
        id: StudyId("00000000000000ee".into()),
        workspace: WorkspaceId::first(),
        link: "secretlink".into(),
        state: StudyState::Open,
        created_ms: 1_700_000_000_000,
        config,
        consent_version: 1,
    };
    let stored = (1..).zip(items).map(|(id, item)| {
        let stimuli = (0..=item.candidates.len().max(1)).map(|at| format!("{id:030x}{at:02x}"));
        ItemRow { id, item: NewItem { stimuli: stimuli.collect(), ..item } }
    });
    Records {
        study,
        items: stored.collect(),
        answers: Vec::new(),
        raters: Vec::new(),
        withdrawn: 0,
        turned_away: 0,
        names: vec![(run(), "fast".into())],
    }
}

impl Records {
    /// A rater joins and gives these answers `(item, value)`, in this order; an item that comes again is a repeat.
    /// Pictures are shown unshuffled.
    pub fn rated(mut self, answers: &[(u64, i32)]) -> Self {
        let id = self.raters.len() as u64 + 1;
        for (position, (item, value)) in (0..).zip(answers) {
            let pictures = self.items.iter().find(|row| row.id == *item).map_or(0, |row| row.item.stimuli.len());
            let is_repeat = self.answers.iter().any(|other| other.participant == id && other.item == *item);
            self.answers.push(AnswerRow {
                participant: id,
                item: *item,
                position,
                order: (0..pictures as u8).collect(),
                is_repeat,
                value: *value,
                response_ms: 1000 + 100 * position,
                focus_losses: u32::from(position == 0),
                viewport: [360, 640],
                answered_ms: 1_700_000_100_000 + 1000 * u64::from(position),
            });
        }
        self.raters.push(RaterRow {
            id,
            joined_ms: 1_700_000_050_000,
            completed_ms: Some(1_700_000_200_000),
            language: "en".into(),
            consent_version: 1,
            simulated: None,
            seed: id,
            too_fast: 0,
            use_decision: None,
            accepted: None,
        });
        self
    }
}
