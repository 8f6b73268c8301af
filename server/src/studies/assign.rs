//! Which questions a participant gets, and in which order: fair to items, and different for everybody.
//!
//! The least given items of each kind come first, so that over any number of participants no two items of a kind differ
//! by more than one vote; among equals, targets and methods that the participant has seen least often; then a random
//! choice. It is seeded by the participant's stored seed, so it can be repeated.

use crate::store::studies::{ItemKind, Load, NewAssignment};
use engine::dataset::stream;
use rand::seq::SliceRandom;
use rand::{Rng, RngExt};
use std::collections::HashMap;
use wire::run::RunId;
use wire::study::config::{Controls, StudyConfig, Task};

/// A participant's questions, in order.
pub fn assign(config: &StudyConfig, loads: &[Load], seed: u64) -> Vec<NewAssignment> {
    let blocks = (0..).zip(&config.tasks);
    blocks
        .flat_map(|(number, block)| {
            let mut random = stream(seed, "assignment", &[u64::from(number)]);
            let of_task: Vec<&Load> = loads.iter().filter(|load| load.task == number).collect();
            questions(&of_task, block.items, block.controls, &mut random)
                .into_iter()
                .map(|(load, is_repeat)| NewAssignment {
                    item: load.item,
                    order: order(block.task, load.pictures, &mut random),
                    is_repeat,
                })
                .collect::<Vec<_>>()
        })
        .collect()
}

/// How many questions of a task count for a participant: as many as wanted, or as there are.
pub fn count(loads: &[(ItemKind, u32)], items: u32, controls: Controls) -> u32 {
    let there = |kind| loads.iter().filter(|(of, _)| *of == kind).map(|(_, count)| count).sum::<u32>();
    let clones = items.min(there(ItemKind::Clone));
    let wanted = wanted(controls);
    clones + controls.repeats.min(clones) + wanted.into_iter().map(|(kind, count)| count.min(there(kind))).sum::<u32>()
}

fn wanted(controls: Controls) -> [(ItemKind, u32); 4] {
    [
        (ItemKind::Positive, controls.positive),
        (ItemKind::Negative, controls.negative),
        (ItemKind::Seed, controls.seed),
        (ItemKind::Attention, controls.attention),
    ]
}

/// Practice, then everything else shuffled, with what comes again some way behind its first time.
fn questions<'a>(loads: &[&'a Load], items: u32, controls: Controls, random: &mut impl Rng) -> Vec<(&'a Load, bool)> {
    let of_kind = |kind| loads.iter().copied().filter(move |load| load.kind == kind).collect::<Vec<&Load>>();
    let clones = least_given(of_kind(ItemKind::Clone), items, random);
    let mut rest = clones;
    for (kind, count) in wanted(controls) {
        rest.extend(least_given(of_kind(kind), count, random));
    }
    rest.shuffle(random);
    let mut questions: Vec<(&Load, bool)> = rest.into_iter().map(|load| (load, false)).collect();
    // What comes first comes again: there is room behind it, and what comes first is chance already.
    let clones = questions.iter().enumerate().filter(|(_, (load, _))| load.kind == ItemKind::Clone);
    let repeated: Vec<(usize, &Load)> =
        clones.map(|(at, (load, _))| (at, *load)).take(controls.repeats as usize).collect();
    for (first, load) in repeated {
        // Half way to the end at the earliest, and never right behind.
        let earliest = (first + 2).max(first + (questions.len() - first) / 2).min(questions.len());
        questions.insert(random.random_range(earliest..=questions.len()), (load, true));
    }
    let practice = of_kind(ItemKind::Practice).into_iter().map(|load| (load, false));
    practice.chain(questions).collect()
}

fn least_given<'a>(mut left: Vec<&'a Load>, count: u32, random: &mut impl Rng) -> Vec<&'a Load> {
    left.shuffle(random);
    let mut targets: HashMap<&str, u32> = HashMap::new();
    let mut runs: HashMap<Option<&RunId>, u32> = HashMap::new();
    let mut chosen = Vec::new();
    while chosen.len() < count as usize {
        let had = |load: &Load| {
            let target = targets.get(load.target.as_str()).copied().unwrap_or(0);
            (load.given, target + runs.get(&load.run.as_ref()).copied().unwrap_or(0))
        };
        let Some(at) = (0..left.len()).min_by_key(|at| had(left[*at])) else { break };
        let load = left.swap_remove(at);
        *targets.entry(&load.target).or_default() += 1;
        *runs.entry(load.run.as_ref()).or_default() += 1;
        chosen.push(load);
    }
    chosen
}

/// The pictures in shown order: the picture in question stays first; candidates, pairs and photos are shuffled.
fn order(task: Task, pictures: usize, random: &mut impl Rng) -> Vec<u8> {
    let mut order: Vec<u8> = (0..=u8::MAX).take(pictures).collect();
    match task {
        Task::Recognition { .. } | Task::Pairwise | Task::SamePerson => {
            if let Some(rest) = order.get_mut(1..) {
                rest.shuffle(random);
            }
        }
        Task::Similarity { .. } | Task::Naturalness { .. } => {}
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::study::config::{Scale, TaskConfig};

    /// Twelve clones of three targets and two runs, and controls.
    fn loads() -> Vec<Load> {
        let load = |item: u64, kind, target: u64, run: Option<u64>| Load {
            item,
            task: 0,
            kind,
            target: format!("P{target}"),
            run: run.map(|run| RunId(format!("{run:016x}"))),
            pictures: 4,
            given: 0,
        };
        let clones = (0..12).map(|item| load(item, ItemKind::Clone, item % 3, Some(item / 6)));
        let kinds = [ItemKind::Positive, ItemKind::Negative, ItemKind::Seed, ItemKind::Attention, ItemKind::Practice];
        let controls = kinds
            .into_iter()
            .zip(0..)
            .flat_map(|(kind, at)| (0..3).map(move |target| load(100 + 10 * at + target, kind, target, None)));
        clones.chain(controls).collect()
    }

    fn config(task: Task) -> StudyConfig {
        let controls = Controls { positive: 1, negative: 1, seed: 1, repeats: 2, attention: 1 };
        StudyConfig { tasks: vec![TaskConfig { task, items: 6, controls }], ..StudyConfig::default() }
    }

    #[test]
    fn no_two_items_differ_by_more_than_a_vote_after_a_thousand_participants() {
        let (config, mut loads) = (config(Task::Similarity { scale: Scale::FivePoint }), loads());
        for seed in 0..1000 {
            let given = assign(&config, &loads, seed);
            for one in given.iter().filter(|one| !one.is_repeat) {
                let load = loads.iter_mut().find(|load| load.item == one.item).expect("an item");
                load.given += 1;
            }
            for kind in [ItemKind::Clone, ItemKind::Positive, ItemKind::Attention] {
                let given: Vec<u32> = loads.iter().filter(|load| load.kind == kind).map(|load| load.given).collect();
                let (least, most) = (given.iter().min().expect("some"), given.iter().max().expect("some"));
                assert!(most - least <= 1, "{kind:?}: {given:?}");
            }
        }
    }

    #[test]
    fn a_participant_has_every_target_and_method_about_as_often_and_nothing_twice_but_repeats() {
        let (config, loads) = (config(Task::Similarity { scale: Scale::FivePoint }), loads());
        for seed in 0..50 {
            let given = assign(&config, &loads, seed);
            let of = |one: &NewAssignment| loads.iter().find(|load| load.item == one.item).expect("an item");
            let clones: Vec<&Load> =
                given.iter().filter(|one| !one.is_repeat).map(of).filter(|load| load.kind == ItemKind::Clone).collect();
            for target in ["P0", "P1", "P2"] {
                assert_eq!(clones.iter().filter(|load| load.target == target).count(), 2);
            }
            assert_eq!(clones.iter().filter(|load| load.run == clones[0].run).count(), 3);
            assert!(given[..3].iter().all(|one| of(one).kind == ItemKind::Practice), "practice comes first");
            for (at, again) in given.iter().enumerate().filter(|(_, one)| one.is_repeat) {
                let first = given.iter().position(|one| one.item == again.item).expect("a first time");
                assert!(at > first + 1, "{first} {at}");
            }
            let kinds: Vec<(ItemKind, u32)> = loads.iter().map(|load| (load.kind, 1)).collect();
            let count = count(&kinds, config.tasks[0].items, config.tasks[0].controls);
            assert_eq!((given.len(), count), (3 + 6 + 2 + 4, 12));
        }
    }

    #[test]
    fn the_picture_in_question_stays_first_and_the_seed_orders_the_rest() {
        let (config, loads) = (config(Task::Recognition { candidates: 3 }), loads());
        let orders: Vec<Vec<u8>> =
            (0..40).flat_map(|seed| assign(&config, &loads, seed)).map(|one| one.order).collect();
        assert!(orders.iter().all(|order| order[0] == 0 && order.len() == 4));
        assert!(orders.iter().any(|order| order[1..] != [1, 2, 3]));
        assert_eq!(assign(&config, &loads, 7), assign(&config, &loads, 7));
        assert_ne!(assign(&config, &loads, 7), assign(&config, &loads, 8));
    }
}
