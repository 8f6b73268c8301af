//! From answers to results: pure, without clock and files.
//!
//! Every statistic is the engine's ([`engine::evaluation::subjective`]); this module decides which answers go into
//! which. First presentations count; repeats only measure a rater's consistency. Figures of all raters and of those
//! used are side by side. [`screening`] decides who is used, unless the researcher did.

mod agreement;
mod confusion;
mod correlations;
pub mod groups;
mod held_back;
mod items;
pub mod measure;
mod raters;
pub mod screening;
mod standing;
mod strengths;
mod tally;
mod task;
mod votes;

pub use votes::{Vote, Votes};

use crate::store::studies::{AnswerRow, ItemRow, RaterRow, StudyRow};
use engine::evaluation::subjective::Resampler;
use wire::run::RunId;
use wire::study::Population;
use wire::study::config::CloneChoice;
use wire::study::results::{ScreeningConfig, StudyResults, TaskResults};

/// The data behind results: a study and one population's raters and answers.
#[derive(Clone, Debug)]
pub struct Records {
    /// The study.
    pub study: StudyRow,
    /// All its items.
    pub items: Vec<ItemRow>,
    /// The population's answers.
    pub answers: Vec<AnswerRow>,
    /// The population's raters.
    pub raters: Vec<RaterRow>,
    /// Number of people in the population who withdrew.
    pub withdrawn: u32,
    /// Number of refused joins because too many had joined from the same network.
    pub turned_away: u32,
    /// Names of runs; a run without one is shown by its id.
    pub names: Vec<(RunId, String)>,
}

/// The results by the given thresholds. `population` and `revision` are those of the records.
pub fn results(records: &Records, population: Population, screening: &ScreeningConfig, revision: u64) -> StudyResults {
    let votes = Votes::of(records);
    let config = &records.study.config;
    let raters = raters::rows(records, &votes, screening);
    let used: Vec<bool> = raters.iter().map(|rater| rater.is_used).collect();
    let mut resampler = Resampler::new(config.seed);
    let tasks: Vec<TaskResults> = (0..)
        .zip(&config.tasks)
        .map(|(at, block)| task::results(records, &votes, &used, (at, block.task), &mut resampler))
        .collect();
    StudyResults {
        population,
        revision,
        screening: *screening,
        is_oracle: matches!(config.clones, CloneChoice::Oracle { .. }),
        standing: standing::words(&config.stop, &tasks),
        held_back: held_back::words(records, population),
        tasks,
        raters,
    }
}

#[cfg(test)]
mod tests;
