#![expect(clippy::print_stdout, reason = "figures to be read with --nocapture")]

//! A study answered by simulated raters without a server: what the screening makes of them, and how long results take.

use super::behaviour::{Behaviour, Mix};
use super::rater::Rater;
use super::truth::QuestionTruth;
use crate::store::studies::{AnswerRow, ItemKind, NewItem, Objective, RaterRow};
use crate::studies::example::{item, records, run};
use crate::studies::export::{answers_csv, json, methods};
use crate::studies::results::{Records, results};
use engine::dataset::stream;
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use std::time::Instant;
use wire::study::Population;
use wire::study::config::{NaturalnessForm, Scale, Task};
use wire::study::quiz::{Picture, Question, QuestionTask};
use wire::study::results::{ScreeningConfig, StudyResults};

const TASKS: [Task; 5] = [
    Task::Similarity { scale: Scale::FivePoint },
    Task::Recognition { candidates: 5 },
    Task::Naturalness { form: NaturalnessForm::FivePoint },
    Task::Pairwise,
    Task::SamePerson,
];

const TARGETS: [&str; 5] = ["Ann", "Bob", "Cem", "Dee", "Eve"];

/// How many items of each kind there are for a target, and how many questions of a task a rater gets.
struct Design {
    clones: u32,
    asked: usize,
    tasks: &'static [Task],
}

/// Of each target so many clones, two photos, two of others, two seeds, and a check.
fn study(design: &Design, seed: u64) -> Records {
    let mut random = stream(seed, "trial", &[]);
    let mut items = Vec::new();
    for (task, at) in design.tasks.iter().zip(0..) {
        for target in TARGETS {
            for clone in 0..design.clones {
                let mut objective = || Objective {
                    target_score: 0.9,
                    evaluation_score: random.random_range(0.05..0.95),
                    evaluation_rank: 1,
                };
                let (clones, objective) = match task {
                    Task::Pairwise => (vec![clone, (clone + 1) % design.clones], vec![objective(), objective()]),
                    _ => (vec![clone], vec![objective()]),
                };
                items.push(NewItem {
                    run: Some(run()),
                    clones,
                    objective,
                    ..of_task(*task, at, ItemKind::Clone, target)
                });
            }
            for kind in [ItemKind::Positive, ItemKind::Negative, ItemKind::Seed, ItemKind::Attention] {
                items.extend((0..2).map(|_| of_task(*task, at, kind, target)));
            }
        }
    }
    records(design.tasks, items)
}

fn of_task(task: Task, at: u32, kind: ItemKind, target: &str) -> NewItem {
    let ends = match task {
        Task::Similarity { .. } | Task::Naturalness { .. } => [1, 5],
        _ => [0, 1],
    };
    let mut candidates = vec![target.to_owned()];
    candidates.extend(TARGETS.iter().filter(|name| **name != target).map(|name| (*name).to_owned()));
    let expected = match (task, kind) {
        (_, ItemKind::Attention) => Some(ends[0]),
        (Task::Naturalness { .. }, ItemKind::Positive | ItemKind::Negative) => Some(ends[1]),
        (Task::Recognition { .. }, ItemKind::Clone | ItemKind::Positive | ItemKind::Negative) => Some(0),
        (Task::Recognition { .. }, _) => None,
        (Task::Pairwise, ItemKind::Positive) => Some(0),
        (_, ItemKind::Positive) => Some(ends[1]),
        (Task::Similarity { .. } | Task::SamePerson, ItemKind::Negative) => Some(ends[0]),
        _ => None,
    };
    let is_recognition = matches!(task, Task::Recognition { .. });
    // Two pictures to choose from are made by two candidates, which pairs then drop.
    let kept = if is_recognition { 5 } else { usize::from(task == Task::Pairwise) * 2 };
    candidates.truncate(kept);
    NewItem { candidates, expected, ..item(at, kind, target) }
}

/// All raters answer `asked` items about clones of every task, and two controls of every kind, in random order.
fn answered(mut study: Records, design: &Design, rules: &[Behaviour], seed: u64) -> Records {
    for (number, rule) in (0..).zip(rules) {
        let mut random = stream(seed, "trial of", &[number]);
        let mut rater = Rater::new(*rule, seed, number);
        for position in chosen(&study, design, &mut random).into_iter().enumerate() {
            study.answers.push(answer(&study, &mut rater, number, position, &mut random));
        }
        study.raters.push(RaterRow {
            id: number,
            joined_ms: 1,
            completed_ms: Some(2),
            language: "en".into(),
            consent_version: 1,
            simulated: Some(rule.name().into()),
            seed: number,
            too_fast: 0,
            use_decision: None,
            accepted: None,
        });
    }
    study
}

fn chosen(study: &Records, design: &Design, random: &mut impl Rng) -> Vec<usize> {
    let mut chosen = Vec::new();
    for task in 0..design.tasks.len() as u32 {
        let kinds = [
            (ItemKind::Clone, design.asked),
            (ItemKind::Positive, 2),
            (ItemKind::Negative, 2),
            (ItemKind::Seed, 1),
            (ItemKind::Attention, 1),
        ];
        for (kind, count) in kinds {
            let is_it = |at: &usize| study.items[*at].item.task == task && study.items[*at].item.kind == kind;
            let mut there: Vec<usize> = (0..study.items.len()).filter(is_it).collect();
            there.shuffle(random);
            chosen.extend(there.into_iter().take(count));
        }
    }
    chosen
}

fn answer(
    study: &Records,
    rater: &mut Rater,
    number: u64,
    (position, at): (usize, usize),
    random: &mut impl Rng,
) -> AnswerRow {
    let row = &study.items[at];
    let task = TASKS.into_iter().find(|task| *task == study.study.config.tasks[row.item.task as usize].task);
    let task = task.expect("a task of the trial");
    let mut order: Vec<u8> = (0..row.item.stimuli.len() as u8).collect();
    order[1..].shuffle(random);
    let is_picture = matches!(task, Task::Recognition { .. } | Task::Pairwise);
    let shown_as = |own: i32| {
        let place = order.iter().position(|at| i32::from(*at) == own + 1);
        place.filter(|_| is_picture).map_or(own, |place| place as i32 - 1)
    };
    let question = Question {
        assignment: 0,
        position: 0,
        total: 0,
        is_practice: false,
        begins_task: false,
        task: match task {
            Task::Similarity { scale } => QuestionTask::Similarity { scale },
            Task::Recognition { .. } => QuestionTask::Recognition,
            Task::Naturalness { form } => QuestionTask::Naturalness { form },
            Task::Pairwise => QuestionTask::Pairwise,
            Task::SamePerson => QuestionTask::SamePerson,
        },
        pictures: vec![Picture { address: String::new(), sha256: String::new() }; order.len()],
        instructed: row.item.expected.filter(|_| row.item.kind == ItemKind::Attention).map(shown_as),
        next: Vec::new(),
    };
    let exported = crate::studies::export::exported_item(row);
    let known = QuestionTruth {
        item: &exported,
        kind: row.item.kind,
        order: order.iter().map(|own| usize::from(*own)).collect(),
    };
    let (shown, response_ms) = rater.answer(&question, &known);
    let value = if is_picture && shown >= 0 { i32::from(order[shown as usize + 1]) - 1 } else { shown };
    AnswerRow {
        participant: number,
        item: row.id,
        position: position as u32,
        order,
        is_repeat: false,
        value,
        response_ms,
        focus_losses: 0,
        viewport: [360, 640],
        answered_ms: 1_700_000_000_000,
    }
}

fn of(study: &Records) -> StudyResults {
    results(study, Population::Simulated, &ScreeningConfig::default(), 1)
}

/// Left out, of how many, by rule.
fn left_out(results: &StudyResults) -> [[usize; 2]; 4] {
    Behaviour::ALL.map(|rule| {
        let raters = results.raters.iter().filter(|rater| rater.simulated.as_deref() == Some(rule.name()));
        raters.fold([0, 0], |[out, all], rater| [out + usize::from(!rater.is_used), all + 1])
    })
}

#[test]
fn careless_raters_are_left_out_and_honest_ones_stay() {
    let designs: [(&str, Design); 3] = [
        ("all tasks", Design { clones: 4, asked: 10, tasks: &TASKS }),
        ("similarity and naturalness", Design { clones: 4, asked: 12, tasks: &[TASKS[0], TASKS[2]] }),
        ("similarity", Design { clones: 6, asked: 20, tasks: &[TASKS[0]] }),
    ];
    let mix: Mix = "honest:0.8,random:0.1,straight:0.05,inverted:0.05".parse().expect("a mix");
    for (name, design) in designs {
        let mut sum = [[0, 0]; 4];
        for seed in 1..=4 {
            let study = answered(study(&design, seed), &design, &mix.of(200, seed), seed);
            for (sum, found) in sum.iter_mut().zip(left_out(&of(&study))) {
                *sum = [sum[0] + found[0], sum[1] + found[1]];
            }
        }
        let [honest, random, straight, inverted] = sum.map(|[out, all]| out as f64 / all as f64);
        let told =
            format!("{name}: honest {honest:.3}, random {random:.3}, straight {straight:.3}, inverted {inverted:.3}");
        assert!(honest <= 0.02 && straight >= 0.95 && inverted >= 0.90, "{told}");
        assert!(random >= 0.5, "{told}");
        println!("{told}");
    }
}

/// A thousand raters, sixty answers of each, five hundred items about clones; with `--nocapture` it says how long that took.
#[test]
fn a_large_study_has_results_and_exports() {
    let design = Design { clones: 20, asked: 6, tasks: &TASKS };
    let mix: Mix = "honest:0.8,random:0.1,straight:0.05,inverted:0.05".parse().expect("a mix");
    let study = answered(study(&design, 1), &design, &mix.of(1000, 1), 1);
    assert!(study.answers.len() >= 60_000 - 2000, "{}", study.answers.len());
    let started = Instant::now();
    let results = of(&study);
    let took = started.elapsed();
    let started = Instant::now();
    let exported = [answers_csv(&study, &results), json(&study, &results).expect("JSON"), methods(&study, &results)];
    let told =
        format!("results in {took:?}, exports in {:?}: {:?}", started.elapsed(), exported.map(|file| file.len()));
    println!("{told}");
    assert!(results.tasks.iter().all(|task| !task.items.is_empty()), "{told}");
}
