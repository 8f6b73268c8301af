//! Attacks in batches: when there are many clones, groups of them take each step in turn, so that the memory of a step
//! is needed for one group only. Results do not depend on it, since clones do not influence each other.

use super::Descent;
use crate::device::Kind;
use crate::inversion::method::{Method, Reports};
use crate::inversion::{Attack, AttackSettings, Clones, OptimizerKind, ParametersKind, Step};
use crate::operation::level;
use crate::pixels::Pictures;
use crate::recognizer::Recognizer;
use burn::tensor::Device;
use std::borrow::Cow;
use std::sync::Arc;

/// Clones in a batch on a graphics device; a guess, not measured on any card yet.
const ON_A_CARD: usize = 512;

/// Clones in a batch for each thread of the processor: more than a hundred are not computed faster.
const FOR_A_THREAD: usize = 128;

/// Bytes that a clone needs during a step, on the processor: its gradient and intermediate values.
const OF_A_STEP: u64 = 1 << 20;

/// How many clones take a step at once.
pub(in crate::inversion) fn most_at_once(device: &Device) -> usize {
    most(if level(device).is_some() { Kind::Cpu } else { Kind::Gpu })
}

fn most(kind: Kind) -> usize {
    match kind {
        Kind::Cpu => FOR_A_THREAD * rayon::current_num_threads(),
        Kind::Gpu => ON_A_CARD,
    }
}

/// Values in an image of the paper's network.
const IMAGE: u64 = 3 * 128 * 128;

/// Bytes that each clone occupies while its target is attacked, for images of the paper's network: the image, its
/// gradient and the optimizer's moments as floats, and pictures as seed, as last seen, as reported and as kept.
pub fn bytes_of_a_clone(settings: &AttackSettings) -> u64 {
    let floats = match settings.optimizer {
        OptimizerKind::GradientDescent => 2,
        OptimizerKind::Adam => 4,
    };
    match settings.parameters {
        ParametersKind::Pixels => IMAGE * (4 * floats + 5),
        ParametersKind::Eigenfaces(components) => 4 * floats * u64::from(components) + IMAGE * 5,
    }
}

/// Bytes that a step of `clones` clones takes on a kind of device, given that only a batch of them steps at once.
pub fn bytes_of_a_step(clones: usize, settings: &AttackSettings, kind: Kind) -> u64 {
    clones.min(most(kind)) as u64 * u64::from(settings.views.max(1)) * OF_A_STEP
}

/// Some of an attack's clones.
pub(in crate::inversion) struct Piece<'a> {
    attack: usize,
    /// Index among the pieces of the attack.
    at: usize,
    seeds: Cow<'a, Pictures>,
}

/// Divides the clones of all attacks into batches of at most `most`.
pub(in crate::inversion) fn pieces<'a>(attacks: &'a [Attack<'a>], most: usize) -> Vec<Vec<Piece<'a>>> {
    let (mut batches, mut room) = (Vec::<Vec<Piece<'a>>>::new(), 0);
    for (attack, Attack { seeds, .. }) in attacks.iter().enumerate() {
        let count = seeds.len().div_ceil(most.max(1)).max(1);
        for at in 0..count {
            let seeds = match count {
                1 => Cow::Borrowed(*seeds),
                _ => Cow::Owned(part(seeds, at * seeds.len() / count, (at + 1) * seeds.len() / count)),
            };
            let (size, piece) = (seeds.len(), Piece { attack, at, seeds });
            match batches.last_mut().filter(|_| size <= room) {
                Some(batch) => {
                    room -= size;
                    batch.push(piece);
                }
                None => {
                    room = most.saturating_sub(size);
                    batches.push(vec![piece]);
                }
            }
        }
    }
    batches
}

fn part(pictures: &Pictures, from: usize, to: usize) -> Pictures {
    let stride = pictures.stride();
    Pictures { size: pictures.size, bytes: pictures.bytes[from * stride..to * stride].to_vec() }
}

/// The attacks of each batch.
pub(in crate::inversion) fn shares<'a>(
    attacks: &'a [Attack<'a>],
    batches: &'a [Vec<Piece<'a>>],
) -> Vec<Vec<Attack<'a>>> {
    let attack = |piece: &'a Piece<'a>| Attack { seeds: &piece.seeds, ..attacks[piece.attack].clone() };
    batches.iter().map(|pieces| pieces.iter().map(attack).collect()).collect()
}

/// Indices of an attack and of a piece of it.
type PieceIndex = (usize, usize);

/// All batches.
pub(in crate::inversion) struct Batches<'a> {
    batches: Vec<(Descent<'a>, Vec<PieceIndex>)>,
    attacks: Vec<Vec<PieceState>>,
}

/// A piece of an attack, among the attack's pieces.
struct PieceState {
    /// The batch, and the group in it.
    at: (usize, usize),
    /// Its last step, once it has ended.
    end: Option<Step>,
}

impl<'a> Batches<'a> {
    pub fn new(recognizer: &Recognizer, shares: &'a [Vec<Attack<'a>>], pieces: &[Vec<Piece<'_>>]) -> Self {
        let places = |pieces: &Vec<Piece<'_>>| pieces.iter().map(|piece| (piece.attack, piece.at)).collect();
        let batch = |(share, pieces): (&'a Vec<Attack<'a>>, _)| (Descent::new(recognizer, share), places(pieces));
        let mut attacks = Vec::<Vec<_>>::new();
        for (at, batch) in pieces.iter().enumerate() {
            for (group, piece) in batch.iter().enumerate() {
                attacks.resize_with(attacks.len().max(piece.attack + 1), Vec::new);
                attacks[piece.attack].push(PieceState { at: (at, group), end: None });
            }
        }
        Self { batches: shares.iter().zip(pieces).map(batch).collect(), attacks }
    }

    /// Has every batch that is under way report, and names the pieces.
    fn reports(&mut self, of: impl Fn(&mut Descent<'a>) -> Reports) -> Vec<(PieceIndex, Step)> {
        let under_way = self.batches.iter_mut().filter(|(descent, _)| descent.is_under_way());
        under_way.flat_map(|(descent, places)| of_pieces(of(descent), places)).collect()
    }

    /// Records the last steps of pieces, and returns those of attacks that ended with them.
    fn end(&mut self, ends: Vec<(PieceIndex, Step)>) -> Reports {
        let mut attacks: Vec<usize> = ends.iter().map(|((attack, _), _)| *attack).collect();
        attacks.dedup();
        for ((attack, piece), step) in ends {
            self.attacks[attack][piece].end = Some(step);
        }
        attacks.retain(|attack| self.attacks[*attack].iter().all(|piece| piece.end.is_some()));
        attacks.into_iter().map(|attack| (attack, self.whole_step(attack, Vec::new()))).collect()
    }

    /// Combines the steps of an attack's active pieces with the last steps of its finished ones.
    fn whole_step(&self, attack: usize, mut active: Vec<(usize, Step)>) -> Step {
        let pieces = &self.attacks[attack];
        if pieces.len() == 1
            && let Some((_, only)) = active.pop()
        {
            return only;
        }
        let ended = pieces.iter().enumerate().filter_map(|(piece, state)| Some((piece, state.end.as_ref()?)));
        let (iteration, is_due) = active.first().map_or_else(
            || (ended.clone().map(|(_, step)| step.iteration).max().unwrap_or_default(), true),
            |(_, step)| (step.iteration, step.is_due),
        );
        let mut steps: Vec<(usize, &Step)> = ended.chain(active.iter().map(|(piece, step)| (*piece, step))).collect();
        steps.sort_by_key(|(piece, _)| *piece);
        let values = |of: fn(&Step) -> &[f32]| steps.iter().flat_map(|(_, step)| of(step)).copied().collect();
        Step {
            iteration,
            is_due,
            losses: values(|step| &step.losses),
            scores: values(|step| &step.scores),
            queries: steps.iter().map(|(_, step)| step.queries).sum(),
        }
    }
}

impl Method for Batches<'_> {
    fn is_over(&self) -> bool {
        !self.batches.iter().any(|(descent, _)| descent.is_under_way())
    }

    fn measure(&mut self) -> Reports {
        let mut by_attack: Vec<Vec<(usize, Step)>> = self.attacks.iter().map(|_| Vec::new()).collect();
        for ((attack, piece), step) in self.reports(Descent::measure) {
            by_attack[attack].push((piece, step));
        }
        let active = by_attack.into_iter().enumerate().filter(|(_, steps)| !steps.is_empty());
        active.map(|(attack, steps)| (attack, self.whole_step(attack, steps))).collect()
    }

    fn pictures(&mut self, attack: usize) -> Arc<Pictures> {
        let Self { batches, attacks } = self;
        let mut pieces: Vec<_> = attacks[attack]
            .iter()
            .map(|PieceState { at: (batch, group), .. }| batches[*batch].0.pictures(*group))
            .collect();
        match pieces.pop() {
            Some(only) if pieces.is_empty() => only,
            last => Arc::new(joined_pictures(pieces.iter().chain(&last).map(|piece| &**piece))),
        }
    }

    fn advance(&mut self) -> Reports {
        let ends = self.reports(Descent::advance);
        self.end(ends)
    }

    fn stop(&mut self) -> Reports {
        let batches = self.batches.iter_mut();
        let ends = batches.flat_map(|(descent, places)| of_pieces(descent.stop(), places)).collect();
        self.end(ends)
    }

    fn clones(self: Box<Self>) -> Vec<Clones> {
        let mut clones = self.attacks.iter().map(|_| Vec::new()).collect::<Vec<_>>();
        for (descent, places) in self.batches {
            places.into_iter().zip(descent.clones()).for_each(|((attack, _), made)| clones[attack].push(made));
        }
        clones.into_iter().map(whole).collect()
    }
}

/// The reports of a batch, each with its piece.
fn of_pieces(reports: Reports, places: &[PieceIndex]) -> Vec<(PieceIndex, Step)> {
    reports.into_iter().map(|(group, step)| (places[group], step)).collect()
}

fn whole(mut pieces: Vec<Clones>) -> Clones {
    if pieces.len() == 1 {
        return pieces.remove(0);
    }
    Clones {
        pictures: joined_pictures(pieces.iter().map(|piece| &piece.pictures)),
        steps: pieces.iter().flat_map(|piece| &piece.steps).copied().collect(),
        queries: pieces.iter().map(|piece| piece.queries).sum(),
        is_half: pieces.iter().all(|piece| piece.is_half),
    }
}

fn joined_pictures<'a>(pieces: impl Iterator<Item = &'a Pictures> + Clone) -> Pictures {
    let size = pieces.clone().map(|piece| piece.size).max().unwrap_or_default();
    Pictures { size, bytes: pieces.flat_map(|piece| &piece.bytes).copied().collect() }
}
