//! Results of whole runs side by side.

use crate::{number, time};
use wire::compare::{ComparedRun, Outcome};

/// A figure and its value in each run.
pub type Row = (&'static str, Vec<String>);

/// The names of the runs; equal names are distinguished by their dates.
pub fn names(runs: &[ComparedRun]) -> Vec<String> {
    let name = |run: &ComparedRun| match runs.iter().filter(|other| other.run.name == run.run.name).count() {
        1 => run.run.name.clone(),
        _ => format!("{} ({})", run.run.name, time::date(run.run.created_ms)),
    };
    runs.iter().map(name).collect()
}

/// Figures over all clones of each run; a run without a report has dashes.
pub fn rows(runs: &[ComparedRun]) -> Vec<Row> {
    let row = |label: &'static str, value: fn(&Outcome) -> String| {
        let values = runs.iter().map(|run| run.outcome.as_ref().map_or_else(|| "–".into(), value));
        (label, values.collect())
    };
    let verdicts = runs.iter().map(|run| run.run.verdict.clone().unwrap_or_else(|| "–".into()));
    vec![
        ("Verdict", verdicts.collect()),
        row("Ranked first by the evaluation recognizer", |outcome| {
            with(number::percent(outcome.totals.top1), number::percent_interval(outcome.totals.intervals.top1))
        }),
        row("Ranked fifth or better", |outcome| {
            with(number::percent(outcome.totals.top5), number::percent_interval(outcome.totals.intervals.top5))
        }),
        row("Seeds alone, ranked first", |outcome| number::percent(outcome.totals.seed_top1)),
        row("Faces of the targets, ranked first", |outcome| share(outcome.totals.photograph_top1)),
        row("Mean target score", |outcome| {
            let interval = number::score_interval(outcome.totals.intervals.mean_target_score);
            with(number::score(outcome.totals.mean_target_score), interval)
        }),
        row("Mean evaluation score", |outcome| {
            let interval = number::score_interval(outcome.totals.intervals.mean_evaluation_score);
            with(number::score(outcome.totals.mean_evaluation_score), interval)
        }),
        row("Clones judged", |outcome| number::count(outcome.totals.clones.into())),
        row("Accuracy of the target recognizer", |outcome| share(outcome.accuracy[0])),
        row("Accuracy of the evaluation recognizer", |outcome| share(outcome.accuracy[1])),
        row("Clone-iterations a second", |outcome| number::significant(outcome.totals.clone_iterations_per_second)),
        row("Time of the whole run", |outcome| time::duration(outcome.seconds)),
    ]
}

/// A figure with its 95 % interval.
fn with(figure: String, interval: String) -> String {
    format!("{figure} ({interval})")
}

fn share(share: Option<f64>) -> String {
    share.map_or_else(|| "–".into(), number::percent)
}

#[cfg(test)]
mod tests {
    use super::super::example::run;
    use super::*;

    #[test]
    fn runs_of_one_name_are_told_apart() {
        let mut second = run("aa", &[]);
        second.run.created_ms = 60_000;
        let names = names(&[run("aa", &[]), second, run("bb", &[])]);
        assert_eq!(names, ["Run aa (1 Jan 1970, 00:00 UTC)", "Run aa (1 Jan 1970, 00:01 UTC)", "Run bb"]);
    }

    #[test]
    fn a_run_without_a_report_has_dashes() {
        let mut unfinished = run("bb", &["A"]);
        unfinished.outcome = None;
        let runs = [run("aa", &["A"]), unfinished];
        let rows = rows(&runs);
        assert!(rows.iter().all(|(_, values)| values.len() == 2 && values[1] == "–"), "{rows:?}");
        let value =
            |label| rows.iter().find(|(of, _)| *of == label).map(|(_, values)| values[0].replace('\u{a0}', " "));
        assert_eq!(value("Ranked fifth or better").as_deref(), Some("75.0 % (0 to 100 %)"));
        assert_eq!(value("Accuracy of the target recognizer").as_deref(), Some("90.0 %"));
        assert_eq!(value("Accuracy of the evaluation recognizer").as_deref(), Some("–"), "it was loaded");
    }
}
