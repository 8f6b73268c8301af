//! The figures of a task as rows of a table: raw beside screened.

use super::score::{interval, or_dash, percent, probability, statistic};
use super::tasks::is_share;
use super::terms::StudyTerm;
use crate::number::count;
use wire::study::config::Task;
use wire::study::results::{Agreement, Score, TaskResults};

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Answers.
    Votes,
    /// The mean or the share.
    Percent,
    /// The interval for other raters and people.
    Interval,
    /// The bootstrap interval.
    Bootstrap,
    /// The interval for other raters of these clones.
    Raters,
    /// The score of guessing.
    Chance,
    /// The binomial test against guessing.
    PValue,
    /// The SOS parameter.
    Sos,
    /// Krippendorff's alpha.
    Alpha,
    /// Fleiss' kappa.
    Kappa,
}

impl Figure {
    /// Figures that apply to a task, in the table's order.
    pub fn of(task: Task) -> Vec<Self> {
        if task == Task::Pairwise {
            return vec![Self::Votes, Self::Alpha, Self::Kappa]; // what comes out is an order, not a share
        }
        let mut figures = vec![Self::Votes, Self::Percent, Self::Interval, Self::Bootstrap, Self::Raters];
        if matches!(task, Task::Recognition { .. }) {
            figures.extend([Self::Chance, Self::PValue]);
        }
        if !is_share(task) {
            figures.push(Self::Sos);
        }
        figures.extend([Self::Alpha, Self::Kappa]);
        figures
    }

    /// Its name.
    pub fn label(self, task: Task) -> &'static str {
        match self {
            Self::Votes => "Answers",
            Self::Percent if is_share(task) => "Share",
            Self::Percent => "Mean",
            Self::Interval if is_share(task) => "95 % interval (Wilson)",
            Self::Interval => "95 % interval (t)",
            Self::Bootstrap => "95 % interval (bootstrap)",
            Self::Raters => "95 % for these clones alone",
            Self::Chance => "By guessing",
            Self::PValue => "p against guessing",
            Self::Sos => "SOS parameter",
            Self::Alpha => "Krippendorff's alpha",
            Self::Kappa => "Fleiss' kappa",
        }
    }

    /// The term that explains it.
    pub fn term(self, task: Task) -> Option<StudyTerm> {
        match self {
            Self::Votes | Self::Chance => None,
            Self::Percent => (!is_share(task)).then_some(StudyTerm::Mos),
            Self::Interval if is_share(task) => Some(StudyTerm::Wilson),
            Self::Interval => Some(StudyTerm::StudentT),
            Self::Bootstrap => Some(StudyTerm::Bootstrap),
            Self::Raters => Some(StudyTerm::OverRaters),
            Self::PValue => Some(StudyTerm::BinomialTest),
            Self::Sos => Some(StudyTerm::Sos),
            Self::Alpha => Some(StudyTerm::Alpha),
            Self::Kappa => Some(StudyTerm::Kappa),
        }
    }

    /// The figure for all raters, and for those used.
    pub fn texts(self, results: &TaskResults) -> [String; 2] {
        let score = &results.clones.score;
        [
            self.text(&score.raw, results.sos.raw, &results.agreement.raw),
            self.text(&score.screened, results.sos.screened, &results.agreement.screened),
        ]
    }

    fn text(self, score: &Score, sos: Option<f64>, agreement: &Agreement) -> String {
        match self {
            Self::Votes => count(score.votes.into()),
            Self::Percent => or_dash(score.percent, percent),
            Self::Interval => score.interval.map_or_else(|| "–".into(), interval),
            Self::Bootstrap => score.bootstrap.map_or_else(|| "–".into(), interval),
            Self::Raters => score.raters.map_or_else(|| "–".into(), interval),
            Self::Chance => or_dash(score.chance, percent),
            Self::PValue => or_dash(score.p_value, probability),
            Self::Sos => or_dash(sos, statistic),
            Self::Alpha => or_dash(agreement.alpha, statistic),
            Self::Kappa => or_dash(agreement.kappa, statistic),
        }
    }
}

/// Terms that the section of the task at `at` explains, because no earlier task does.
pub fn explained(tasks: &[Task], at: usize) -> Vec<StudyTerm> {
    let terms = |task: Task| Figure::of(task).into_iter().filter_map(move |figure| figure.term(task));
    let before: Vec<_> = tasks[..at].iter().copied().flat_map(terms).collect();
    terms(tasks[at]).filter(|term| !before.contains(term)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::example;
    use wire::study::config::Scale;

    #[test]
    fn each_task_has_the_figures_that_mean_something_for_it() {
        let ratings = Figure::of(Task::Similarity { scale: Scale::FivePoint });
        assert!(ratings.contains(&Figure::Sos) && !ratings.contains(&Figure::Chance));
        let choices = Figure::of(Task::Recognition { candidates: 4 });
        assert!(choices.contains(&Figure::Chance) && !choices.contains(&Figure::Sos));
    }

    #[test]
    fn a_figure_is_shown_raw_and_screened() {
        let task = &example::results().tasks[1];
        assert_eq!(Figure::Bootstrap.texts(task), ["[28, 38]", "[30, 40]"]);
        assert_eq!(Figure::Kappa.texts(task), ["0.21", "0.30"]);
        assert_eq!(Figure::Votes.texts(task)[0], "1,200");
    }

    #[test]
    fn a_term_is_explained_once_in_a_page() {
        let tasks = [Task::SamePerson, Task::Pairwise, Task::Similarity { scale: Scale::FivePoint }];
        assert!(explained(&tasks, 0).contains(&StudyTerm::Wilson));
        assert_eq!(explained(&tasks, 1), []);
        assert_eq!(explained(&tasks, 2), [StudyTerm::Mos, StudyTerm::StudentT, StudyTerm::Sos]);
    }
}
