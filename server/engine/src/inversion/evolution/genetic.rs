//! A genetic algorithm: elites survive; all others are children of two parents, with uniform crossover and mutation.
//! Mutation strengths are inherited (self-adaptation, Bäck and Schwefel 1993).

use super::sampling::{normal, ranked};
use super::strategy::Strategy;
use crate::dataset::stream;
use rand::RngExt;
use rand::seq::IndexedRandom;
use rand_chacha::ChaCha8Rng;

/// Mutation strength in the first generation.
const FIRST_STEP: f32 = 0.3;
/// Candidates in a tournament; the best becomes a parent.
const TOURNAMENT: usize = 3;
/// One in this many individuals is an elite.
const ELITES: usize = 10;

/// A population.
pub(super) struct Genetic {
    seed: u64,
    size: usize,
    start: Vec<f32>,
    /// Sorted, best first.
    population: Vec<Individual>,
    /// Mutation strengths of the points asked for last.
    steps: Vec<f32>,
}

#[derive(Clone)]
struct Individual {
    point: Vec<f32>,
    step: f32,
    loss: f32,
}

impl Genetic {
    /// Starts at a point.
    pub fn new(start: &[f32], size: usize, seed: u64) -> Self {
        Self { seed, size: size.max(2), start: start.to_vec(), population: Vec::new(), steps: Vec::new() }
    }

    fn elites(&self) -> usize {
        (self.size / ELITES).max(1)
    }

    fn parent<'a>(&'a self, random: &mut ChaCha8Rng) -> &'a Individual {
        let candidates = (0..TOURNAMENT).filter_map(|_| self.population.choose(random));
        candidates.min_by(|one, other| one.loss.total_cmp(&other.loss)).expect("there is a generation before")
    }

    fn child(&self, random: &mut ChaCha8Rng) -> (Vec<f32>, f32) {
        let [one, other] = [self.parent(random), self.parent(random)];
        let learning = 1.0 / (2.0 * self.start.len() as f32).sqrt();
        let step = (one.step * other.step).sqrt() * (learning.max(0.1) * normal(random)).exp();
        let crossed =
            one.point.iter().zip(&other.point).map(|(one, other)| if random.random() { *one } else { *other });
        let crossed: Vec<f32> = crossed.collect();
        (crossed.into_iter().map(|value| value + step * normal(random)).collect(), step)
    }
}

impl Strategy for Genetic {
    fn ask(&mut self, clone: usize, generation: u32) -> Vec<f32> {
        let random = &mut stream(self.seed, "evolution", &[clone as u64, u64::from(generation)]);
        let mut points = Vec::new();
        self.steps.clear();
        if self.population.is_empty() {
            points.extend(&self.start);
            self.steps.push(FIRST_STEP);
            for _ in 1..self.size {
                points.extend(self.start.iter().map(|value| value + FIRST_STEP * normal(random)));
                self.steps.push(FIRST_STEP);
            }
        } else {
            for _ in self.elites()..self.size {
                let (point, step) = self.child(random);
                points.extend(point);
                self.steps.push(step);
            }
        }
        points
    }

    fn tell(&mut self, points: &[f32], losses: &[f32]) {
        self.population.truncate(self.elites());
        let new = points.chunks_exact(self.start.len()).zip(losses).zip(&self.steps);
        self.population.extend(new.map(|((point, loss), step)| Individual {
            point: point.to_vec(),
            step: *step,
            loss: *loss,
        }));
        let losses: Vec<f32> = self.population.iter().map(|individual| individual.loss).collect();
        self.population = ranked(&losses).into_iter().map(|at| self.population[at].clone()).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::super::strategy::tests::least_of_a_bowl;
    use super::*;

    #[test]
    fn it_comes_near_the_bottom_of_a_bowl() {
        let least = |generations| least_of_a_bowl(Box::new(Genetic::new(&[0.0; 8], 30, 1)), 8, generations);
        // The start has loss 36.
        assert!(least(1) <= 36.0 && least(60) < 1.0, "{} {}", least(1), least(60));
    }

    #[test]
    fn elites_are_not_asked_for_again_and_are_not_lost() {
        let mut genetic = Genetic::new(&[0.0], 20, 1);
        let first = genetic.ask(0, 0);
        assert_eq!(first.len(), 20);
        let losses: Vec<f32> = (0..20).map(|at| at as f32).collect();
        genetic.tell(&first, &losses);
        let second = genetic.ask(0, 1);
        assert_eq!(second.len(), 18);
        genetic.tell(&second, &[100.0; 18]);
        assert_eq!(genetic.population[0].point, first[..1]);
        assert_eq!(genetic.population[1].point, first[1..2]);
    }
}
