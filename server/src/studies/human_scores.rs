//! What people said of one run's clones, for its report.

use super::results::measure::task_name;
use super::service::Shared;
use crate::error::Error;
use crate::store::studies::StudyRow;
use wire::run::RunId;
use wire::study::Population;
use wire::study::results::{Group, Score, ScreeningConfig, StudyResults, TaskResults};
use wire::study::summary::HumanScore;

impl Shared {
    /// One entry for each task of each study of the run that people have answered, newest study first.
    pub(super) async fn human_scores(&self, run: &RunId) -> Result<Vec<HumanScore>, Error> {
        let mut scores = Vec::new();
        for overview in self.store.overviews().await? {
            let study = overview.study;
            let Some(place) = study.config.runs.iter().position(|other| other == run) else { continue };
            let is_answered =
                overview.crowds.iter().any(|crowd| crowd.population == Population::People && crowd.answers > 0);
            if is_answered {
                let results = self.results(&study, Population::People, ScreeningConfig::default()).await?;
                scores.extend(results.tasks.iter().filter_map(|task| score(&study, &results, task, place)));
            }
        }
        Ok(scores)
    }
}

/// `None` where the task says nothing of the run in one figure, as pairs do not.
fn score(study: &StudyRow, results: &StudyResults, task: &TaskResults, place: usize) -> Option<HumanScore> {
    let Group { score, .. } = task.methods.get(place)?;
    score.raw.percent?;
    let used = results.raters.iter().filter(|rater| rater.is_used).count();
    let chance = score.raw.chance.map(|chance| format!(", guessing gives {chance:.0} %")).unwrap_or_default();
    let oracle = if results.is_oracle { "; an oracle chose the clones" } else { "" };
    Some(HumanScore {
        study: study.id.clone(),
        name: study.config.name.clone(),
        question: format!("{}{chance}{oracle}", capital(task_name(task.task))),
        screened: figure(&score.screened),
        raw: figure(&score.raw),
        raters: format!("{used} of {}", results.raters.len()),
    })
}

fn figure(score: &Score) -> String {
    let Some(percent) = score.percent else { return "–".into() };
    match score.interval {
        Some([low, high]) => format!("{percent:.0} % [{low:.0}, {high:.0}]"),
        None => format!("{percent:.0} %"),
    }
}

fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studies::example::{about, records};
    use crate::studies::results::results;
    use wire::study::config::{Scale, Task};

    #[test]
    fn a_figure_stands_with_its_interval_and_pairs_are_left_out() {
        let tasks = [Task::Similarity { scale: Scale::FivePoint }, Task::Pairwise];
        let study = records(&tasks, vec![about(0, "A", &[1]), about(1, "A", &[1, 2])]);
        let study = study.rated(&[(1, 2), (2, 0)]).rated(&[(1, 4), (2, 1)]);
        let results = results(&study, Population::People, &ScreeningConfig::default(), 1);
        let found: Vec<_> = results.tasks.iter().filter_map(|task| score(&study.study, &results, task, 0)).collect();
        let [similarity] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((similarity.question.as_str(), similarity.raters.as_str()), ("Similarity", "2 of 2"));
        assert!(similarity.raw.starts_with("50 % ["), "{}", similarity.raw);
    }
}
