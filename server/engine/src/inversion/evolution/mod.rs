//! Evolutionary search, which needs no gradient (paper, section 6): each clone has a population of points, about which
//! it learns the recognizer's scores alone.
//!
//! A [strategy](strategy::Strategy) proposes the next generation, one file each. The images shown to the recognizer are
//! counted, and may be limited.

mod covariance;
mod genetic;
mod sampling;
mod strategy;

pub use strategy::StrategyKind;

use super::access::Access;
use super::group::Group;
use super::method::{Method, Reports};
use super::objective::{Answers, Objective};
use super::parameters::Parameters;
use super::{Attack, AttackSettings, Clones};
use crate::pixels::{Pictures, host};
use crate::recognizer::Recognizer;
use burn::tensor::{Tensor, TensorData};
use covariance::CovarianceAdaptation;
use genetic::Genetic;
use std::sync::Arc;
use strategy::Strategy;

/// Images scored at once: bounds memory.
const CHUNK: usize = 128;

/// Scores are raised to this before the logarithm.
const LEAST_SCORE: f32 = 1e-30;

/// A strategy that starts at a point.
fn strategy(kind: StrategyKind, start: &[f32], population: usize, seed: u64) -> Box<dyn Strategy> {
    match kind {
        StrategyKind::Genetic => Box::new(Genetic::new(start, population, seed)),
        StrategyKind::CovarianceAdaptation => Box::new(CovarianceAdaptation::new(start, population, seed)),
    }
}

/// Searches in progress, one for each target.
pub(super) struct Evolution<'a> {
    settings: &'a AttackSettings,
    searches: Vec<Search<'a>>,
    generation: u32,
}

impl<'a> Evolution<'a> {
    /// All attacks use the settings of the first.
    pub fn new(recognizer: &'a Recognizer, attacks: &'a [Attack<'a>], kind: StrategyKind) -> Self {
        let settings = attacks[0].settings;
        let searches = attacks.iter().map(|attack| Search::new(recognizer, attack, kind)).collect();
        Self { settings, searches, generation: 0 }
    }
}

impl Method for Evolution<'_> {
    fn is_over(&self) -> bool {
        self.generation >= self.settings.max_steps || self.searches.iter().all(|search| search.group.len() == 0)
    }

    fn measure(&mut self) -> Reports {
        let generation = self.generation;
        let is_due = generation.is_multiple_of(self.settings.snapshot_every.max(1));
        let mut reports = Vec::new();
        for (at, search) in self.searches.iter_mut().enumerate().filter(|(_, search)| search.group.len() > 0) {
            search.generation(generation);
            if search.group.len() > 0 {
                reports.push((at, search.group.report(generation, is_due)));
            }
        }
        reports
    }

    fn pictures(&mut self, attack: usize) -> Arc<Pictures> {
        let search = &mut self.searches[attack];
        search.look();
        search.group.pictures()
    }

    fn advance(&mut self) -> Reports {
        self.searches.iter_mut().for_each(Search::retire);
        self.generation += 1;
        self.ends()
    }

    fn stop(&mut self) -> Reports {
        for search in &mut self.searches {
            search.look();
            search.group.stop();
        }
        self.ends()
    }

    fn clones(self: Box<Self>) -> Vec<Clones> {
        self.searches.into_iter().map(|search| search.group.finish(false)).collect()
    }
}

impl Evolution<'_> {
    fn ends(&mut self) -> Reports {
        let searches = self.searches.iter_mut().enumerate();
        searches.filter_map(|(at, search)| Some((at, search.group.end(search.generations)?))).collect()
    }
}

/// The search for clones of one target.
struct Search<'a> {
    access: Access<'a>,
    parameters: &'a dyn Parameters,
    objective: Box<dyn Objective>,
    coefficient_penalty: f64,
    group: Group<'a>,
    /// One for each clone.
    strategies: Vec<Box<dyn Strategy>>,
    /// The best point found for each clone.
    best: Vec<Best>,
    /// The shape of a point.
    shape: [usize; 3],
    /// Generations so far.
    generations: u32,
}

struct Best {
    point: Vec<f32>,
    loss: f32,
    score: f32,
}

/// The losses and scores of some points.
struct Evaluated {
    losses: Vec<f32>,
    scores: Vec<f32>,
}

impl<'a> Search<'a> {
    fn new(recognizer: &'a Recognizer, attack: &'a Attack<'a>, kind: StrategyKind) -> Self {
        let Attack { settings, parameters, seeds, seed, .. } = *attack;
        let budget = match settings.queries {
            0 => u64::MAX,
            queries => queries.saturating_mul(seeds.len() as u64),
        };
        let starts = parameters.start(seeds, recognizer.device());
        let [_, channels, rows, columns] = starts.dims();
        let starts = host(starts);
        let points: Vec<&[f32]> = starts.chunks_exact(channels * rows * columns).collect();
        let strategy = |clone: usize| strategy(kind, points[clone], settings.population as usize, seed);
        Self {
            access: Access::to_scores(recognizer, budget),
            parameters,
            objective: settings.objective(),
            coefficient_penalty: settings.coefficient_penalty,
            group: Group::new(attack),
            strategies: (0..points.len()).map(strategy).collect(),
            best: points.iter().map(|point| Best { point: point.to_vec(), loss: f32::INFINITY, score: 0.0 }).collect(),
            shape: [channels, rows, columns],
            generations: 0,
        }
    }

    /// Evaluates one generation of each active clone. Ends the search if the budget does not cover it.
    fn generation(&mut self, generation: u32) {
        let active = self.group.active().to_vec();
        let asked: Vec<Vec<f32>> = active.iter().map(|clone| self.strategies[*clone].ask(*clone, generation)).collect();
        let size = self.shape.iter().product::<usize>();
        let points: usize = asked.iter().map(|points| points.len() / size).sum();
        if points as u64 > self.access.left() {
            self.look();
            self.group.stop();
            return;
        }
        let evaluated = self.evaluate(&asked.concat());
        let mut from = 0;
        for (clone, points) in active.iter().zip(&asked) {
            let rows = from..from + points.len() / size;
            from = rows.end;
            self.strategies[*clone].tell(points, &evaluated.losses[rows.clone()]);
            let best = &mut self.best[*clone];
            for (point, row) in points.chunks_exact(size).zip(rows) {
                if evaluated.losses[row] < best.loss {
                    *best = Best { point: point.to_vec(), loss: evaluated.losses[row], score: evaluated.scores[row] };
                }
            }
        }
        let figures = |of: fn(&Best) -> f32| active.iter().map(|clone| of(&self.best[*clone])).collect::<Vec<_>>();
        let (losses, scores) = (figures(|best| best.loss), figures(|best| best.score));
        self.group.record(&losses, &scores);
        self.group.queries = self.access.queries();
        self.group.step();
        self.generations += 1;
    }

    fn evaluate(&mut self, values: &[f32]) -> Evaluated {
        let [channels, rows, columns] = self.shape;
        let size = channels * rows * columns;
        let (target, mut evaluated) = (self.group.attack.target, Evaluated { losses: Vec::new(), scores: Vec::new() });
        for chunk in values.chunks(CHUNK * size) {
            let count = chunk.len() / size;
            let shape = [count, channels, rows, columns];
            let points = Tensor::<4>::from_data(TensorData::new(chunk.to_vec(), shape), self.access.device());
            let images = self.parameters.images(points.clone()).clamp(0.0, 1.0);
            let scores = self.access.scores(images).expect("the budget was asked before");
            let answers = Answers::of_scores(scores.clone().clamp_min(LEAST_SCORE).log());
            let losses = self.objective.losses(&answers, target);
            let losses = self.parameters.penalized(losses, points, self.coefficient_penalty);
            evaluated.losses.extend(host(losses));
            evaluated.scores.extend(host(scores.narrow(1, target, 1)));
        }
        evaluated
    }

    /// Copies pictures of the active clones' best points to the host.
    fn look(&mut self) {
        let active = self.group.active().to_vec();
        if active.is_empty() {
            return;
        }
        let points: Vec<f32> = active.iter().flat_map(|clone| &self.best[*clone].point).copied().collect();
        let [channels, rows, columns] = self.shape;
        let shape = [active.len(), channels, rows, columns];
        let mut points = Tensor::<4>::from_data(TensorData::new(points, shape), self.access.device());
        let batch = Arc::new(self.parameters.pictures(&mut points));
        self.group.look(&batch, 0..active.len());
    }

    /// Removes converged clones.
    fn retire(&mut self) {
        let stays = self.group.judge();
        if stays.contains(&false) {
            self.look();
            self.group.dismiss(&stays);
        }
    }
}
