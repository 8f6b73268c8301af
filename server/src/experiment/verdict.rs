//! The verdict on a run: counted, graded, or withheld with the reason.

use super::totals::totals;
use engine::evaluation::exact_interval;
use std::collections::BTreeSet;
use wire::report::{
    CloneReport, Comparison, IdentityReport, NetworkReport, NetworkRole, RecognizerReport, Recognizers, Report, VERSION,
};
use wire::verdict::{Accepted, Agreed, Grade, LEAST_ACCURACY, Obstacle, RecognizerRole, Verdict};

/// How far the loss of a diverged training exceeds that of guessing; below this, it may only not have learned yet.
const DIVERGED: f64 = 1.0;

/// The verdict on these identities, with what networks make of them.
pub fn verdict(recognizers: &Recognizers, networks: &[NetworkReport], identities: &[IdentityReport]) -> Verdict {
    let Recognizers { target, evaluation } = recognizers;
    // Those that are trained here are of one family, the paper's; imported ones are, if they look the same.
    let same_family = origin(target) == origin(evaluation);
    let judges = Judge::all(recognizers, networks, identities);
    let by_evaluation = |kind| accepted(identities, |identity| EVALUATION.accepts(identity, kind));
    let (clones, seeds) = (by_evaluation(Kind::Clones), by_evaluation(Kind::Seeds));
    let agreed = agreed(&judges, identities);
    let [decisive, without_attack] = agreed.map_or([clones, seeds], |agreed| [agreed.clones, agreed.seeds]);
    let grade = grade(decisive, without_attack, chance(evaluation), agreed.is_some());
    let mut obstacles = obstacles(recognizers, identities);
    // Where others can say it, the word of the evaluation recognizer is not needed.
    obstacles.retain(|obstacle| agreed.is_none() || !is_about_judge(*obstacle));
    Verdict {
        clones,
        seeds,
        photographs: has_photographs(identities).then(|| by_evaluation(Kind::Photographs)),
        grade: obstacles.is_empty().then_some(grade),
        obstacles,
        same_family,
        agreed,
    }
}

/// Fills in what a report of an earlier version lacks.
pub fn completed(mut report: Report) -> Report {
    if report.verdict.is_none() {
        report.totals = totals(&report.identities, report.totals.clone_iterations_per_second);
        report.verdict = Some(verdict(&report.recognizers, &report.networks, &report.identities));
        report.version = VERSION;
    }
    report
}

/// The pictures of an identity.
#[derive(Clone, Copy)]
enum Kind {
    Clones,
    Seeds,
    Photographs,
}

/// A judge whose word counts.
struct Judge {
    /// Judges of one origin may share their weaknesses: the place of the first of them.
    origin: usize,
    /// Its place among the networks; the evaluation recognizer has none.
    network: Option<usize>,
}

/// The evaluation recognizer by itself.
const EVALUATION: Judge = Judge { origin: 0, network: None };

fn is_about_judge(obstacle: Obstacle) -> bool {
    matches!(obstacle, Obstacle::WeakJudge { .. } | Obstacle::UnknownJudge)
}

/// Two networks that differ by less on average in cosines with the same photographs are the same one, rounded otherwise.
const SAME_COSINES: f64 = 0.02;

impl Judge {
    /// Those that know people by their photographs, the evaluation recognizer first.
    fn all(recognizers: &Recognizers, networks: &[NetworkReport], identities: &[IdentityReport]) -> Vec<Self> {
        let further = networks.iter().enumerate().filter(|(_, network)| network.role == NetworkRole::Judge);
        let able = further.filter(|(_, network)| network.accuracy.is_none_or(|accuracy| accuracy >= LEAST_ACCURACY));
        let evaluation = networks.iter().position(|network| network.role == NetworkRole::Evaluation);
        let is_able = weak_judge(&recognizers.evaluation, identities).is_none();
        // The name of each origin, where its cosines are, and which network ranks.
        let mut known: Vec<(&str, Option<usize>, Option<usize>)> = Vec::new();
        known.extend(is_able.then(|| (origin(&recognizers.evaluation), evaluation, None)));
        known.extend(able.map(|(at, network)| (&*network.network, Some(at), Some(at))));
        let is_same = |one: usize, other: usize| {
            known[one].0 == known[other].0
                || difference(identities, known[one].1, known[other].1).is_some_and(|by| by < SAME_COSINES)
        };
        let origin = |at: usize| (0..at).find(|before| is_same(*before, at)).unwrap_or(at);
        (0..known.len()).map(|at| Self { origin: origin(at), network: known[at].2 }).collect()
    }

    /// Whether it ranks an identity first for more than half of its pictures.
    fn accepts(&self, identity: &IdentityReport, kind: Kind) -> bool {
        let ranks: Vec<u32> = match self.network {
            None => pictures(identity, kind).iter().map(|picture| picture.evaluation_rank).collect(),
            Some(at) => comparisons(identity, kind, at).iter().map(|picture| picture.rank).collect(),
        };
        2 * ranks.iter().filter(|rank| **rank == 1).count() > ranks.len()
    }
}

/// The mean difference of two networks' cosines with the same photographs; `None` without any.
fn difference(identities: &[IdentityReport], one: Option<usize>, other: Option<usize>) -> Option<f64> {
    let (one, other) = (one?, other?);
    let of = |identity, network| comparisons(identity, Kind::Photographs, network);
    let pairs = identities.iter().flat_map(|identity| of(identity, one).iter().zip(of(identity, other)));
    let differences: Vec<f64> = pairs.map(|(one, other)| (one.cosine - other.cosine).abs()).collect();
    (!differences.is_empty()).then(|| differences.iter().sum::<f64>() / differences.len() as f64)
}

fn pictures(identity: &IdentityReport, kind: Kind) -> &[CloneReport] {
    match kind {
        Kind::Clones => &identity.clones,
        Kind::Seeds => &identity.seed.seeds,
        Kind::Photographs => identity.photographs.as_ref().map_or(&[], |found| &found.photographs),
    }
}

fn comparisons(identity: &IdentityReport, kind: Kind, network: usize) -> &[Comparison] {
    identity.comparisons.get(network).map_or(&[], |of| match kind {
        Kind::Clones => &of.clones,
        Kind::Seeds => &of.seeds,
        Kind::Photographs => &of.photographs,
    })
}

/// Where a network comes from: those trained here are of one origin, an imported one of its own.
fn origin(recognizer: &RecognizerReport) -> &str {
    if recognizer.is_by_templates { &recognizer.network } else { "" }
}

fn has_photographs(identities: &[IdentityReport]) -> bool {
    let mut all = identities.iter().map(|identity| pictures(identity, Kind::Photographs));
    !identities.is_empty() && all.all(|photographs| !photographs.is_empty())
}

/// What judges of at least two origins accept; `None` if all are of one.
fn agreed(judges: &[Judge], identities: &[IdentityReport]) -> Option<Agreed> {
    let origins: BTreeSet<usize> = judges.iter().map(|judge| judge.origin).collect();
    if origins.len() < 2 {
        return None;
    }
    let by_two = |kind| {
        accepted(identities, |identity| {
            let accepting = judges.iter().filter(|judge| judge.accepts(identity, kind));
            accepting.map(|judge| judge.origin).collect::<BTreeSet<_>>().len() >= 2
        })
    };
    Some(Agreed {
        judges: judges.len() as u32,
        origins: origins.len() as u32,
        clones: by_two(Kind::Clones),
        seeds: by_two(Kind::Seeds),
        photographs: has_photographs(identities).then(|| by_two(Kind::Photographs)),
    })
}

fn accepted(identities: &[IdentityReport], is_accepted: impl Fn(&IdentityReport) -> bool) -> Accepted {
    let (count, of) =
        (identities.iter().filter(|identity| is_accepted(identity)).count() as u32, identities.len() as u32);
    Accepted { count, of, interval: exact_interval(count, of) }
}

/// The grade by [`Grade::rule`].
fn grade(clones: Accepted, seeds: Accepted, chance: f64, is_agreed: bool) -> Grade {
    let [low, _] = clones.interval;
    let without_attack = (f64::from(seeds.count) / f64::from(seeds.of.max(1))).max(chance);
    match () {
        () if clones.count <= seeds.count => Grade::None,
        () if low <= without_attack => Grade::Weak,
        () if !is_agreed => Grade::Unconfirmed,
        () if low <= 0.5 => Grade::Some,
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
    use crate::store::gallery::scenario::{report_of, with_judge};

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
        verdict(&report.recognizers, &report.networks, &report.identities)
    }

    #[test]
    fn five_of_five_people_are_48_to_100_percent_and_unconfirmed_by_one_judge() {
        let verdict = of(&run(5, 5));
        assert_eq!((verdict.clones.count, verdict.clones.of, verdict.grade), (5, 5, Some(Grade::Unconfirmed)));
        assert!((verdict.clones.interval[0] - 0.478).abs() < 0.001 && verdict.clones.interval[1] == 1.0);
    }

    #[test]
    fn imported_networks_are_of_another_family_than_those_trained_here() {
        let mut report = run(20, 20);
        let found = |report: &Report| {
            let verdict = of(report);
            (verdict.same_family, verdict.grade)
        };
        assert_eq!(found(&report), (true, Some(Grade::Unconfirmed)));
        report.recognizers.evaluation.is_by_templates = true;
        report.recognizers.evaluation.network = "one".into();
        assert_eq!(found(&report), (false, Some(Grade::Unconfirmed)), "one judge, of whatever family");
        report.recognizers.target.is_by_templates = true;
        report.recognizers.target.network = "another".into();
        assert_eq!(found(&report), (false, Some(Grade::Unconfirmed)));
        report.recognizers.target.network = "one".into();
        assert_eq!(found(&report), (true, Some(Grade::Unconfirmed)));
    }

    #[test]
    fn a_leak_is_what_judges_of_two_origins_accept() {
        let agreed = |report: &Report| {
            let verdict = of(report);
            (verdict.agreed.map(|agreed| (agreed.origins, agreed.clones.count)), verdict.grade)
        };
        let judged = with_judge(run(20, 20), "one", 20);
        assert_eq!(agreed(&judged), (Some((2, 20)), Some(Grade::Strong)));
        assert_eq!(agreed(&with_judge(run(20, 20), "one", 9)), (Some((2, 9)), Some(Grade::Some)));
        assert_eq!(
            agreed(&with_judge(run(20, 20), "one", 0)),
            (Some((2, 0)), Some(Grade::None)),
            "one alone is pleased"
        );
        // Two further judges agree, whatever the evaluation recognizer says.
        assert_eq!(agreed(&with_judge(with_judge(run(20, 0), "one", 20), "two", 18)).0, Some((3, 18)));
        // Two networks that look the same are of one origin.
        let mut same = with_judge(run(20, 20), "one", 20);
        same.recognizers.evaluation.is_by_templates = true;
        same.recognizers.evaluation.network = "one".into();
        assert_eq!(agreed(&same), (None, Some(Grade::Unconfirmed)));
        // So are two whose cosines with photographs are the same.
        let mut rounded = with_judge(with_judge(run(20, 0), "one", 20), "rounded", 20);
        for identity in &mut rounded.identities {
            for (of, cosine) in identity.comparisons.iter_mut().zip([0.61, 0.615]) {
                of.photographs = vec![Comparison { cosine, ..of.clones[0] }];
            }
        }
        assert_eq!(agreed(&rounded).0, Some((2, 0)), "the evaluation recognizer, and one network twice");
        // Where two others can tell people apart, a weak evaluation recognizer has no say.
        let mut weak = with_judge(with_judge(run(20, 20), "one", 20), "two", 20);
        weak.recognizers.evaluation.accuracy = Some(0.1);
        assert_eq!((agreed(&weak), of(&weak).obstacles), ((Some((2, 20)), Some(Grade::Strong)), vec![]));
        // A judge that does not know people by their photographs has no say.
        let mut blind = with_judge(run(20, 20), "one", 20);
        blind.networks[0].accuracy = Some(0.3);
        assert_eq!(agreed(&blind), (None, Some(Grade::Unconfirmed)));
    }

    #[test]
    fn each_grade_is_given_by_its_rule() {
        let grades = [0, 1, 2].map(|accepted| of(&run(5, accepted)).grade);
        assert_eq!(grades, [Grade::None, Grade::Weak, Grade::Unconfirmed].map(Some));
        let (many, seeds) = (accepted_of(20, 20), accepted_of(0, 20));
        assert_eq!(grade(many, seeds, 0.03, false), Grade::Unconfirmed, "judges of one origin cannot say more");
        assert_eq!(grade(many, seeds, 0.03, true), Grade::Strong);
        assert_eq!(grade(accepted_of(5, 5), accepted_of(5, 5), 0.03, true), Grade::None, "seeds did as well");
        assert_eq!(grade(accepted_of(5, 5), accepted_of(3, 5), 0.03, true), Grade::Weak);
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
