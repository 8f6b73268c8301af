//! The verdict of a report in words: a headline, the evidence, and the reasons if there is no verdict.

use super::number::{percent, percent_interval, significant};
use wire::report::{RecognizerReport, Report};
use wire::verdict::{Accepted, FEWEST_IDENTITIES, Grade, Obstacle, RecognizerRole, Verdict};

/// Numbers in words. For this few people, the headline gives counts without an interval.
const FEW: [&str; 10] = [
    "no",
    "this one",
    "these two",
    "these three",
    "these four",
    "these five",
    "these six",
    "these seven",
    "these eight",
    "these nine",
];

/// A verdict in words, in reading order; the same for the page, the HTML report and the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerdictWords {
    /// The verdict in a sentence.
    pub headline: String,
    /// Obstacles to a verdict: the reason, which the headline gives for the first, and the remedy.
    pub obstacles: Vec<[String; 2]>,
    /// The evidence: a name and a figure each.
    pub evidence: Vec<[String; 2]>,
    /// Caveats about the judge.
    pub caveats: Vec<String>,
    /// The rule for grades.
    pub rule: String,
}

impl VerdictWords {
    /// The verdict of a report.
    pub fn of(report: &Report) -> Self {
        let verdict = report.verdict.as_ref();
        Self {
            headline: headline(report),
            obstacles: verdict.map(obstacles).unwrap_or_default(),
            evidence: verdict.map(|verdict| evidence(report, verdict)).unwrap_or_default(),
            caveats: verdict.map(|verdict| caveats(report, verdict)).unwrap_or_default(),
            rule: rule(),
        }
    }
}

/// The verdict in a sentence.
pub fn headline(report: &Report) -> String {
    let Some(verdict) = &report.verdict else { return "No verdict was reached.".into() };
    match (verdict.obstacles.first(), verdict.grade) {
        (None, Some(grade)) => format!("{}. {}", graded(Some(grade)), counted(verdict)),
        (obstacle, _) => {
            let reason = obstacle.map_or("nothing was judged".into(), |one| reason(*one));
            format!("{}: {reason}.", graded(None))
        }
    }
}

/// A verdict in two or three words; without a grade, "No verdict".
pub fn graded(grade: Option<Grade>) -> &'static str {
    match grade {
        None => "No verdict",
        Some(Grade::None) => "No leak found",
        Some(Grade::Weak) => "Weak signs of a leak",
        Some(Grade::Unconfirmed) => "Not confirmed",
        Some(Grade::Some) => "Some leak",
        Some(Grade::Strong) => "Strong leak",
    }
}

/// A warning before a run that it will have no verdict, with the reason and the remedy.
pub fn forewarning(obstacle: Obstacle) -> String {
    format!("There will be no verdict: {}. {}", reason(obstacle), remedy(obstacle))
}

/// Reason and remedy of each obstacle.
fn obstacles(verdict: &Verdict) -> Vec<[String; 2]> {
    let why = |(at, obstacle): (usize, &Obstacle)| {
        let reason = if at == 0 { String::new() } else { capitalized(&reason(*obstacle)) + ". " };
        [reason, remedy(*obstacle)]
    };
    verdict.obstacles.iter().enumerate().map(why).collect()
}

fn evidence(report: &Report, verdict: &Verdict) -> Vec<[String; 2]> {
    let pictures = own_pictures(report);
    let judge = &report.recognizers.evaluation;
    let row = |name: String, accepted: Accepted| [name, of_all(accepted)];
    let mut rows = vec![
        row("Identities accepted from their clones".into(), verdict.clones),
        row("From the seeds alone, before the attack".into(), verdict.seeds),
    ];
    rows.extend(verdict.photographs.map(|accepted| row(format!("From {pictures} of them"), accepted)));
    rows.push(["The evaluation recognizer".into(), worth(judge, pictures)]);
    if let Some(agreed) = verdict.agreed {
        let whose = format!("Accepted by two of {} judges of different origin", agreed.judges);
        rows.push(row(format!("{whose}, from their clones"), agreed.clones));
        rows.push(row(format!("{whose}, from the seeds alone"), agreed.seeds));
        rows.extend(agreed.photographs.map(|accepted| row(format!("{whose}, from {pictures} of them"), accepted)));
    }
    rows
}

fn caveats(report: &Report, verdict: &Verdict) -> Vec<String> {
    let pictures = own_pictures(report);
    let [target, judge] = [&report.recognizers.target, &report.recognizers.evaluation].map(|one| one.is_trained_here);
    let mut caveats = Vec::new();
    if verdict.same_family {
        let learned = if target && judge { ", and it learned the targets from the same images" } else { "" };
        caveats.push(format!(
            "The judge is a network of the same family as the recognizer attacked{learned}. It shares its weaknesses, \
             and accepts clones that a recognizer of another family, or a person, would not."
        ));
    }
    match verdict.agreed {
        None => caveats.push(
            "One judge may be easily pleased, so its word alone confirms no leak. Name embedding networks of other origin \
             as further judges (recognizers.judges)."
                .into(),
        ),
        Some(_) if report.networks.len() > 1 => caveats.push(
            "Networks were imported: whether they learned from the same photographs as each other is not known here."
                .into(),
        ),
        Some(_) => {}
    }
    if verdict.photographs.is_some_and(|photographs| photographs.count < verdict.clones.count) {
        caveats.push(format!(
            "It accepts the clones of more people than {pictures} of them: what it goes by is not their likeness alone."
        ));
    }
    if !(target && judge) {
        caveats.push(format!(
            "A recognizer was brought from elsewhere: whether it was trained on these {pictures} is not known here."
        ));
    }
    caveats
}

/// The rule for grades.
fn rule() -> String {
    let grades = Grade::ALL.map(|grade| format!("{}: {}", grade.word(), grade.rule()));
    format!(
        "An identity is accepted when a judge ranks it first for more than half of its pictures. {}.",
        capitalized(&grades.join("; "))
    )
}

fn counted(verdict: &Verdict) -> String {
    let [clones, seeds] = verdict.decisive();
    let (who, accepting, refusing) = match verdict.agreed {
        Some(_) => ("two judges of different origin", "accept", "do not both accept"),
        None if verdict.same_family => ("a judge of the same family", "accepts", "does not accept"),
        None => ("one judge", "accepts", "does not accept"),
    };
    let accepts = |one: Accepted| if one.count > 0 { accepting } else { refusing };
    match (clones.of, FEW.get(clones.of as usize)) {
        (1, Some(one)) => {
            format!("For {one} person, {who} {} the clones and {} the seeds.", accepts(clones), accepts(seeds))
        }
        (of, Some(few)) => format!(
            "For {few} people, {who} {accepting} the clones of {} of {of}; from the seeds alone, {}.",
            clones.count, seeds.count
        ),
        (of, None) => format!(
            "{} {accepting} the clones of {} of {of} people ({}); from the seeds alone, {}.",
            capitalized(who),
            clones.count,
            percent_interval(clones.interval),
            seeds.count
        ),
    }
}

fn of_all(Accepted { count, of, interval }: Accepted) -> String {
    format!("{count} of {of}; {} of similar people", percent_interval(interval))
}

fn worth(judge: &RecognizerReport, pictures: &str) -> String {
    let chance = percent(1.0 / f64::from(judge.classes.max(1)));
    match judge.accuracy {
        Some(accuracy) => format!("names {} of {pictures}; guessing would name {chance}", percent(accuracy)),
        None => format!("its accuracy is not known; guessing would name {chance}"),
    }
}

fn own_pictures(report: &Report) -> &'static str {
    match (&report.config.faces.synthetic, &report.recognizers) {
        (Some(_), _) => "held-out drawings",
        (None, all) if all.target.is_trained_here && all.evaluation.is_trained_here => "held-out photographs",
        (None, _) => "photographs",
    }
}

fn reason(obstacle: Obstacle) -> String {
    match obstacle {
        Obstacle::NoIdentity => "no identity was attacked".into(),
        Obstacle::Diverged { recognizer, loss, guessing } => format!(
            "training of the {} diverged, its loss ended at {} where guessing has {}",
            name(recognizer),
            significant(loss),
            significant(guessing)
        ),
        Obstacle::WeakJudge { accuracy, chance } => format!(
            "the evaluation recognizer names only {} of the held-out images (guessing: {}), so its word on clones is \
             worth little",
            percent(accuracy),
            percent(chance)
        ),
        Obstacle::UnknownJudge => "the accuracy of the evaluation recognizer is unknown".into(),
        Obstacle::FewIdentities { classes } => {
            format!("the target recognizer knows only {classes} people, and can tell them apart by anything")
        }
    }
}

fn remedy(obstacle: Obstacle) -> String {
    match obstacle {
        Obstacle::NoIdentity => "Name at least one target under split.".into(),
        Obstacle::Diverged { .. } => "Lower training.learning_rate and run it again.".into(),
        Obstacle::WeakJudge { .. } => {
            "Give it more images per person or more epochs (training.epochs), or bring a better \
                                       one (recognizers.evaluation)."
                .into()
        }
        Obstacle::UnknownJudge => {
            "Bring a judge whose description has its accuracy, or faces of the targets that it was not trained on."
                .into()
        }
        Obstacle::FewIdentities { .. } => {
            format!("Register at least {FEWEST_IDENTITIES} people in it (split.target_others).")
        }
    }
}

fn name(which: RecognizerRole) -> &'static str {
    match which {
        RecognizerRole::Target => "target recognizer",
        RecognizerRole::Evaluation => "evaluation recognizer",
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;
    use wire::verdict::Agreed;

    fn report(people: u32, accepted: u32, grade: Grade) -> Report {
        let of = |count| Accepted { count, of: people, interval: [0.4782, 1.0] };
        let verdict = Verdict {
            clones: of(accepted),
            seeds: of(0),
            photographs: Some(of(people)),
            grade: Some(grade),
            obstacles: Vec::new(),
            same_family: true,
            agreed: None,
        };
        Report { verdict: Some(verdict), ..example::report(&[("A", &[1])]) }
    }

    fn judged(report: &mut Report) -> &mut Verdict {
        report.verdict.as_mut().expect("a verdict")
    }

    #[test]
    fn a_verdict_on_few_people_is_on_them_alone() {
        assert_eq!(
            headline(&report(5, 5, Grade::Unconfirmed)),
            "Not confirmed. For these five people, a judge of the same family accepts the clones of 5 of 5; from the seeds \
             alone, 0."
        );
        assert_eq!(
            headline(&report(1, 0, Grade::None)),
            "No leak found. For this one person, a judge of the same family does not accept the clones and does not accept \
             the seeds."
        );
        let many = headline(&report(40, 31, Grade::Unconfirmed));
        assert!(
            many.contains("A judge of the same family accepts the clones of 31 of 40 people (47.8 to 100\u{a0}%)"),
            "{many}"
        );
    }

    #[test]
    fn a_leak_is_told_by_what_judges_of_different_origin_agree_on() {
        let mut shown = report(5, 5, Grade::Some);
        let of = |count| Accepted { count, of: 5, interval: [0.2, 0.9] };
        judged(&mut shown).agreed =
            Some(Agreed { judges: 2, origins: 2, clones: of(4), seeds: of(0), photographs: Some(of(5)) });
        assert_eq!(
            headline(&shown),
            "Some leak. For these five people, two judges of different origin accept the clones of 4 of 5; from the seeds \
             alone, 0."
        );
        let words = VerdictWords::of(&shown);
        assert_eq!(words.evidence.len(), 7);
        assert_eq!(words.evidence[4][0], "Accepted by two of 2 judges of different origin, from their clones");
        assert!(!words.caveats.iter().any(|caveat| caveat.contains("easily pleased")), "{:?}", words.caveats);
    }

    #[test]
    fn without_a_verdict_the_reason_and_the_remedy_are_said() {
        let mut weak = report(5, 5, Grade::Some);
        judged(&mut weak).grade = None;
        judged(&mut weak).obstacles =
            vec![Obstacle::WeakJudge { accuracy: 0.34, chance: 0.0286 }, Obstacle::FewIdentities { classes: 7 }];
        let said = headline(&weak);
        assert!(said.starts_with("No verdict: the evaluation recognizer names only 34.0\u{a0}%"), "{said}");
        let [[said, first], [why, second]] = &VerdictWords::of(&weak).obstacles[..] else { panic!("two lines") };
        assert!(said.is_empty() && first.contains("training.epochs"), "the headline has said it: {said} {first}");
        assert!(why.starts_with("The target recognizer knows") && second.contains("10 people"), "{why} {second}");
    }

    #[test]
    fn what_forbids_a_verdict_can_be_said_before_the_run() {
        let obstacle = Obstacle::few_identities(9).expect("nine are too few");
        assert_eq!(
            forewarning(obstacle),
            "There will be no verdict: the target recognizer knows only 9 people, and can tell them apart by anything. \
             Register at least 10 people in it (split.target_others)."
        );
        assert_eq!(Obstacle::few_identities(FEWEST_IDENTITIES), None);
    }

    #[test]
    fn every_obstacle_has_a_reason_and_a_remedy() {
        let all = [
            Obstacle::NoIdentity,
            Obstacle::Diverged { recognizer: RecognizerRole::Target, loss: 1.7e9, guessing: 3.56 },
            Obstacle::WeakJudge { accuracy: 0.3, chance: 0.1 },
            Obstacle::UnknownJudge,
            Obstacle::FewIdentities { classes: 7 },
        ];
        for obstacle in all {
            assert!(!reason(obstacle).is_empty() && remedy(obstacle).ends_with('.'), "{obstacle:?}");
        }
    }

    #[test]
    fn evidence_has_clones_seeds_photographs_and_the_judge() {
        let mut shown = report(5, 4, Grade::Some);
        let verdict = judged(&mut shown).clone();
        let VerdictWords { evidence: rows, caveats: said, .. } = VerdictWords::of(&shown);
        assert_eq!(rows[0][1], "4 of 5; 47.8 to 100\u{a0}% of similar people");
        assert_eq!(rows[2][0], "From held-out photographs of them");
        assert!(rows[3][1].contains("90.0\u{a0}%") && rows[3][1].contains("guessing would name 6"), "{}", rows[3][1]);
        assert!(said.len() == 2 && said[1].contains("recognizers.judges"), "{said:?}");
        let photographs = Some(Accepted { count: 3, ..verdict.clones });
        let pleased = caveats(&shown, &Verdict { photographs, ..verdict.clone() });
        assert!(pleased[2].contains("not their likeness"), "{pleased:?}");
        shown.recognizers.evaluation.is_trained_here = false;
        assert_eq!(caveats(&shown, &verdict).len(), 3);
    }
}
