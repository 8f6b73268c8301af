//! What people say of single clones of a run, over all studies that show it.

use super::service::{Shared, StudyService};
use crate::error::Error;
use std::collections::HashMap;
use wire::gallery::HumanFigures;
use wire::run::RunId;
use wire::study::Population;
use wire::study::config::Task;
use wire::study::results::{ScreeningConfig, StudyResults};
use wire::study::summary::HumanScore;

/// What people say of a run's clones.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PeopleOfRun {
    /// Of all clones together, a word for each task of each study.
    pub words: Vec<HumanScore>,
    /// Of single clones, by the target's name and the clone's index.
    pub clones: HashMap<(String, u32), HumanFigures>,
    /// The revisions of the studies that it comes from.
    pub seen: String,
}

impl StudyService {
    /// What people say by now, of those whose answers are used.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn people_of(&self, run: &RunId) -> Result<PeopleOfRun, Error> {
        // The revisions first: data read after them is at least as new.
        let seen = self.seen_of(run).await?;
        let mut sums = Sums::default();
        for overview in self.0.store.overviews().await? {
            let study = overview.study;
            if study.config.runs.contains(run) {
                let results = self.0.results(&study, Population::People, ScreeningConfig::default()).await?;
                sums.add(run, &results);
            }
        }
        Ok(PeopleOfRun { words: self.0.human_scores(run).await?, clones: sums.figures(), seen })
    }

    /// The revisions of all studies of a run.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn seen_of(&self, run: &RunId) -> Result<String, Error> {
        let Shared { store, .. } = &*self.0;
        let mut seen = Vec::new();
        for overview in store.overviews().await? {
            if overview.study.config.runs.contains(run) {
                let id = overview.study.id;
                seen.push(format!("{}:{}", id.0, store.revision(&id).await?));
            }
        }
        seen.sort();
        Ok(seen.join(" "))
    }
}

/// What a task says of a clone, if anything the gallery shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Figure {
    Similarity,
    Recognition,
    Naturalness,
}

fn figure(task: Task) -> Option<Figure> {
    match task {
        Task::Similarity { .. } => Some(Figure::Similarity),
        Task::Recognition { .. } => Some(Figure::Recognition),
        Task::Naturalness { .. } => Some(Figure::Naturalness),
        Task::Pairwise | Task::SamePerson => None,
    }
}

/// Votes, and their figures times votes, so that several studies count by their votes.
#[derive(Default)]
struct Sums(HashMap<(String, u32, Figure), (f64, f64)>);

impl Sums {
    fn add(&mut self, run: &RunId, results: &StudyResults) {
        for task in &results.tasks {
            let Some(figure) = figure(task.task) else { continue };
            for item in task.items.iter().filter(|item| item.run == *run) {
                let (&[clone], Some(percent)) = (item.clones.as_slice(), item.score.screened.percent) else { continue };
                let votes = f64::from(item.score.screened.votes);
                let sum = self.0.entry((item.target.clone(), clone, figure)).or_default();
                *sum = (sum.0 + votes, sum.1 + votes * percent);
            }
        }
    }

    fn figures(self) -> HashMap<(String, u32), HumanFigures> {
        let mut all = HashMap::<_, HumanFigures>::new();
        for ((target, clone, figure), (votes, sum)) in self.0 {
            if votes > 0.0 {
                let figures = all.entry((target, clone)).or_default();
                let place = match figure {
                    Figure::Similarity => &mut figures.similarity,
                    Figure::Recognition => &mut figures.recognition,
                    Figure::Naturalness => &mut figures.naturalness,
                };
                *place = Some(sum / votes);
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studies::example::{about, records};
    use crate::studies::results::results;
    use wire::study::config::Scale;

    #[test]
    fn studies_count_by_their_votes_and_pairs_say_nothing_of_one_clone() {
        let tasks = [Task::Similarity { scale: Scale::FivePoint }, Task::Pairwise];
        let study = records(&tasks, vec![about(0, "A", &[1]), about(1, "A", &[1, 2])]);
        let run = study.study.config.runs.first().expect("a run").clone();
        let screening =
            ScreeningConfig { straight_line: None, inverted: None, agreement: None, bt500: None, attention: None };
        let of = |ratings: &[i32]| {
            let rated = ratings.iter().fold(study.clone(), |study, &rating| study.rated(&[(1, rating), (2, 0)]));
            results(&rated, Population::People, &screening, 1)
        };
        let mut sums = Sums::default();
        sums.add(&run, &of(&[4, 4, 4]));
        sums.add(&run, &of(&[0]));
        let figures = sums.figures();
        // Three votes of 100 % and one of 0 %.
        let expected = HumanFigures { similarity: Some(75.0), ..HumanFigures::default() };
        assert_eq!(figures, HashMap::from([(("A".to_owned(), 1), expected)]));
    }
}
