use super::scene::{Clone, Person};
use super::*;
use std::collections::BTreeSet;
use wire::study::config::TaskConfig;

fn picture(file: String) -> Picture {
    Picture::OfRun { run: RunId("0".repeat(16)), file }
}

/// `people` targets with `photos` photos and three clones each.
fn scene(people: usize, photos: usize) -> Scene {
    let person = |at: usize| Person {
        name: format!("P{at}"),
        photos: (0..photos).map(|photo| picture(format!("photo {at} {photo}"))).collect(),
        seeds: (0..3).map(|seed| picture(format!("seed {at} {seed}"))).collect(),
        clones: (0..3)
            .map(|clone| Clone {
                run: RunId("0".repeat(16)),
                index: clone,
                picture: picture(format!("clone {at} {clone}")),
                objective: Objective { target_score: 0.9, evaluation_score: 0.5, evaluation_rank: 1 },
            })
            .collect(),
    };
    Scene((0..people).map(person).collect())
}

fn made(task: Task, scene: &Scene) -> Vec<Draft> {
    let controls = Default::default();
    let config = StudyConfig { tasks: vec![TaskConfig { task, items: 3, controls }], ..StudyConfig::default() };
    drafts(&config, scene).remove(0)
}

fn of_kind(drafts: &[Draft], kind: ItemKind) -> Vec<&Draft> {
    drafts.iter().filter(|draft| draft.kind == kind).collect()
}

fn file(picture: &Picture) -> &str {
    match picture {
        Picture::OfRun { file, .. } => file,
        Picture::Drawn { .. } => "drawn",
    }
}

#[test]
fn similarity_stands_beside_another_photo_of_the_target() {
    let drafts = made(Task::Similarity { scale: Scale::NinePoint }, &scene(3, 2));
    assert_eq!(of_kind(&drafts, ItemKind::Clone).len(), 9, "every clone once");
    for draft in &drafts {
        let number = draft.target.trim_start_matches('P');
        let files: Vec<&str> = draft.pictures.iter().map(file).collect();
        assert_ne!(draft.pictures[0], draft.pictures[1], "{draft:?}");
        if draft.kind != ItemKind::Practice {
            assert!(files[1].starts_with(&format!("photo {number}")), "{draft:?}");
        }
        match draft.kind {
            ItemKind::Positive => {
                assert!(files[0].starts_with(&format!("photo {number}")) && draft.expected == Some(9))
            }
            ItemKind::Negative => {
                assert!(files[0].starts_with("photo") && !files[0].starts_with(&format!("photo {number}")), "{draft:?}")
            }
            _ => {}
        }
    }
    assert!(of_kind(&made(Task::Similarity { scale: Scale::FivePoint }, &scene(1, 1)), ItemKind::Positive).is_empty());
}

#[test]
fn recognition_offers_the_target_and_others_once_each() {
    let drafts = made(Task::Recognition { candidates: 3 }, &scene(4, 2));
    let clones = of_kind(&drafts, ItemKind::Clone);
    assert_eq!(clones.len(), 12);
    for draft in &clones {
        assert_eq!((draft.candidates.len(), draft.pictures.len(), draft.expected), (3, 4, Some(0)));
        assert_eq!(draft.candidates[0], draft.target);
        assert_eq!(draft.candidates.iter().collect::<BTreeSet<_>>().len(), 3);
        for (name, photo) in draft.candidates.iter().zip(&draft.pictures[1..]) {
            assert!(file(photo).starts_with(&format!("photo {}", name.trim_start_matches('P'))), "{draft:?}");
        }
    }
    assert!(of_kind(&drafts, ItemKind::Seed).iter().all(|draft| draft.expected.is_none()), "a seed shows nobody");
}

#[test]
fn pairs_hang_together_and_come_once() {
    let drafts = made(Task::Pairwise, &scene(1, 2));
    let pairs: BTreeSet<BTreeSet<u32>> =
        of_kind(&drafts, ItemKind::Clone).iter().map(|draft| draft.clones.iter().copied().collect()).collect();
    assert_eq!(pairs.len(), 3, "three clones make three pairs");
    assert_eq!(of_kind(&drafts, ItemKind::Clone).len(), 3);
}

#[test]
fn the_same_person_needs_four_further_photos() {
    let drafts = made(Task::SamePerson, &scene(2, 5));
    for draft in drafts.iter().filter(|draft| draft.kind == ItemKind::Positive) {
        assert_eq!(draft.pictures.iter().collect::<BTreeSet<_>>().len(), 5, "{draft:?}");
    }
    assert!(of_kind(&made(Task::SamePerson, &scene(2, 3)), ItemKind::Clone).is_empty());
}

#[test]
fn every_task_has_checks_and_practice_with_answers_and_the_same_seed_gives_the_same() {
    for task in [
        Task::Similarity { scale: Scale::Hundred },
        Task::Recognition { candidates: 2 },
        Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: Some(200) } },
        Task::Pairwise,
        Task::SamePerson,
    ] {
        let drafts = made(task, &scene(2, 5));
        for kind in [ItemKind::Attention, ItemKind::Practice] {
            let of_kind = of_kind(&drafts, kind);
            assert!(!of_kind.is_empty() && of_kind.iter().all(|draft| draft.expected.is_some()), "{task:?}");
            assert!(of_kind.iter().all(|draft| draft.objective.is_empty()), "no result counts them");
        }
        assert_eq!(drafts, made(task, &scene(2, 5)), "{task:?}");
    }
}
