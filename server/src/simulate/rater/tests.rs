//! Each rule's answers.

use super::*;
use crate::store::studies::ItemKind;
use crate::studies::export::{ExportedItem, ExportedObjective};
use wire::study::quiz::Picture;

const FIVE: QuestionTask = QuestionTask::Similarity { scale: Scale::FivePoint };

fn item(number: u64, evaluation_score: f64) -> ExportedItem {
    ExportedItem {
        item: number,
        task: 0,
        kind: String::new(),
        target: "Ann".into(),
        run: None,
        clones: Vec::new(),
        pictures: (0..4).map(|at| format!("{number}-{at}")).collect(),
        candidates: Vec::new(),
        expected: None,
        objective: vec![ExportedObjective { target_score: 0.9, evaluation_score, evaluation_rank: 1 }; 2],
    }
}

fn question(task: QuestionTask, pictures: usize) -> Question {
    Question {
        assignment: 1,
        position: 1,
        total: 1,
        is_practice: false,
        begins_task: false,
        task,
        pictures: vec![Picture { address: String::new(), sha256: String::new() }; pictures],
        instructed: None,
        next: Vec::new(),
    }
}

/// The mean answer of 400 raters of a rule to items of this kind.
fn mean(rule: Behaviour, kind: ItemKind, question: &Question, order: &[usize]) -> f64 {
    let answers = (0..400).map(|number| {
        let item = item(number, 0.5);
        let known = QuestionTruth { item: &item, kind, order: order.to_vec() };
        f64::from(Rater::new(rule, 7, number).answer(question, &known).0)
    });
    answers.sum::<f64>() / 400.0
}

#[test]
fn honest_raters_see_the_difference_and_inverted_ones_say_the_opposite() {
    let of = |rule, kind| mean(rule, kind, &question(FIVE, 2), &[0, 1]);
    let honest = [ItemKind::Positive, ItemKind::Clone, ItemKind::Negative].map(|kind| of(Behaviour::Honest, kind));
    assert!(honest[0] > 4.0 && honest[2] < 2.0 && honest[0] > honest[1] && honest[1] > honest[2], "{honest:?}");
    let inverted = of(Behaviour::Inverted, ItemKind::Positive);
    assert!((honest[0] + inverted - 6.0).abs() < 1e-9, "the mirrored answer: {inverted}");
    let random = of(Behaviour::Random, ItemKind::Positive);
    assert!((random - 3.0).abs() < 0.3, "{random}");
}

#[test]
fn photos_are_recognized_wherever_they_are_shown() {
    let at = |order: &[usize], place: i32| {
        let right = (0..400).filter(|number| {
            let item = item(*number, 0.5);
            let known = QuestionTruth { item: &item, kind: ItemKind::Positive, order: order.to_vec() };
            Rater::new(Behaviour::Inverted, 7, *number).answer(&question(QuestionTask::Recognition, 4), &known).0
                == place
        });
        right.count()
    };
    assert!(at(&[0, 3, 1, 2], 1) > 330 && at(&[0, 1, 2, 3], 0) > 330, "who reads scales upside down recognizes too");
    assert!(at(&[0, 3, 1, 2], 0) < 40);
}

#[test]
fn the_better_of_a_pair_is_preferred_on_either_side() {
    let right =
        |order: &[usize]| mean(Behaviour::Honest, ItemKind::Positive, &question(QuestionTask::Pairwise, 3), order);
    assert!(right(&[0, 1, 2]) < 0.1 && right(&[0, 2, 1]) > 0.9);
}

#[test]
fn a_straight_line_is_one_answer_in_every_task() {
    for task in [FIVE, QuestionTask::Recognition, QuestionTask::SamePerson, QuestionTask::Pairwise] {
        let mut rater = Rater::new(Behaviour::Straight, 7, 3);
        let mut answers: Vec<i32> = (0..30)
            .map(|number| {
                let item = item(number, 0.5);
                let known = QuestionTruth { item: &item, kind: ItemKind::Positive, order: vec![0, 1, 2, 3] };
                rater.answer(&question(task, 4), &known).0
            })
            .collect();
        answers.dedup();
        assert_eq!(answers.len(), 1, "{task:?}");
    }
}

#[test]
fn attentive_raters_pass_checks_and_the_same_seed_repeats_answers() {
    let check = Question { instructed: Some(2), ..question(FIVE, 2) };
    let passed = |rule| {
        let passed = (0..200).filter(|number| {
            let item = item(*number, 0.9);
            let known = QuestionTruth { item: &item, kind: ItemKind::Attention, order: vec![0, 1] };
            let answer = Rater::new(rule, 7, *number).answer(&check, &known);
            assert_eq!(Rater::new(rule, 7, *number).answer(&check, &known), answer);
            answer.0 == 2
        });
        passed.count()
    };
    assert!(passed(Behaviour::Honest) > 190 && passed(Behaviour::Inverted) > 190);
    assert!(passed(Behaviour::Random) < 80);
}

#[test]
fn answers_are_in_range() {
    let tasks = [
        (FIVE, [1, 5]),
        (QuestionTask::Similarity { scale: Scale::NinePoint }, [1, 9]),
        (QuestionTask::Similarity { scale: Scale::Hundred }, [0, 100]),
        (QuestionTask::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: None } }, [0, 1]),
        (QuestionTask::SamePerson, [0, 1]),
        (QuestionTask::Recognition, [-1, 2]),
    ];
    for (task, [low, high]) in tasks {
        for rule in Behaviour::ALL {
            for number in 0..200 {
                let item = item(number, 0.5);
                let known = QuestionTruth { item: &item, kind: ItemKind::Clone, order: vec![0, 1, 2, 3] };
                let (value, _) = Rater::new(rule, 1, number).answer(&question(task, 4), &known);
                assert!((low..=high).contains(&value), "{rule} {task:?}: {value}");
            }
        }
    }
}
