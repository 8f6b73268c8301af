//! Everything as JSON.

use super::words;
use crate::store::studies::{AnswerRow, ItemRow, RaterRow};
use crate::studies::results::Records;
use serde::{Deserialize, Serialize};
use wire::study::config::{Recruiting, StudyConfig};
use wire::study::results::StudyResults;
use wire::study::summary::StudyState;

/// Raised when a reader of older files would misread a newer one.
const FORMAT: u32 = 1;

/// The exported file.
#[derive(Serialize)]
struct Export<'a> {
    format: u32,
    study: Study<'a>,
    /// The population of the answers, raters and results.
    population: &'static str,
    items: Vec<ExportedItem>,
    answers: Vec<Answer<'a>>,
    raters: Vec<Rater<'a>>,
    results: &'a StudyResults,
}

#[derive(Serialize)]
struct Study<'a> {
    id: &'a str,
    state: StudyState,
    created: String,
    consent_version: u32,
    /// Without the completion code of a recruiting service.
    config: StudyConfig,
    /// Ids and names of runs.
    runs: Vec<[&'a str; 2]>,
}

/// An item as it is exported.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportedItem {
    /// Its id.
    pub item: u64,
    /// Index of its task in the study's list, from 0.
    pub task: u32,
    /// clone, positive, negative, seed, attention, practice.
    pub kind: String,
    /// The target identity.
    pub target: String,
    /// The run of its clones.
    pub run: Option<String>,
    /// The clones' numbers.
    pub clones: Vec<u32>,
    /// Ids of its pictures, in the item's own order.
    pub pictures: Vec<String>,
    /// The people to choose from.
    pub candidates: Vec<String>,
    /// The right answer.
    pub expected: Option<i32>,
    /// The recognizers' scores of each clone.
    pub objective: Vec<ExportedObjective>,
}

/// The recognizers' scores of a clone.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ExportedObjective {
    /// Score by the target recognizer, in [0,1].
    pub target_score: f64,
    /// Score by the evaluation recognizer, in [0,1].
    pub evaluation_score: f64,
    /// Rank by the evaluation recognizer; 1 is best.
    pub evaluation_rank: u32,
}

#[derive(Serialize)]
struct Answer<'a> {
    rater: u64,
    item: u64,
    position: u32,
    order: &'a [u8],
    is_repeat: bool,
    value: i32,
    response_ms: u32,
    focus_losses: u32,
    viewport: [u32; 2],
    answered: String,
}

#[derive(Serialize)]
struct Rater<'a> {
    rater: u64,
    joined: String,
    completed: Option<String>,
    language: &'a str,
    consent_version: u32,
    simulated: Option<&'a str>,
    /// As text: it has more digits than a JavaScript number can hold.
    seed: String,
    /// Answers that were refused because they came faster than the study's limit.
    refused_as_too_fast: u32,
    use_decision: Option<bool>,
    accepted: Option<bool>,
}

/// The study, its items, one population's answers and raters, and the results.
///
/// # Errors
/// If something cannot be written as JSON.
pub fn json(records: &Records, results: &StudyResults) -> anyhow::Result<String> {
    let study = &records.study;
    let mut config = study.config.clone();
    if let Recruiting::Prolific { completion_code } = &mut config.recruiting {
        completion_code.clear();
    }
    let export = Export {
        format: FORMAT,
        study: Study {
            id: &study.id.0,
            state: study.state,
            created: words::time(study.created_ms),
            consent_version: study.consent_version,
            config,
            runs: records.names.iter().map(|(run, name)| [run.0.as_str(), name.as_str()]).collect(),
        },
        population: words::population(results.population),
        items: records.items.iter().map(exported_item).collect(),
        answers: records.answers.iter().map(answer).collect(),
        raters: records.raters.iter().map(rater).collect(),
        results,
    };
    Ok(serde_json::to_string_pretty(&export)?)
}

/// An item as it is exported.
pub fn exported_item(row: &ItemRow) -> ExportedItem {
    let item = &row.item;
    let objective = item.objective.iter().map(|one| ExportedObjective {
        target_score: one.target_score,
        evaluation_score: one.evaluation_score,
        evaluation_rank: one.evaluation_rank,
    });
    ExportedItem {
        item: row.id,
        task: item.task,
        kind: words::kind(item.kind).into(),
        target: item.target.clone(),
        run: item.run.as_ref().map(|run| run.0.clone()),
        clones: item.clones.clone(),
        pictures: item.stimuli.clone(),
        candidates: item.candidates.clone(),
        expected: item.expected,
        objective: objective.collect(),
    }
}

fn answer(row: &AnswerRow) -> Answer<'_> {
    Answer {
        rater: row.participant,
        item: row.item,
        position: row.position,
        order: &row.order,
        is_repeat: row.is_repeat,
        value: row.value,
        response_ms: row.response_ms,
        focus_losses: row.focus_losses,
        viewport: row.viewport,
        answered: words::time(row.answered_ms),
    }
}

fn rater(row: &RaterRow) -> Rater<'_> {
    Rater {
        rater: row.id,
        joined: words::time(row.joined_ms),
        completed: row.completed_ms.map(words::time),
        language: &row.language,
        consent_version: row.consent_version,
        simulated: row.simulated.as_deref(),
        seed: row.seed.to_string(),
        refused_as_too_fast: row.too_fast,
        use_decision: row.use_decision,
        accepted: row.accepted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studies::example::{about, records};
    use crate::studies::results::results;
    use wire::study::Population;
    use wire::study::config::{Scale, Task};
    use wire::study::results::ScreeningConfig;

    fn exported() -> (Records, StudyResults, String) {
        let task = Task::Similarity { scale: Scale::FivePoint };
        let mut study = records(&[task], vec![about(0, "Ann", &[1])]).rated(&[(1, 4)]);
        study.study.config.recruiting = Recruiting::Prolific { completion_code: "C0DE".into() };
        let results = results(&study, Population::Pilot, &ScreeningConfig::default(), 3);
        let text = json(&study, &results).expect("JSON");
        (study, results, text)
    }

    #[test]
    fn everything_is_there_and_comes_back() {
        let (study, results, text) = exported();
        let read: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(read["population"], "pilot");
        assert_eq!(read["answers"][0]["value"], 4);
        assert_eq!(read["answers"][0]["answered"], "2023-11-14T22:15:00Z");
        assert_eq!(read["raters"][0]["seed"], "1");
        let items: Vec<ExportedItem> = serde_json::from_value(read["items"].clone()).expect("items");
        assert_eq!(items[0].pictures, study.items[0].item.stimuli);
        let found: StudyResults = serde_json::from_value(read["results"].clone()).expect("results");
        assert_eq!(found, results);
    }

    #[test]
    fn neither_the_link_nor_a_code_is_there() {
        let (_, _, text) = exported();
        assert!(!text.contains("C0DE") && !text.contains("secretlink"), "{text}");
    }
}
