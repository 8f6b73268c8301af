//! Small studies, worked by hand.

use super::*;
use crate::store::studies::{ItemKind, NewItem};
use crate::studies::example::{about, item, records};
use wire::study::config::{NaturalnessForm, Scale, StopRule, Task};

const SIMILARITY: Task = Task::Similarity { scale: Scale::FivePoint };
const RECOGNITION: Task = Task::Recognition { candidates: 3 };

const NO_RULES: ScreeningConfig =
    ScreeningConfig { straight_line: None, inverted: None, agreement: None, bt500: None, attention: None };

fn of(records: &Records, screening: ScreeningConfig) -> StudyResults {
    results(records, Population::People, &screening, 7)
}

fn close(found: Option<f64>, expected: f64) {
    assert!(found.is_some_and(|found| (found - expected).abs() < 1e-3), "{found:?} against {expected}");
}

/// Two clones of Ann and one of Bob, a photo, a seed.
fn similarity() -> Records {
    let items = vec![
        about(0, "Ann", &[1]),
        about(0, "Ann", &[2]),
        about(0, "Bob", &[3]),
        control(ItemKind::Positive, Some(5)),
        control(ItemKind::Seed, None),
    ];
    records(&[SIMILARITY], items)
        .rated(&[(1, 1), (2, 3), (3, 5), (4, 5), (5, 1), (1, 2)])
        .rated(&[(1, 2), (2, 3), (4, 2)])
        .rated(&[(3, 4), (5, 1), (1, 3)])
}

fn control(kind: ItemKind, expected: Option<i32>) -> NewItem {
    NewItem { expected, ..item(0, kind, "Ann") }
}

#[test]
fn similarity_worked_by_hand() {
    let found = of(&similarity(), NO_RULES);
    let task = &found.tasks[0];
    // Raters' means of first answers about clones: (0 + 50 + 100)/3, (25 + 50)/2, (75 + 50)/2.
    close(task.clones.score.raw.percent, 50.0);
    assert_eq!(task.clones.score.raw.votes, 7);
    // Deviation 12.5, t(0.975, 2) = 4.302653: ± 4.302653 · 12.5/√3.
    let [low, high] = task.clones.score.raw.raters.expect("three raters");
    close(Some(low), 50.0 - 31.052);
    close(Some(high), 50.0 + 31.052);
    // Ann is as far below the mean as Bob above it: what two people say of a third has one degree of freedom.
    assert_eq!(task.clones.score.raw.interval, Some([0.0, 100.0]));
    assert!(task.notes[0].starts_with("The clones are of 2 people"), "{:?}", task.notes);
    assert_eq!((task.clones.score.raw.chance, task.clones.score.raw.p_value), (None, None));
    let named = |groups: &[wire::study::results::Group]| -> Vec<(String, u32)> {
        groups.iter().map(|group| (group.name.clone(), group.score.raw.votes)).collect()
    };
    assert_eq!(named(&task.targets), [("Ann".into(), 5), ("Bob".into(), 2)]);
    assert_eq!(named(&task.methods), [("fast".into(), 7)]);
    assert_eq!(named(&task.controls), [("real photos of the target".into(), 2), ("bare seeds".into(), 2)]);
    // Ann: raters' means 25, 37.5 and 50.
    close(task.targets[0].score.raw.percent, 37.5);
    close(task.controls[0].score.raw.percent, 62.5);
    close(task.controls[1].score.raw.percent, 0.0);
    assert!(task.confusion.is_none() && task.items.iter().all(|item| item.strength.is_none()));
    // Items: 25 of (0, 25, 50), 50 of (50, 50), 87.5 of (100, 75).
    assert_eq!(task.items.len(), 3);
    for (item, percent) in task.items.iter().zip([25.0, 50.0, 87.5]) {
        close(item.score.raw.percent, percent);
    }
    assert!(task.items[0].picture.starts_with("/api/stimuli/") && task.items[0].picture.ends_with("0100.png"));
    // S² = a(100 − x)x: variances 625, 0, 312.5 of products 1875, 2500, 1093.75.
    let a = (1875.0 * 625.0 + 1093.75 * 312.5) / (1875.0_f64.powi(2) + 2500.0_f64.powi(2) + 1093.75_f64.powi(2));
    close(task.sos.raw, a);
}

#[test]
fn correlations_are_over_items() {
    let found = of(&similarity(), NO_RULES);
    let [by_score, by_rank, by_target] = &found.tasks[0].correlations[..] else { panic!("three measures") };
    // (0.1, 25), (0.2, 50), (0.3, 87.5): 6.25/√(0.02 · 1979.1667).
    close(by_score.pearson, 6.25 / (0.02_f64 * 1_979.166_667).sqrt());
    close(by_score.spearman, 1.0);
    assert_eq!((by_score.items, by_score.interval), (3, None), "three items say nothing of an interval");
    close(by_rank.kendall, -1.0);
    assert_eq!(by_target.pearson, None, "all have the same score");
    assert_eq!([by_score, by_rank, by_target].map(|one| one.measure.as_str()), ["R_E score", "R_E rank", "R_T score"]);
}

#[test]
fn raters_are_told_with_their_controls_and_repeats() {
    let found = of(&similarity(), NO_RULES);
    let [first, second, third] = &found.raters[..] else { panic!("three raters") };
    assert_eq!((first.answers, first.controls, first.repeats), (6, [1, 1], [0, 1]), "2 after 1 is not alike");
    assert_eq!((first.median_ms, first.focus_losses), (Some(1250), 1));
    assert_eq!((second.controls, second.repeats), ([0, 1], [0, 0]), "2 is on the wrong half");
    assert_eq!((third.controls, third.is_complete, third.is_used), ([0, 0], true, true));
}

#[test]
fn a_word_of_the_researcher_is_stronger_than_the_rules() {
    let mut study = similarity();
    study.raters[2].use_decision = Some(false);
    let found = of(&study, NO_RULES);
    let score = found.tasks[0].clones.score;
    assert_eq!((score.raw.votes, score.screened.votes), (7, 5));
    close(score.raw.percent, 50.0);
    close(score.screened.percent, 43.75);
    assert!(!found.raters[2].is_used && found.raters[2].reasons.is_empty());
    // A rater excluded by a rule can be kept.
    let attention = control(ItemKind::Attention, Some(1));
    let careless = |answers: &[(u64, i32)], use_decision| {
        let items = vec![about(0, "Ann", &[1]), attention.clone(), attention.clone(), attention.clone()];
        let mut study = records(&[SIMILARITY], items).rated(answers);
        study.raters[0].use_decision = use_decision;
        of(&study, ScreeningConfig { attention: Some(0.5), ..NO_RULES }).raters.remove(0)
    };
    let answers = [(1, 3), (2, 4), (3, 1), (4, 2)];
    let left_out = careless(&answers, None);
    assert_eq!((left_out.attention, left_out.is_used), ([1, 3], false));
    assert_eq!(left_out.reasons, ["passed 1 of 3 attention checks (at least 50 % are wanted)"]);
    assert!(careless(&answers, Some(true)).is_used);
    assert!(careless(&answers[..2], None).is_used, "anybody fails one");
}

fn recognition() -> Records {
    let candidates = |names: [&str; 3]| names.map(String::from).to_vec();
    let ann = NewItem { candidates: candidates(["Ann", "Bob", "Cem"]), expected: Some(0), ..about(0, "Ann", &[1]) };
    let bob = NewItem { candidates: candidates(["Bob", "Cem", "Ann"]), expected: Some(0), ..about(0, "Bob", &[2]) };
    let seed = NewItem {
        kind: ItemKind::Seed,
        expected: None,
        clones: Vec::new(),
        run: None,
        objective: Vec::new(),
        ..ann.clone()
    };
    records(&[RECOGNITION], vec![ann, bob, seed])
        .rated(&[(1, 0), (2, 0), (3, 1)])
        .rated(&[(1, 0), (2, 2), (3, -1)])
        .rated(&[(1, -1), (2, 0), (3, 0)])
}

#[test]
fn recognition_worked_by_hand() {
    let found = of(&recognition(), NO_RULES);
    let task = &found.tasks[0];
    let score = task.clones.score.raw;
    assert_eq!((score.votes, score.percent), (6, Some(400.0 / 6.0)), "\"can't tell\" is not right");
    close(score.chance, 100.0 / 3.0);
    // Four or more of six at one third: (15·4 + 6·2 + 1)/729.
    assert!((score.p_value.expect("a probability") - 73.0 / 729.0).abs() < 1e-12);
    let confusion = task.confusion.as_ref().expect("recognition has one");
    assert_eq!(confusion.targets, ["Ann", "Bob", "Cem"]);
    assert_eq!(confusion.counts, [vec![2, 0, 0, 1], vec![1, 2, 0, 0], vec![0; 4]]);
    // The seed was taken for the target once in three.
    let seed = task.controls[0].score.raw;
    close(seed.percent, 100.0 / 3.0);
    close(seed.chance, 100.0 / 3.0);
    assert_eq!(task.targets.len(), 2, "who is a candidate only has no figure");
    // Alpha by pairs of answers: of Ann's clone {Ann, Ann, ?}, of Bob's {Bob, Ann, Bob}: disagreements 2/3 of 6 pairs
    // each; expected from 3 Ann, 2 Bob, 1 can't tell: 1 − (3·2 + 2·1)/30.
    close(task.agreement.raw.alpha, 1.0 - (4.0 / 6.0) / (22.0 / 30.0));
    // Fleiss: P̄ = 1/3, P_e = 1/4 + 1/9 + 1/36 = 7/18.
    close(task.agreement.raw.kappa, (1.0 / 3.0 - 7.0 / 18.0) / (11.0 / 18.0));
    assert_eq!(task.sos.raw, None);
}

#[test]
fn real_or_made_and_same_person_are_shares_without_a_right_answer() {
    let real = Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: None } };
    let study = records(&[real, Task::SamePerson], vec![about(0, "Ann", &[1]), about(1, "Ann", &[1])])
        .rated(&[(1, 1), (2, 0)])
        .rated(&[(1, 0), (2, 0)])
        .rated(&[(1, 0), (2, 1)])
        .rated(&[(1, 0)]);
    let found = of(&study, NO_RULES);
    let [real, same] = &found.tasks[..] else { panic!("two tasks") };
    let score = real.clones.score.raw;
    assert_eq!((score.votes, score.percent, score.chance, score.p_value), (4, Some(25.0), None, None));
    // Wilson's ends of 1 in 4.
    let [low, high] = score.interval.expect("an interval");
    close(Some(low), 4.5587);
    close(Some(high), 69.9358);
    close(same.clones.score.raw.percent, 100.0 / 3.0);
}

#[test]
fn pairs_worked_by_hand() {
    let control = control(ItemKind::Positive, Some(0));
    let mut study = records(&[Task::Pairwise], vec![about(0, "Ann", &[1, 2]), about(0, "Ann", &[4, 5]), control]);
    for vote in [0, 0, 0, 1] {
        study = study.rated(&[(1, vote), (2, 0), (3, 0)]);
    }
    let found = of(&study, NO_RULES);
    let task = &found.tasks[0];
    assert_eq!((task.clones.score.raw.votes, task.clones.score.raw.percent), (8, None));
    close(task.items[0].score.raw.percent, 75.0);
    // 3 wins to 1: half of ln 3; variance of the log odds 1/3 + 1, a quarter for each.
    let [score, error] = task.items[0].strength.expect("a strength");
    close(Some(score), 3.0_f64.ln() / 2.0);
    close(Some(error), (4.0_f64 / 3.0).sqrt() / 2.0);
    // 4 wins to none, with half a win on both sides: half of ln 9.
    close(task.items[1].strength.map(|[score, _]| score), 9.0_f64.ln() / 2.0);
    assert_eq!(task.notes.len(), 2, "{:?}", task.notes);
    assert!(task.notes[0].contains("smoothed") && task.notes[1].contains("2 groups"), "{:?}", task.notes);
    // Four of four against a coin.
    assert_eq!(task.controls[0].score.raw.p_value.map(|p| (16.0 * p).round()), Some(1.0));
    assert_eq!(task.correlations[0].measure, "R_E score, first less second");
    assert_eq!(task.items[0].picture.rsplit('/').next().map(|name| name.ends_with("01.png")), Some(true));
}

#[test]
fn a_question_asked_again_and_an_answer_without_its_rater_do_not_count() {
    let mut study = similarity();
    let before = of(&study, NO_RULES);
    let mut orphan = study.answers[0].clone();
    orphan.participant = 99;
    study.answers.push(orphan);
    assert_eq!(of(&study, NO_RULES), before);
    study.answers.retain(|answer| !answer.is_repeat);
    let after = of(&study, NO_RULES);
    assert_eq!(after.tasks, before.tasks);
    assert_eq!(after.raters[0].repeats, [0, 0]);
}

#[test]
fn the_stop_rule_is_told_in_words() {
    let standing = |stop| {
        let mut study = similarity();
        study.study.config.stop = stop;
        study.raters[1].use_decision = Some(false);
        of(&study, NO_RULES).standing
    };
    assert_eq!(standing(StopRule::Votes { votes: 30 }), "Fewest votes of an item: 2 of 30 (1 of raters used).");
    assert_eq!(
        standing(StopRule::Votes { votes: 2 }),
        "Fewest votes of an item: 2 of 2 (1 of raters used). The stop rule is met."
    );
    // Means 50 and 62.5: t(0.975, 1) = 12.7062 · 6.25.
    assert_eq!(
        standing(StopRule::Width { half_width: 5.0 }),
        "Widest interval of raters used: ±79.4 points (similarity), ±5 wanted."
    );
    assert!(standing(StopRule::Width { half_width: 80.0 }).ends_with("met."));
    assert!(standing(StopRule::Never).starts_with("No stop rule"));
}

#[test]
fn a_study_without_answers_has_empty_results() {
    let found = of(&records(&[SIMILARITY, Task::Pairwise], vec![about(0, "Ann", &[1])]), ScreeningConfig::default());
    assert!(found.raters.is_empty() && found.tasks.len() == 2);
    assert_eq!(found.tasks[0].clones.score.raw.percent, None);
    assert_eq!(found.tasks[0].items[0].score.raw.votes, 0);
    assert_eq!(found.standing, "Fewest votes of an item: 0 of 30.");
}
