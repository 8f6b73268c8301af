//! Cumulative matching characteristics of whole runs: one line for each.

use super::plot::{Axis, Colour, Line, Plot};
use crate::number;
use wire::compare::ComparedRun;

/// Ranks shown.
const RANKS: usize = 20;

/// Cumulative matching characteristic over all clones, a line for each run.
pub fn runs_cmc_plot(runs: &[ComparedRun]) -> Plot {
    let longest = runs.iter().filter_map(|run| Some(run.outcome.as_ref()?.cmc.len())).max().unwrap_or(0);
    let ranks = longest.clamp(2, RANKS);
    let line = |(at, run): (usize, &ComparedRun)| {
        let shares = run.outcome.as_ref().map(|outcome| outcome.cmc.as_slice()).unwrap_or_default();
        let points = (1u32..).map(f64::from).zip(shares.iter().copied()).take(ranks).collect();
        Line { colour: Colour::Series(at), points, band: vec![], dashed: false }
    };
    Plot {
        x: Axis { label: "rank k", from: 1.0, to: ranks as f64, ticks: ranks.min(10) },
        y: Axis { label: "share of clones with rank ≤ k", from: 0.0, to: 1.0, ticks: 6 },
        lines: runs.iter().enumerate().map(line).collect(),
        size: (960, 620),
    }
}

/// The curves in words.
pub fn runs_cmc_words(runs: &[ComparedRun]) -> String {
    let at = |cmc: &[f64], rank: usize| number::percent(cmc.get(rank - 1).or(cmc.last()).copied().unwrap_or(0.0));
    let each = runs.iter().filter_map(|run| {
        let cmc = &run.outcome.as_ref()?.cmc;
        Some(format!("{}: rank 1 {}, rank 5 or better {}", run.run.name, at(cmc, 1), at(cmc, 5)))
    });
    format!("CMC curves. {}.", each.collect::<Vec<_>>().join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::example::run;

    #[test]
    fn a_line_for_each_run_and_none_for_one_without_a_report() {
        let mut unfinished = run("bb", &["A"]);
        unfinished.outcome = None;
        let runs = [run("aa", &["A"]), unfinished];
        let plot = runs_cmc_plot(&runs);
        assert_eq!(plot.lines[0].points, [(1.0, 0.5), (2.0, 1.0)]);
        assert!(plot.lines[1].points.is_empty());
        let words = runs_cmc_words(&runs).replace('\u{a0}', " ");
        assert_eq!(words, "CMC curves. Run aa: rank 1 50.0 %, rank 5 or better 100 %.");
    }
}
