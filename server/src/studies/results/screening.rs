//! Which raters to leave out, over all tasks of a study.
//!
//! Every rater is judged once, over all that they answered; who is left out is left out everywhere.
//!
//! - **One answer.** Judged within each task in which the rater gave enough answers (ten), for a study may ask for five
//!   points here and yes or no there. On scales by the engine's rule. Of answers without an order, "no" to every clone
//!   can be honest: there one answer counts against a rater only if it was given even where a control asks for another,
//!   and one *place* on the screen only if chance would hardly do it, because places are random.
//! - **Agreement with the others, and the scale upside down.** By one correlation over all questions whose answers have
//!   a direction (similarity, naturalness, same person), controls included, because they tell careful raters from
//!   careless ones best. Answers are taken less the rater's mean of the task and in units of the task's deviation, so
//!   that neither a rater's level nor the difference between two tasks looks like agreement. Recognition and pairs
//!   enter only where a study asks nothing else: who reads scales upside down still recognizes people, and would be
//!   hidden by it.
//! - **BT.500** takes the same answers as they are, for it judges item by item.
//! - **Attention.** The share of attention checks passed; a single failed check leaves nobody out, for anybody slips.
//!
//! Repeats are not judged, nor are times: both are shown, and the researcher's word is stronger than any rule.

use super::Records;
use super::measure::{has_direction, is_rating, is_right, shown_place, task_name};
use super::votes::{Vote, Votes};
use crate::store::studies::ItemKind;
use engine::evaluation::subjective::Ratings;
use engine::evaluation::subjective::screening::{
    Agreement, Bt500, Inverted, Reason, Screening, StraightLine, disagreeing, one_answer, one_place, screen,
    straight_liners,
};
use wire::study::config::Task;
use wire::study::quiz::CANNOT_TELL;
use wire::study::results::ScreeningConfig;

/// The screening result of one rater.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RaterScreening {
    /// Why to leave them out; empty if they stay.
    pub reasons: Vec<String>,
    /// The correlation with the others' means.
    pub correlation: Option<f64>,
    /// Attention checks: passed, asked.
    pub attention: [u32; 2],
}

/// The screening results, in the order of [`Votes::raters`].
pub fn judge(records: &Records, votes: &Votes<'_>, config: &ScreeningConfig) -> Vec<RaterScreening> {
    let mut judged = vec![RaterScreening::default(); votes.raters.len()];
    if let Some(share) = config.straight_line {
        let rule = StraightLine { share, ..StraightLine::default() };
        for (at, block) in (0..).zip(&records.study.config.tasks) {
            one_choice(&mut judged, records, votes, (at, block.task), &rule);
        }
    }
    agreement(&mut judged, records, votes, config);
    attention(&mut judged, records, votes, config);
    judged
}

fn one_choice(
    judged: &mut [RaterScreening],
    records: &Records,
    votes: &Votes<'_>,
    (at, task): (usize, Task),
    rule: &StraightLine,
) {
    let counted = || votes.of_task(at).filter(|vote| vote.counts());
    let reasons: Vec<Option<Reason>> = if is_rating(task) {
        let columns = Columns::of(records, |of| of == at);
        let figures = straight_liners(&columns.ratings(counted(), judged.len()), rule);
        figures.into_iter().map(|figures| figures.reason).collect()
    } else {
        let mut given = vec![Vec::new(); judged.len()];
        counted().for_each(|vote| given[vote.rater].push(vote));
        given.iter().map(|votes| unordered(task, votes, rule)).collect()
    };
    for (judged, reason) in judged.iter_mut().zip(reasons) {
        judged.reasons.extend(reason.map(|reason| format!("{}: {reason}", task_name(task))));
    }
}

/// One answer, or one place, where answers have no order.
fn unordered(task: Task, votes: &[&Vote<'_>], rule: &StraightLine) -> Option<Reason> {
    if has_direction(task) {
        let given: Vec<_> = votes.iter().map(|vote| (vote.answer.value, vote.of.item.expected)).collect();
        return one_answer(&given, rule);
    }
    let places: Vec<i32> =
        votes.iter().filter_map(|vote| shown_place(task, &vote.answer.order, vote.answer.value)).collect();
    let offered = votes.iter().map(|vote| vote.of.item.stimuli.len().saturating_sub(1)).max().unwrap_or(0);
    // Whether anybody was named at all, and whether somebody should have been.
    let named = |value: i32| i32::from(value != CANNOT_TELL);
    let given: Vec<_> = votes.iter().map(|vote| (named(vote.answer.value), vote.of.item.expected.map(|_| 1))).collect();
    one_place(&places, offered, rule).or_else(|| one_answer(&given, rule))
}

fn agreement(judged: &mut [RaterScreening], records: &Records, votes: &Votes<'_>, config: &ScreeningConfig) {
    let tasks: Vec<Task> = records.study.config.tasks.iter().map(|block| block.task).collect();
    let any_direction = tasks.iter().any(|task| has_direction(*task));
    let columns = Columns::of(records, |at| tasks.get(at).is_some_and(|task| has_direction(*task) || !any_direction));
    let ratings = columns.ratings(votes.all.iter().filter(|vote| vote.counts()), judged.len());
    let standardized = ratings.standardized(&columns.tasks);
    for (judged, figures) in judged.iter_mut().zip(disagreeing(&standardized, &Agreement::default())) {
        judged.correlation = figures.correlation;
    }
    let of_correlation = Screening {
        straight_line: None,
        inverted: config.inverted.map(|most_correlation| Inverted { most_correlation, ..Inverted::default() }),
        agreement: config.agreement.map(|least_correlation| Agreement { least_correlation, ..Agreement::default() }),
        bt500: None,
    };
    let of_items = Screening {
        straight_line: None,
        inverted: None,
        agreement: None,
        bt500: config.bt500.map(|share| Bt500 { share, ..Bt500::default() }),
    };
    for found in [screen(&standardized, &of_correlation), screen(&ratings, &of_items)] {
        for (judged, reasons) in judged.iter_mut().zip(found) {
            judged.reasons.extend(reasons.iter().map(Reason::to_string));
        }
    }
}

fn attention(judged: &mut [RaterScreening], records: &Records, votes: &Votes<'_>, config: &ScreeningConfig) {
    for vote in votes.all.iter().filter(|vote| vote.of.item.kind == ItemKind::Attention) {
        let Some(task) = records.task(vote.of) else { continue };
        let [passed, asked] = &mut judged[vote.rater].attention;
        *asked += 1;
        *passed += u32::from(is_right(task, &vote.of.item, vote.answer.value) == Some(true));
    }
    let Some(least) = config.attention else { return };
    for RaterScreening { reasons, attention: [passed, asked], .. } in judged {
        if *asked > *passed + 1 && f64::from(*passed) < least * f64::from(*asked) {
            let wanted = 100.0 * least;
            reasons.push(format!("passed {passed} of {asked} attention checks (at least {wanted:.0} % are wanted)"));
        }
    }
}

/// The items that ratings are put into columns for.
struct Columns {
    /// For each item of the records, its column.
    places: Vec<Option<usize>>,
    /// For each column, its task, numbered without gaps.
    tasks: Vec<usize>,
}

impl Columns {
    /// Of all items that say something of a picture, of the tasks for which `takes` holds.
    fn of(records: &Records, takes: impl Fn(usize) -> bool) -> Self {
        let mut numbers = Vec::new();
        let mut columns = Self { places: Vec::with_capacity(records.items.len()), tasks: Vec::new() };
        for row in &records.items {
            let at = row.item.task as usize;
            let is_taken = !matches!(row.item.kind, ItemKind::Attention | ItemKind::Practice) && takes(at);
            columns.places.push(is_taken.then_some(columns.tasks.len()));
            if is_taken {
                let number = numbers.iter().position(|known| *known == at).unwrap_or(numbers.len());
                if number == numbers.len() {
                    numbers.push(at);
                }
                columns.tasks.push(number);
            }
        }
        columns
    }

    fn ratings<'v, 'a: 'v>(&self, votes: impl Iterator<Item = &'v Vote<'a>>, raters: usize) -> Ratings {
        let given = votes.filter_map(|vote| Some((vote.rater, self.places[vote.item]?, vote.percent)));
        Ratings::of(raters, self.tasks.len(), given)
    }
}
