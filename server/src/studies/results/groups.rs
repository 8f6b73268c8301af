//! Figures over groups of items: all clones, each target's, each method's, each kind of control.

use super::Records;
use super::measure::{Figure, chance};
use super::tally::Tallies;
use super::votes::Vote;
use crate::store::studies::ItemKind;
use engine::evaluation::subjective::Resampler;
use wire::run::RunId;
use wire::study::config::Task;
use wire::study::results::Group;

/// How items, by their places in the records, are put together.
#[derive(Clone, Copy)]
pub struct Grouping<'a> {
    /// To which group an item belongs.
    pub place: &'a [Option<usize>],
    /// How many groups there are.
    pub count: usize,
    /// The unit of each item within its group; intervals treat units as drawn at random.
    pub unit: &'a [u32],
}

/// Adds votes up by group.
pub fn tallies<'v, 'a: 'v>(
    task: Task,
    votes: impl IntoIterator<Item = &'v Vote<'a>>,
    used: &[bool],
    grouping: Grouping<'_>,
) -> Vec<Tallies> {
    let mut tallies = vec![Tallies::default(); grouping.count];
    for vote in votes {
        if let Some(place) = grouping.place[vote.item] {
            let rater = (vote.rater, used[vote.rater]);
            tallies[place].add(rater, grouping.unit[vote.item], vote.percent, chance(task, &vote.of.item));
        }
    }
    tallies
}

/// Tallies as named groups.
pub fn named(names: Vec<String>, tallies: &[Tallies], figure: Figure, resampler: &mut Resampler) -> Vec<Group> {
    let groups = names.into_iter().zip(tallies);
    groups.map(|(name, tallies)| Group { name, score: tallies.score(figure, resampler) }).collect()
}

/// Controls that results show, and what they are called.
pub const CONTROLS: [(ItemKind, &str); 3] = [
    (ItemKind::Positive, "real photos of the target"),
    (ItemKind::Negative, "real photos of somebody else"),
    (ItemKind::Seed, "bare seeds"),
];

impl Records {
    /// The targets: as chosen, else in the order of the items, followed by all other candidates.
    pub fn targets(&self) -> Vec<String> {
        let mut names = self.study.config.targets.clone();
        let of_items = self.items.iter().filter(|row| row.item.kind != ItemKind::Practice);
        let found = of_items.flat_map(|row| std::iter::once(&row.item.target).chain(&row.item.candidates));
        for name in found.filter(|name| !name.is_empty()) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// The names of the study's runs. Of runs that share a name, each carries its id.
    pub fn methods(&self) -> Vec<String> {
        let runs = &self.study.config.runs;
        let name = |run: &RunId| self.names.iter().find(|(id, _)| id == run).map_or(&run.0, |(_, name)| name).clone();
        let names: Vec<String> = runs.iter().map(name).collect();
        let is_shared = |name: &String| names.iter().filter(|other| *other == name).count() > 1;
        let told = |(run, name): (&RunId, &String)| match is_shared(name) {
            true => format!("{name} ({})", run.0),
            false => name.clone(),
        };
        runs.iter().zip(&names).map(told).collect()
    }

    /// For each item, its target's place in `targets`.
    pub fn target_places(&self, targets: &[String]) -> Vec<Option<usize>> {
        self.items.iter().map(|row| targets.iter().position(|name| *name == row.item.target)).collect()
    }

    /// For each item, its target as a unit: clones of one person are near-copies, so it is people that are drawn at
    /// random.
    pub fn units_by_person(&self, targets: &[String]) -> Vec<u32> {
        let unit = |place: Option<usize>| place.map_or(0, |place| place as u32);
        self.target_places(targets).into_iter().map(unit).collect()
    }

    /// Each item as a unit of its own, where a figure is about one person.
    pub fn units_by_item(&self) -> Vec<u32> {
        (0..self.items.len() as u32).collect()
    }

    /// For each item, its run's place in the study's list.
    pub fn run_places(&self) -> Vec<Option<usize>> {
        let place = |run: &RunId| self.study.config.runs.iter().position(|other| other == run);
        self.items.iter().map(|row| row.item.run.as_ref().and_then(place)).collect()
    }

    /// For each item, its place among [`CONTROLS`].
    pub fn control_places(&self) -> Vec<Option<usize>> {
        self.items.iter().map(|row| CONTROLS.iter().position(|(kind, _)| *kind == row.item.kind)).collect()
    }
}
