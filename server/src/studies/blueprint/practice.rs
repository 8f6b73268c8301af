//! Practice: drawn people, so that nobody of the study is seen before it begins.

use super::scene::Picture;
use super::{Draft, ends};
use crate::store::studies::ItemKind;
use wire::study::config::{NaturalnessForm, Task};

/// Two questions, one with each kind of answer where there are two kinds.
pub fn drafts(task: Task, seed: u64) -> Vec<Draft> {
    let drawn = |person: u64, image| Picture::Drawn { person: seed.wrapping_add(person), image };
    let question = |pictures, expected| Draft::of(ItemKind::Practice, "", pictures, Some(expected));
    match task {
        Task::Similarity { scale } => {
            let [low, high] = ends(scale);
            vec![question(vec![drawn(1, 0), drawn(1, 1)], high), question(vec![drawn(2, 0), drawn(3, 0)], low)]
        }
        Task::Recognition { candidates } => {
            let others = |from: u64| (0..u64::from(candidates).saturating_sub(1)).map(move |at| drawn(from + at, 0));
            let ask = |person| [drawn(person, 1), drawn(person, 0)].into_iter().chain(others(person + 1)).collect();
            vec![question(ask(1), 0), question(ask(1 + u64::from(candidates)), 0)]
        }
        Task::Naturalness { form } => {
            let made = match form {
                NaturalnessForm::FivePoint => 1,
                NaturalnessForm::RealOrFake { .. } => 0,
            };
            vec![question(vec![drawn(1, 0)], made), question(vec![drawn(2, 0)], made)]
        }
        Task::Pairwise => vec![
            question(vec![drawn(1, 0), drawn(1, 1), drawn(2, 0)], 0),
            question(vec![drawn(3, 0), drawn(4, 0), drawn(3, 1)], 1),
        ],
        Task::SamePerson => {
            let with = |picture, person| {
                std::iter::once(picture).chain((1..5).map(|image| drawn(person, image))).collect::<Vec<_>>()
            };
            vec![question(with(drawn(1, 0), 1), 1), question(with(drawn(2, 0), 3), 0)]
        }
    }
}
