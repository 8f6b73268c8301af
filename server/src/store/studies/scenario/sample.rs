//! Studies, participants and choices for tests.

use crate::store::studies::{
    Choose, ItemKind, Load, NewAnswer, NewAssignment, NewItem, NewParticipant, NewStudy, Objective, Stimulus, StudyRow,
};
use wire::people::WorkspaceId;
use wire::run::RunId;
use wire::study::config::{StopRule, StudyConfig};
use wire::study::summary::StudyState;
use wire::study::{Population, StudyId, Texts};

/// A text in two languages.
pub fn texts(text: &str) -> Texts {
    Texts::from([("en".into(), text.into()), ("ja".into(), format!("{text}（日本語）"))])
}

/// A draft with a practice item, `clones` clones of two targets in task 0, as many in task 1, a control and two tokens.
pub fn study(number: u64, clones: u32) -> NewStudy {
    let config = StudyConfig {
        name: format!("Study {number}"),
        seed: u64::MAX - number,
        consent: texts("Do you agree?"),
        opening: texts("Welcome"),
        stop: StopRule::Width { half_width: 2.5 },
        ..StudyConfig::default()
    };
    let mut items = vec![item(number, 0, ItemKind::Practice, 0)];
    for task in 0..2 {
        items.extend((1..=clones).map(|clone| item(number, task, ItemKind::Clone, clone)));
    }
    items.push(item(number, 1, ItemKind::Positive, 0));
    let ids = items.iter().flat_map(|item| item.stimuli.clone());
    let stimuli = ids.map(|id| Stimulus { png: [b"PNG of ", id.as_bytes()].concat(), id }).collect();
    let study = StudyRow {
        id: StudyId(format!("{number:016x}")),
        workspace: WorkspaceId::first(),
        link: format!("link-{number}"),
        state: StudyState::Draft,
        created_ms: 1_000 + number,
        config,
        consent_version: 1,
    };
    NewStudy { study, items, stimuli, tokens: vec![format!("one-{number}"), format!("two-{number}")] }
}

fn item(study: u64, task: u32, kind: ItemKind, clone: u32) -> NewItem {
    let is_clone = kind == ItemKind::Clone;
    let stimuli = ["left", "right"].map(|side| format!("{study}-{task}-{}-{clone}-{side}", kind as u8));
    NewItem {
        task,
        kind,
        target: if kind == ItemKind::Practice { String::new() } else { format!("target {}", clone % 2) },
        run: is_clone.then(|| RunId("00000000000000aa".into())),
        clones: if is_clone { vec![clone] } else { Vec::new() },
        stimuli: stimuli.into(),
        candidates: if task == 1 { vec!["target 0".into(), "target 1".into()] } else { Vec::new() },
        expected: (!is_clone).then_some(-1),
        objective: if is_clone {
            vec![Objective { target_score: 0.875, evaluation_score: 0.25, evaluation_rank: clone }]
        } else {
            Vec::new()
        },
    }
}

/// A participant distinct from those of all other numbers.
pub fn participant(study: &StudyId, population: Population, number: u64) -> NewParticipant {
    let mut key_hash = [0; 32];
    key_hash[..8].copy_from_slice(&number.to_le_bytes());
    NewParticipant {
        study: study.clone(),
        population,
        key_hash,
        token: None,
        recruit: None,
        language: "ja".into(),
        consent_version: 1,
        viewport: [360, 640],
        simulated: (population == Population::Simulated).then(|| "honest".into()),
        seed: u64::MAX - number,
        completion_code: format!("DONE-{number}"),
        withdrawal_code: format!("Back-{number:05}"),
        joined_ms: 10_000 + number,
    }
}

/// Chooses every item once, in order, with the pictures swapped, and the second item again in the end.
pub fn everything() -> Choose {
    Box::new(|loads| {
        let assignment = |load: &Load, is_repeat| NewAssignment { item: load.item, order: vec![1, 0], is_repeat };
        let mut chosen: Vec<_> = loads.iter().map(|load| assignment(load, false)).collect();
        chosen.extend(loads.get(1).map(|load| assignment(load, true)));
        chosen
    })
}

/// Chooses the `count` clones that were given least; equals by a shuffle of the seed.
pub fn least_given(count: usize, seed: u64) -> Choose {
    Box::new(move |loads| {
        let mix = |item: u64| (item ^ seed).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31).wrapping_mul(seed | 1);
        let mut clones: Vec<_> = loads.iter().filter(|load| load.kind == ItemKind::Clone).collect();
        clones.sort_by_key(|load| (load.given, mix(load.item)));
        let chosen = clones.into_iter().take(count);
        chosen.map(|load| NewAssignment { item: load.item, order: vec![0, 1], is_repeat: false }).collect()
    })
}

/// Three for a question.
pub fn answer(participant: u64, assignment: u64, answered_ms: u64) -> NewAnswer {
    NewAnswer {
        participant,
        assignment,
        value: 3,
        response_ms: 1_234,
        focus_losses: 1,
        viewport: [640, 360],
        answered_ms,
        fastest_ms: 0,
    }
}
