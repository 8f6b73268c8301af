//! All figures of one task.

use super::groups::Grouping;
use super::measure::{Figure, figure, is_rating};
use super::tally::Tallies;
use super::votes::{Vote, Votes};
use super::{Records, agreement, confusion, correlations, groups, items, strengths};
use crate::store::studies::ItemKind;
use engine::evaluation::subjective::{Resampler, sos_parameter};
use wire::study::config::Task;
use wire::study::results::{Group, RawAndScreened, TaskResults};

/// Fewer people than these say little of others.
const FEW: usize = 10;

/// The figures of the task at a place in the study's list.
pub fn results(
    records: &Records,
    votes: &Votes<'_>,
    used: &[bool],
    (at, task): (usize, Task),
    resampler: &mut Resampler,
) -> TaskResults {
    let about_clones: Vec<&Vote<'_>> = votes.of_task(at).filter(|vote| vote.is_about_clone()).collect();
    let of_clones = figure(task, ItemKind::Clone);
    let mut grouped = |names: Vec<String>, place: &[Option<usize>], unit: &[u32]| {
        let grouping = Grouping { place, count: names.len(), unit };
        let tallies = groups::tallies(task, about_clones.iter().copied(), used, grouping);
        groups::named(names, &tallies, of_clones, resampler)
    };
    let names = records.targets();
    let (people, clones) = (records.units_by_person(&names), records.units_by_item());
    let all = grouped(vec!["all clones".into()], &vec![Some(0); records.items.len()], &people);
    let targets = grouped(names.clone(), &records.target_places(&names), &clones);
    let methods = grouped(records.methods(), &records.run_places(), &people);

    let shown = items::shown(records, at);
    let of_items = Grouping { place: &shown.places, count: shown.items.len(), unit: &clones };
    let tallies = groups::tallies(task, about_clones.iter().copied(), used, of_items);
    let (strengths, notes) = strengths::of_pairs(task, records, &about_clones, used);
    let rows = items::rows(task, &shown, &tallies, &strengths, resampler);
    let (agreement, note) = agreement::of(task, &about_clones, used, &shown, &names);
    let targets = with_votes(targets);
    let of_few = of_few_people(of_clones, targets.len());
    TaskResults {
        task,
        clones: all
            .into_iter()
            .next()
            .unwrap_or_else(|| Group { name: String::new(), score: RawAndScreened::default() }),
        targets,
        methods,
        controls: controls(records, votes, used, (at, task), resampler),
        correlations: correlations::of(task, &shown, &rows, &names),
        items: rows,
        confusion: confusion::table(task, &about_clones, used, names),
        agreement,
        sos: sos(task, &tallies),
        notes: of_few.into_iter().chain(notes).chain(note).collect(),
    }
}

/// What must be said where so few people were attacked that an interval for others is wide.
fn of_few_people(figure: Figure, people: usize) -> Option<String> {
    let whose = match people {
        0 => return None,
        1 => "of one person, whose clones alone the intervals speak of".to_owned(),
        2..FEW => format!("of {people} people: intervals for other people are wide, however many raters there are"),
        _ => return None,
    };
    (figure != Figure::Count).then(|| format!("The clones are {whose}."))
}

/// Candidates who are no targets have no clones, and so no votes.
fn with_votes(mut groups: Vec<Group>) -> Vec<Group> {
    groups.retain(|group| group.score.raw.votes > 0);
    groups
}

/// By kind, those that the task has.
fn controls(
    records: &Records,
    votes: &Votes<'_>,
    used: &[bool],
    (at, task): (usize, Task),
    resampler: &mut Resampler,
) -> Vec<Group> {
    let counted = votes.of_task(at).filter(|vote| vote.counts());
    let (place, unit) = (records.control_places(), records.units_by_person(&records.targets()));
    let grouping = Grouping { place: &place, count: groups::CONTROLS.len(), unit: &unit };
    let tallies = groups::tallies(task, counted, used, grouping);
    let names = groups::CONTROLS.map(|(_, name)| name.to_owned()).to_vec();
    let of_controls = figure(task, ItemKind::Positive);
    with_votes(groups::named(names, &tallies, of_controls, resampler))
}

fn sos(task: Task, items: &[Tallies]) -> RawAndScreened<Option<f64>> {
    if !is_rating(task) {
        return RawAndScreened::default();
    }
    let [raw, screened] = [false, true].map(|is_screened| {
        let tally = |tallies: &Tallies| {
            if is_screened { tallies.0.screened.percents() } else { tallies.0.raw.percents() }
        };
        sos_parameter(&items.iter().map(tally).collect::<Vec<_>>(), [0.0, 100.0])
    });
    RawAndScreened { raw, screened }
}
