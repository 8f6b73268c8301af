//! The verdict on a run: counted, graded, or withheld with the reason.

use super::totals::totals;
use engine::evaluation::exact_interval;
use wire::report::{CloneReport, IdentityReport, RecognizerReport, Recognizers, Report, VERSION};
use wire::verdict::{Accepted, Grade, Obstacle, RecognizerRole, Verdict};

/// How far the loss of a diverged training exceeds that of guessing; below this, it may only not have learned yet.
const DIVERGED: f64 = 1.0;

/// The verdict on these identities.
pub fn verdict(recognizers: &Recognizers, identities: &[IdentityReport]) -> Verdict {
    let photographs = |identity: &IdentityReport| identity.photographs.as_ref().map(|found| found.photographs.clone());
    let shown: Option<Vec<Vec<CloneReport>>> = identities.iter().map(photographs).collect();
    let accepted_photographs = shown.filter(|all| all.iter().all(|one| !one.is_empty())).filter(|all| !all.is_empty());
    let (clones, seeds) = (
        accepted(identities.iter().map(|identity| identity.clones.as_slice())),
        accepted(identities.iter().map(|identity| identity.seed.seeds.as_slice())),
    );
    let obstacles = obstacles(recognizers, identities);
    let Recognizers { target, evaluation } = recognizers;
    let imported = [target, evaluation].map(|one| one.is_by_templates);
    // Those that are trained here are of one family, the paper's; imported ones are, if they look the same.
    let same_family = match imported {
        [false, false] => true,
        [true, true] => target.network == evaluation.network,
        _ => false,
    };
    // Two imported networks may have learned from the same photographs.
    let may_be_related = same_family || imported == [true, true];
    let chance = chance(&recognizers.evaluation);
    Verdict {
        clones,
        seeds,
        photographs: accepted_photographs.map(|all| accepted(all.iter().map(Vec::as_slice))),
        grade: obstacles.is_empty().then(|| grade(clones, seeds, chance, may_be_related)),
        obstacles,
        same_family,
    }
}

/// Fills in what a report of an earlier version lacks.
pub fn completed(mut report: Report) -> Report {
    if report.verdict.is_none() {
        report.totals = totals(&report.identities, report.totals.clone_iterations_per_second);
        report.verdict = Some(verdict(&report.recognizers, &report.identities));
        report.version = VERSION;
    }
    report
}

fn accepted<'a>(identities: impl Iterator<Item = &'a [CloneReport]>) -> Accepted {
    let (mut count, mut of) = (0, 0);
    for pictures in identities {
        let first = pictures.iter().filter(|picture| picture.evaluation_rank == 1).count();
        count += u32::from(2 * first > pictures.len());
        of += 1;
    }
    Accepted { count, of, interval: exact_interval(count, of) }
}

/// The grade by [`Grade::rule`].
fn grade(clones: Accepted, seeds: Accepted, chance: f64, may_be_related: bool) -> Grade {
    let [low, _] = clones.interval;
    let without_attack = (f64::from(seeds.count) / f64::from(seeds.of.max(1))).max(chance);
    match () {
        () if clones.count <= seeds.count => Grade::None,
        () if low <= without_attack => Grade::Weak,
        () if low <= 0.5 || may_be_related => Grade::Some,
        () => Grade::Strong,
    }
}

fn obstacles(recognizers: &Recognizers, identities: &[IdentityReport]) -> Vec<Obstacle> {
    let (target, evaluation) = (&recognizers.target, &recognizers.evaluation);
    let nobody = identities.is_empty().then_some(Obstacle::NoIdentity);
    let few = Obstacle::few_identities(target.classes);
    let diverged = [(RecognizerRole::Target, target), (RecognizerRole::Evaluation, evaluation)];
    let diverged = diverged.into_iter().filter_map(|(which, recognizer)| diverged_training(which, recognizer));
    nobody.into_iter().chain(diverged).chain(weak_judge(evaluation, identities)).chain(few).collect()
}

fn diverged_training(which: RecognizerRole, recognizer: &RecognizerReport) -> Option<Obstacle> {
    let (loss, guessing) = (recognizer.loss?, f64::from(recognizer.classes.max(1)).ln());
    let is_lost = loss.is_nan() || loss > guessing + DIVERGED;
    is_lost.then_some(Obstacle::Diverged { recognizer: which, loss, guessing })
}

/// A judge is rated by its accuracy on photographs of all people it knows, or else of the targets.
fn weak_judge(judge: &RecognizerReport, identities: &[IdentityReport]) -> Option<Obstacle> {
    let of_targets = || {
        let photographs = identities.iter().filter_map(|identity| identity.photographs.as_ref());
        let shares: Vec<f64> = photographs.map(|photographs| photographs.top1).collect();
        (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / shares.len() as f64)
    };
    match judge.accuracy.or_else(of_targets) {
        None => Some(Obstacle::UnknownJudge),
        Some(accuracy) => Obstacle::weak_judge(accuracy, judge.classes),
    }
}

fn chance(judge: &RecognizerReport) -> f64 {
    1.0 / f64::from(judge.classes.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::gallery::scenario::report_of;

    /// A run on so many people; the first `accepted` are accepted from their clones.
    fn run(people: usize, accepted: usize) -> Report {
        let names: Vec<String> = (1..=people).map(|person| format!("ID-{person}")).collect();
        let mut report = report_of(&names.iter().map(String::as_str).collect::<Vec<_>>());
        (report.recognizers.target.classes, report.recognizers.evaluation.classes) = (35, 35);
        report.recognizers.evaluation.accuracy = Some(0.61);
        for (at, identity) in report.identities.iter_mut().enumerate() {
            identity.clones.iter_mut().for_each(|clone| clone.evaluation_rank = if at < accepted { 1 } else { 4 });
            identity.seed.seeds.iter_mut().for_each(|seed| seed.evaluation_rank = 9);
        }
        report
    }

    fn of(report: &Report) -> Verdict {
        verdict(&report.recognizers, &report.identities)
    }

    #[test]
    fn five_of_five_people_are_48_to_100_percent_and_no_more_than_some() {
        let verdict = of(&run(5, 5));
        assert_eq!((verdict.clones.count, verdict.clones.of, verdict.grade), (5, 5, Some(Grade::Some)));
        assert!((verdict.clones.interval[0] - 0.478).abs() < 0.001 && verdict.clones.interval[1] == 1.0);
    }

    #[test]
    fn imported_networks_are_of_another_family_and_may_have_learned_from_the_same_photographs() {
        let mut report = run(20, 20);
        let found = |report: &Report| {
            let verdict = of(report);
            (verdict.same_family, verdict.grade)
        };
        assert_eq!(found(&report), (true, Some(Grade::Some)));
        report.recognizers.evaluation.is_by_templates = true;
        report.recognizers.evaluation.network = "one".into();
        assert_eq!(found(&report), (false, Some(Grade::Strong)), "an imported judge of a network trained here");
        report.recognizers.target.is_by_templates = true;
        report.recognizers.target.network = "another".into();
        assert_eq!(found(&report), (false, Some(Grade::Some)));
        report.recognizers.target.network = "one".into();
        assert_eq!(found(&report), (true, Some(Grade::Some)));
    }

    #[test]
    fn each_grade_is_given_by_its_rule() {
        let grades = [0, 1, 2].map(|accepted| of(&run(5, accepted)).grade);
        assert_eq!(grades, [Grade::None, Grade::Weak, Grade::Some].map(Some));
        let (many, seeds) = (accepted_of(20, 20), accepted_of(0, 20));
        assert_eq!(grade(many, seeds, 0.03, true), Grade::Some, "a judge of the same family cannot say strong");
        assert_eq!(grade(many, seeds, 0.03, false), Grade::Strong);
        assert_eq!(grade(accepted_of(5, 5), accepted_of(5, 5), 0.03, false), Grade::None, "seeds did as well");
        assert_eq!(grade(accepted_of(5, 5), accepted_of(3, 5), 0.03, false), Grade::Weak);
    }

    fn accepted_of(count: u32, of: u32) -> Accepted {
        Accepted { count, of, interval: exact_interval(count, of) }
    }

    #[test]
    fn half_of_the_clones_is_not_enough() {
        let mut report = run(1, 1);
        report.identities[0].clones[0].evaluation_rank = 2;
        assert_eq!((report.identities[0].clones.len(), of(&report).clones.count), (2, 0));
    }

    #[test]
    fn a_judge_that_names_fewer_than_half_of_the_photographs_gives_no_verdict() {
        let mut report = run(5, 5);
        report.recognizers.evaluation.accuracy = Some(0.34);
        let verdict = of(&report);
        assert_eq!(verdict.grade, None);
        assert_eq!(verdict.obstacles, [Obstacle::WeakJudge { accuracy: 0.34, chance: 1.0 / 35.0 }]);
        report.recognizers.evaluation.accuracy = None;
        assert_eq!(of(&report).obstacles, [Obstacle::UnknownJudge]);
    }

    #[test]
    fn a_recognizer_of_fewer_than_ten_people_gives_no_verdict() {
        let mut report = run(5, 5);
        report.recognizers.target.classes = 9;
        assert_eq!((of(&report).grade, of(&report).obstacles), (None, vec![Obstacle::FewIdentities { classes: 9 }]));
        report.recognizers.target.classes = 10;
        assert_eq!(of(&report).obstacles, []);
    }

    #[test]
    fn a_diverged_training_gives_no_verdict() {
        let mut report = run(5, 5);
        report.recognizers.target.loss = Some(1.7e9);
        let verdict = of(&report);
        assert!(matches!(
            verdict.obstacles[..],
            [Obstacle::Diverged { recognizer: RecognizerRole::Target, loss: 1.7e9, .. }]
        ));
        assert_eq!(verdict.grade, None);
        report.recognizers.target.loss = Some(35_f64.ln() + 0.1);
        assert_eq!(of(&report).obstacles, [], "not having learned yet is for the judge's accuracy to tell");
    }

    #[test]
    fn a_report_of_version_1_gets_a_verdict_and_intervals_over_people() {
        let mut report = run(5, 5);
        (report.version, report.verdict, report.totals.intervals.top1) = (1, None, [1.0, 1.0]);
        let text = serde_json::to_string(&report).expect("JSON");
        let read = completed(serde_json::from_str(&text).expect("a report"));
        assert_eq!((read.version, read.verdict.expect("a verdict").clones.count), (VERSION, 5));
        assert!((read.totals.intervals.top1[0] - 0.478).abs() < 0.001, "{:?}", read.totals.intervals.top1);
    }
}
