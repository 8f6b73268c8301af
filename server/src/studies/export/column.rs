//! The columns of the table of answers: each with its meaning and how it is filled, so that table and dictionary cannot
//! differ.

use super::words;
use crate::csv::Cell;
use crate::store::studies::RaterRow as StoredRater;
use crate::studies::results::measure::{is_right, task_name};
use crate::studies::results::{Records, Vote};
use wire::study::config::Task;
use wire::study::results::{RaterRow, StudyResults};

/// An answer with all that is known of it.
pub struct Line<'a> {
    /// The study.
    pub records: &'a Records,
    /// Its results.
    pub results: &'a StudyResults,
    /// The answer.
    pub vote: &'a Vote<'a>,
    /// What was asked.
    pub task: Task,
    /// The rater as stored.
    pub stored: &'a StoredRater,
    /// The rater as judged.
    pub rater: &'a RaterRow,
    /// The run's name.
    pub method: &'a str,
}

impl Cell {
    /// Ids are far below 2⁵³, beyond which numbers of spreadsheets have gaps.
    fn id(id: u64) -> Self {
        Self::Number(id as f64)
    }

    fn listed<T: ToString>(list: &[T], between: &str) -> Self {
        Self::Text(list.iter().map(T::to_string).collect::<Vec<_>>().join(between))
    }

    fn perhaps(truth: Option<bool>) -> Self {
        truth.map_or(Self::Empty, Self::Truth)
    }
}

/// A column.
pub struct Column {
    /// Its name, in the first line.
    pub name: &'static str,
    /// What its values are: text, number, a unit, or the values themselves.
    pub values: &'static str,
    /// What it says.
    pub meaning: &'static str,
    /// Its value for an answer.
    pub cell: fn(&Line<'_>) -> Cell,
}

const fn column(
    name: &'static str,
    values: &'static str,
    meaning: &'static str,
    cell: fn(&Line<'_>) -> Cell,
) -> Column {
    Column { name, values, meaning, cell }
}

/// All columns, in order.
pub const COLUMNS: [Column; 42] = [
    column("study", "text", "The study's id.", |line| Cell::text(&line.records.study.id.0)),
    column(
        "population",
        "people, pilot, simulated",
        "Whose answer: people while the study was open, people while it was a pilot, programs.",
        |line| Cell::text(words::population(line.results.population)),
    ),
    column("rater", "number", "Names the rater within this program. It is no id of a recruiting service.", |line| {
        Cell::id(line.rater.rater)
    }),
    column("simulated", "text", "Of programs, what they call their rule; else empty.", |line| {
        line.rater.simulated.as_ref().map_or(Cell::Empty, Cell::text)
    }),
    column("language", "BCP 47 tag", "Language of the instructions.", |line| Cell::text(&line.stored.language)),
    column("consent_version", "number", "Version of the consent text that the rater agreed to.", |line| {
        Cell::number(line.stored.consent_version)
    }),
    column("joined", "ISO 8601, UTC", "When the rater joined.", |line| Cell::text(words::time(line.stored.joined_ms))),
    column("completed", "ISO 8601, UTC", "When the rater gave the last answer; empty if not all were given.", |line| {
        line.stored.completed_ms.map_or(Cell::Empty, |ms| Cell::text(words::time(ms)))
    }),
    column("used", "1, 0", "Whether the rater's answers count in screened figures.", |line| {
        Cell::Truth(line.rater.is_used)
    }),
    column(
        "reasons",
        "text",
        "Why screening would leave the rater out, by the thresholds of this export; empty if it would not.",
        |line| Cell::listed(&line.rater.reasons, "; "),
    ),
    column(
        "use_decision",
        "1, 0",
        "The researcher's word on whether answers count; empty where screening decides.",
        |line| Cell::perhaps(line.rater.use_decision),
    ),
    column(
        "accepted",
        "1, 0",
        "The researcher's word on payment, which changes no figure; empty if not given.",
        |line| Cell::perhaps(line.rater.accepted),
    ),
    column(
        "refused_as_too_fast",
        "number",
        "How many answers of the rater were refused because they came faster than the study's limit. They are not in this table.",
        |line| Cell::number(line.stored.too_fast),
    ),
    column("task", "number", "Place of the task in the study, from 1.", |line| {
        Cell::number(line.vote.of.item.task + 1)
    }),
    column(
        "question",
        "text",
        "What is asked: similarity, recognition, naturalness, real or made, pairwise, same person.",
        |line| Cell::text(task_name(line.task)),
    ),
    column("item", "number", "Names the item within this program.", |line| Cell::id(line.vote.of.id)),
    column(
        "kind",
        "clone, positive, negative, seed, attention",
        "What stands in the clone's place: a clone, a real photo of the target, a real photo of somebody else, a bare seed image; or a check that says which answer to give.",
        |line| Cell::text(words::kind(line.vote.of.item.kind)),
    ),
    column("target", "text", "The target identity.", |line| Cell::text(&line.vote.of.item.target)),
    column("run", "text", "Id of the run whose clone is shown; empty for controls.", |line| {
        line.vote.of.item.run.as_ref().map_or(Cell::Empty, |run| Cell::text(&run.0))
    }),
    column("method", "text", "Name of that run.", |line| Cell::text(line.method)),
    column(
        "clones",
        "numbers",
        "Number of the clone within its run and target; of a pair both, the first one first.",
        |line| Cell::listed(&line.vote.of.item.clones, " "),
    ),
    column(
        "pictures",
        "text",
        "Ids of the pictures in the item's own order; the picture in question first (in pairs a photo of the target).",
        |line| Cell::listed(&line.vote.of.item.stimuli, " "),
    ),
    column("candidates", "text", "Recognition: who could be named, in the item's own order.", |line| {
        Cell::listed(&line.vote.of.item.candidates, "; ")
    }),
    column("position", "number", "Place of the question among the rater's, from 1; practice is counted too.", |line| {
        Cell::number(line.vote.answer.position + 1)
    }),
    column(
        "order",
        "numbers",
        "Order in which the pictures were shown: for each place the picture's number in the item's own order, from 0.",
        |line| Cell::listed(&line.vote.answer.order, " "),
    ),
    column("repeat", "1, 0", "Whether the question came a second time. Only first times count in figures.", |line| {
        Cell::Truth(line.vote.answer.is_repeat)
    }),
    column(
        "value",
        "number",
        "The answer as stored: the point of a scale; the candidate or picture chosen, from 0 in the item's own order, -1 for \"can't tell\"; 1 for real or yes, 0 for made or no.",
        |line| Cell::number(line.vote.answer.value),
    ),
    column("answer", "text", "The answer in plain terms.", |line| {
        Cell::text(words::answer(line.task, &line.vote.of.item, line.vote.answer.value))
    }),
    column(
        "percent",
        "0 to 100",
        "The answer in per cent of its scale, linear from the lowest answer (0) to the highest (100); 100 or 0 for the target named or not, real or made, yes or no, the pair's first picture preferred or not.",
        |line| Cell::Number(line.vote.percent),
    ),
    column(
        "expected",
        "number",
        "The right answer, or the end of the scale to be expected, where one is known, as in value.",
        |line| line.vote.of.item.expected.map_or(Cell::Empty, Cell::number),
    ),
    column(
        "right",
        "1, 0",
        "Whether the answer is right; of a rating, on the expected half of the scale; empty where nothing is known to be right.",
        |line| Cell::perhaps(is_right(line.task, &line.vote.of.item, line.vote.answer.value)),
    ),
    column(
        "response_ms",
        "milliseconds",
        "From when all pictures were there to the answer, by the page; at most the time since the answer before, by the server.",
        |line| Cell::number(line.vote.answer.response_ms),
    ),
    column("focus_losses", "number", "How often the page lost the focus meanwhile.", |line| {
        Cell::number(line.vote.answer.focus_losses)
    }),
    column("viewport_width", "CSS pixels", "Width of the page at the answer.", |line| {
        Cell::number(line.vote.answer.viewport[0])
    }),
    column("viewport_height", "CSS pixels", "Height of the page at the answer.", |line| {
        Cell::number(line.vote.answer.viewport[1])
    }),
    column("answered", "ISO 8601, UTC", "When the answer was stored.", |line| {
        Cell::text(words::time(line.vote.answer.answered_ms))
    }),
    column(
        "target_score",
        "0 to 1",
        "What the target recognizer (R_T) says of the clone; of a pair of the first one.",
        |line| objective(line, 0, |one| one.target_score),
    ),
    column(
        "evaluation_score",
        "0 to 1",
        "What the evaluation recognizer (R_E) says of the clone; of a pair of the first one.",
        |line| objective(line, 0, |one| one.evaluation_score),
    ),
    column(
        "evaluation_rank",
        "number",
        "Rank of the target by the evaluation recognizer, 1 is best; of a pair of the first one.",
        |line| objective(line, 0, |one| f64::from(one.evaluation_rank)),
    ),
    column("second_target_score", "0 to 1", "As target_score, of a pair's second clone.", |line| {
        objective(line, 1, |one| one.target_score)
    }),
    column("second_evaluation_score", "0 to 1", "As evaluation_score, of a pair's second clone.", |line| {
        objective(line, 1, |one| one.evaluation_score)
    }),
    column("second_evaluation_rank", "number", "As evaluation_rank, of a pair's second clone.", |line| {
        objective(line, 1, |one| f64::from(one.evaluation_rank))
    }),
];

fn objective(line: &Line<'_>, at: usize, figure: fn(&crate::store::studies::Objective) -> f64) -> Cell {
    line.vote.of.item.objective.get(at).map_or(Cell::Empty, |one| Cell::Number(figure(one)))
}
