//! The methods of a study as a text for a paper, with the figures of what was really done.

use super::participants::participants;
use crate::store::studies::ItemKind;
use crate::studies::results::Records;
use crate::studies::results::measure::{has_direction, is_rating};
use wire::study::config::{CloneChoice, Controls, NaturalnessForm, Scale, Task, TaskConfig};
use wire::study::results::{RaterRow, ScreeningConfig, StudyResults};

/// A few paragraphs of plain English. `results` are those of the records.
pub fn methods(records: &Records, results: &StudyResults) -> String {
    let tasks = &records.study.config.tasks;
    let tasks = (1..).zip(tasks).map(|(number, block)| format!("({number}) {}", task(records, number - 1, block)));
    [
        participants(records, results),
        stimuli(records),
        format!("Each participant was asked, one block after another: {}.", tasks.collect::<Vec<_>>().join("; ")),
        order(records),
        screening(results),
        statistics(records),
    ]
    .join("\n\n")
        + "\n"
}

fn stimuli(records: &Records) -> String {
    let config = &records.study.config;
    let runs = records.methods();
    let of_clones = |row: &&crate::store::studies::ItemRow| row.item.kind == ItemKind::Clone;
    let mut targets: Vec<&str> = records.items.iter().filter(of_clones).map(|row| row.item.target.as_str()).collect();
    targets.sort_unstable();
    targets.dedup();
    let choice = match config.clones {
        CloneChoice::All => "all clones".into(),
        CloneChoice::Random { per_target } => format!("{per_target} clones drawn at random"),
        CloneChoice::BestByTarget { per_target } => {
            format!("the {per_target} clones that the target recognizer (R_T) rated best, as an attacker could choose,")
        }
        CloneChoice::Oracle { per_target } => format!(
            "the {per_target} clones that the evaluation recognizer (R_E) rated best (an ORACLE's choice, which no attacker \
             could make: scores are above those of an attack)"
        ),
    };
    format!(
        "The stimuli were clones of {} target{} from {} model inversion run{} ({}): {choice} of each target of each run.",
        targets.len(),
        plural(targets.len()),
        runs.len(),
        plural(runs.len()),
        runs.join(", "),
    )
}

fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn task(records: &Records, at: u32, block: &TaskConfig) -> String {
    let there = records.items.iter().filter(|row| row.item.task == at && row.item.kind == ItemKind::Clone).count();
    let asked = block.items.min(there as u32);
    format!("{}; {asked} of {there} items about clones{}", question(block.task), controls(block.controls))
}

fn question(task: Task) -> String {
    match task {
        Task::Similarity { scale } => {
            let scale = match scale {
                Scale::FivePoint => "five points (1 to 5)",
                Scale::NinePoint => "nine points (1 to 9)",
                Scale::Hundred => "a scale from 0 to 100",
            };
            format!(
                "similarity of a picture and a real photo of the target, on {scale}, reported in per cent, linear from the \
                 lowest answer (0) to the highest (100)"
            )
        }
        Task::Recognition { candidates } => format!(
            "recognition: which of {candidates} people, one photo of each, a picture shows, or \"can't tell\", which counts as \
             not recognized (chance {:.1} %)",
            100.0 / f64::from(candidates.max(1))
        ),
        Task::Naturalness { form: NaturalnessForm::FivePoint } => {
            "naturalness of a single picture on five points, reported in per cent of the scale".into()
        }
        Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: None } } => {
            "naturalness: whether a single picture is a real photo or made by a computer".into()
        }
        Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: Some(flash) } } => {
            format!(
                "naturalness: whether a single picture, shown for {flash} ms, is a real photo or made by a computer"
            )
        }
        Task::Pairwise => "which of two clones of a run looks more like the target on a real photo".into(),
        Task::SamePerson => "whether a picture shows the person of four real photos".into(),
    }
}

fn controls(controls: Controls) -> String {
    let Controls { positive, negative, seed, repeats, attention } = controls;
    let told = [
        (positive, "real photos of the target"),
        (negative, "real photos of somebody else"),
        (seed, "bare seed images"),
        (repeats, "repeated questions"),
        (attention, "attention checks"),
    ];
    let told: Vec<String> =
        told.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("up to {count} {what}")).collect();
    if told.is_empty() { ", without controls".into() } else { format!(", and as controls {}", told.join(", ")) }
}

fn order(records: &Records) -> String {
    format!(
        "Each participant got those items that had the fewest votes, balanced over targets and runs, in an order of their own; \
         candidates, pairs and sets of photos were shuffled for each question. All of it follows from stored seeds (study: {}). \
         Practice with drawn people came first and does not count; of repeated questions the first answer counts.",
        records.study.config.seed
    )
}

fn screening(results: &StudyResults) -> String {
    let ScreeningConfig { straight_line, inverted, agreement, bt500, attention } = results.screening;
    let rules: Vec<String> = [
        straight_line.map(|share| {
            format!(
                "one answer in at least {:.0} % of a task's questions, or ratings that spread at most a fifth as far as the \
                 median rater's (at least ten answers)",
                100.0 * share
            )
        }),
        inverted.map(|most| format!("a correlation of at most {most} with the mean of the others (scale read upside down)")),
        agreement.map(|least| {
            format!(
                "a correlation below {least} with the mean of the others, unless that is within two deviations of the median \
                 rater's (in the manner of ITU-T P.910)"
            )
        }),
        bt500.map(|share| {
            format!("ITU-R BT.500: more than {:.0} % of ratings far from the mean, to both sides (balance below 0.3)", 100.0 * share)
        }),
        attention.map(|least| format!("less than {:.0} % of attention checks passed, and at least two failed", 100.0 * least)),
    ]
    .into_iter()
    .flatten()
    .collect();
    let rules = if rules.is_empty() {
        "No screening rule was applied.".to_owned()
    } else {
        format!("Screening, applied once to all raters, leaves out whoever shows: {}.", rules.join("; "))
    };
    format!(
        "{rules} {} Figures are reported with all raters (raw) and without those left out (screened).",
        left_out(results)
    )
}

/// How many are left out, and why.
fn left_out(results: &StudyResults) -> String {
    let out = results.raters.iter().filter(|rater| !rater.is_used);
    let (by_word, by_rule): (Vec<&RaterRow>, Vec<&RaterRow>) = out.partition(|rater| rater.use_decision.is_some());
    let count = |of: Rule| by_rule.iter().filter(|rater| rater.reasons.iter().any(|reason| rule(reason) == of)).count();
    let rules = [
        (Rule::OneAnswer, "for one answer"),
        (Rule::Inverted, "for the scale read upside down"),
        (Rule::Disagrees, "for low correlation"),
        (Rule::Erratic, "by BT.500"),
        (Rule::Attention, "for attention checks"),
    ];
    let told: Vec<String> = rules
        .iter()
        .map(|(of, why)| (count(*of), why))
        .filter(|(count, _)| *count > 0)
        .map(|(count, why)| format!("{count} {why}"))
        .collect();
    let reasons =
        if told.is_empty() { String::new() } else { format!(" ({}; some for several reasons)", told.join(", ")) };
    let kept =
        results.raters.iter().filter(|rater| rater.use_decision == Some(true) && !rater.reasons.is_empty()).count();
    format!(
        "Of {} raters, {} were left out by these rules{reasons}, {} by the researcher; {kept} whom a rule would leave out \
         were kept by the researcher.",
        results.raters.len(),
        by_rule.len(),
        by_word.len(),
    )
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    OneAnswer,
    Inverted,
    Disagrees,
    Erratic,
    Attention,
}

/// The rule of a reason, by its words: only those cross the wire.
fn rule(reason: &str) -> Rule {
    match reason {
        _ if reason.contains("attention checks") => Rule::Attention,
        _ if reason.contains("BT.500") => Rule::Erratic,
        _ if reason.contains("upside down") => Rule::Inverted,
        _ if reason.contains("with the others") => Rule::Disagrees,
        _ => Rule::OneAnswer,
    }
}

fn statistics(records: &Records) -> String {
    let tasks = || records.study.config.tasks.iter().map(|block| block.task);
    let mut told = vec!["All intervals are of 95 %.".to_owned()];
    if tasks().any(is_rating) {
        told.push(
            "Ratings: mean over raters of each rater's mean, with Student's t. The SOS parameter a is the least-squares fit of \
             the variance of ratings by a(100 - x)x."
                .into(),
        );
    }
    if tasks().any(|task| !is_rating(task)) {
        told.push(
            "Shares: over all answers, with Wilson's score interval of as many answers as are independent (Korn and Graubard, \
             1998)."
                .into(),
        );
    }
    if tasks().any(|task| matches!(task, Task::Recognition { .. })) {
        told.push("Recognition is held against chance by the one-sided exact binomial test.".into());
    }
    if tasks().any(|task| task == Task::Pairwise) {
        told.push(
            "Pairs: Bradley-Terry scores by maximum likelihood for each target, over clones that hang together by comparisons, \
             smoothed by half a win on both sides of every compared pair where no finite scores exist."
                .into(),
        );
    }
    told.push(
        "Intervals of figures over several people take both raters and the people whose clones were shown as drawn at random \
         (variance by two-way clusters: Cameron, Gelbach and Miller, 2011; degrees of freedom: Satterthwaite, 1946): clones of \
         one person are near-copies and count as one draw. Intervals of figures about one person take raters and clones so. \
         Beside each stand a bootstrap interval that resamples both (2000 resamples), and the interval over raters alone, which \
         holds for these very clones. Agreement: Krippendorff's alpha (interval metric for ratings, nominal for choices) and \
         Fleiss' kappa over items with equally many votes. People's scores of items are correlated with the recognizers' \
         scores by Pearson's r (interval by Fisher's z and the jackknife over people), Spearman's rho and Kendall's tau-b."
            .into(),
    );
    if tasks().any(has_direction) {
        told.push(
            "For screening, answers were taken less the rater's mean of the task, in units of the task's standard deviation."
                .into(),
        );
    }
    told.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studies::example::{about, records};
    use crate::studies::results::results;
    use engine::evaluation::subjective::screening::Reason;
    use wire::study::Population;

    fn study() -> Records {
        let tasks = [Task::Similarity { scale: Scale::NinePoint }, Task::Recognition { candidates: 4 }];
        let items = vec![about(0, "Ann", &[1]), about(0, "Bob", &[2]), about(1, "Ann", &[1])];
        let mut study = records(&tasks, items).rated(&[(1, 3), (2, 4)]).rated(&[(1, 9)]).rated(&[]);
        study.study.config.tasks[0].controls = Controls { positive: 2, attention: 1, ..Controls::default() };
        study.raters[1].use_decision = Some(false);
        study.raters[1].completed_ms = None;
        study.withdrawn = 2;
        study
    }

    fn told(study: &Records, population: Population, screening: &ScreeningConfig) -> String {
        methods(study, &results(study, population, screening, 1))
    }

    fn says(text: &str, parts: &[&str]) {
        for part in parts {
            assert!(text.contains(part), "\"{part}\" is not in: {text}");
        }
    }

    #[test]
    fn the_figures_are_those_of_the_study() {
        let text = told(&study(), Population::People, &ScreeningConfig::default());
        says(
            &text,
            &[
                "3 participants joined (by an open link) and did not withdraw (2 more withdrew)",
                "2 of them answered everything, 2 answered at least one question, with 3 answers in all",
                "from 2023-11-14 to 2023-11-14",
                "clones of 2 targets from 1 model inversion run (fast): 4 clones drawn at random",
                "(1) similarity of a picture and a real photo of the target, on nine points",
                "2 of 2 items about clones, and as controls up to 2 real photos of the target, up to 1 attention checks",
                "chance 25.0 %",
                "30 votes of every item",
                "at least 80 % of a task's questions",
                "at most -0.3",
                "Of 2 raters, 0 were left out by these rules, 1 by the researcher",
            ],
        );
        assert!(!text.contains("BT.500:") && !text.contains("Bradley") && !text.contains("ORACLE"), "{text}");
        assert!(!text.contains("secretlink"));
    }

    #[test]
    fn limitations_are_stated() {
        let mut study = study();
        study.study.config.clones = CloneChoice::Oracle { per_target: 3 };
        let none =
            ScreeningConfig { straight_line: None, inverted: None, agreement: None, bt500: None, attention: None };
        let text = told(&study, Population::Simulated, &none);
        says(&text, &["simulated raters (programs", "ORACLE", "No screening rule was applied"]);
    }

    #[test]
    fn every_reason_is_told_under_its_rule() {
        let (share, threshold, correlation) = (0.9, 0.8, -0.5);
        let reasons = [
            (Reason::StraightLine { share, threshold }, Rule::OneAnswer),
            (Reason::Flat { spread: 0.1, threshold }, Rule::OneAnswer),
            (Reason::Inverted { correlation, threshold }, Rule::Inverted),
            (Reason::Disagrees { correlation, threshold }, Rule::Disagrees),
            (Reason::Erratic { share, balance: 0.1 }, Rule::Erratic),
        ];
        for (reason, expected) in reasons {
            assert_eq!(rule(&format!("similarity: {reason}")), expected, "{reason}");
        }
        assert_eq!(rule("passed 0 of 2 attention checks (at least 50 % are wanted)"), Rule::Attention);
    }
}
