//! An evolution strategy that adapts the diagonal of a covariance matrix, so that it learns fast in hundreds of
//! dimensions (sep-CMA-ES, Ros and Hansen 2008; parameters from Hansen 2016, "The CMA evolution strategy: a tutorial").

use super::sampling::{normal, ranked};
use super::strategy::Strategy;
use crate::dataset::stream;

/// The initial step length, in standard deviations of the coefficients.
const FIRST_STEP: f32 = 0.3;

/// A normal distribution of points whose mean, step length and variances are learnt.
pub(super) struct CovarianceAdaptation {
    seed: u64,
    rates: Rates,
    mean: Vec<f32>,
    step: f32,
    /// The diagonal of the covariance, without the step length.
    variances: Vec<f32>,
    /// The evolution path of the step length.
    step_path: Vec<f32>,
    /// The evolution path of the covariance.
    path: Vec<f32>,
    generation: i32,
}

/// Learning rates.
struct Rates {
    population: usize,
    /// Recombination weights of the better half, summing to 1.
    weights: Vec<f32>,
    /// The variance-effective number of selected points.
    effective: f32,
    step_path: f32,
    damping: f32,
    path: f32,
    rank_one: f32,
    rank_many: f32,
    /// The expected length of a standard normal vector.
    length: f32,
}

impl Rates {
    fn new(dimensions: usize, population: usize) -> Self {
        let (n, population) = (dimensions as f32, population.max(4));
        let half = population / 2;
        let raw: Vec<f32> =
            (1..=half).map(|rank| ((population as f32 + 1.0) / 2.0).ln() - (rank as f32).ln()).collect();
        let sum: f32 = raw.iter().sum();
        let weights: Vec<f32> = raw.iter().map(|weight| weight / sum).collect();
        let effective = 1.0 / weights.iter().map(|weight| weight * weight).sum::<f32>();
        let step_path = (effective + 2.0) / (n + effective + 5.0);
        let rank_one = 2.0 / ((n + 1.3).powi(2) + effective);
        let rank_many = 2.0 * (effective - 2.0 + 1.0 / effective) / ((n + 2.0).powi(2) + effective);
        // A diagonal has fewer values, so it can be learnt faster by this factor (Ros and Hansen, equation 4).
        let faster = (n + 2.0) / 3.0;
        let rank_one = (rank_one * faster).min(0.5);
        Self {
            population,
            weights,
            effective,
            step_path,
            damping: 1.0 + 2.0 * (((effective - 1.0) / (n + 1.0)).sqrt() - 1.0).max(0.0) + step_path,
            path: (4.0 + effective / n) / (n + 4.0 + 2.0 * effective / n),
            rank_one,
            rank_many: (rank_many * faster).min(1.0 - rank_one),
            length: n.sqrt() * (1.0 - 1.0 / (4.0 * n) + 1.0 / (21.0 * n * n)),
        }
    }
}

impl CovarianceAdaptation {
    /// Starts at a point.
    pub fn new(start: &[f32], population: usize, seed: u64) -> Self {
        let dimensions = start.len();
        Self {
            seed,
            rates: Rates::new(dimensions, population),
            mean: start.to_vec(),
            step: FIRST_STEP,
            variances: vec![1.0; dimensions],
            step_path: vec![0.0; dimensions],
            path: vec![0.0; dimensions],
            generation: 0,
        }
    }
}

impl Strategy for CovarianceAdaptation {
    fn ask(&mut self, clone: usize, generation: u32) -> Vec<f32> {
        let random = &mut stream(self.seed, "evolution", &[clone as u64, u64::from(generation)]);
        let mut points = Vec::with_capacity(self.rates.population * self.mean.len());
        for _ in 0..self.rates.population {
            let values = self.mean.iter().zip(&self.variances);
            points.extend(values.map(|(mean, variance)| mean + self.step * variance.sqrt() * normal(random)));
        }
        points
    }

    fn tell(&mut self, points: &[f32], losses: &[f32]) {
        let (n, rates) = (self.mean.len(), &self.rates);
        let best: Vec<&[f32]> = ranked(losses).into_iter().map(|at| &points[at * n..][..n]).collect();
        self.generation += 1;
        let forgetting = |rate: f32| (rate * (2.0 - rate) * rates.effective).sqrt();
        // Hansen's h: the path is not updated while the step length grows fast.
        let mut moved = vec![0.0_f32; n];
        let mut length = 0.0;
        for at in 0..n {
            let towards = |point: &&[f32]| (point[at] - self.mean[at]) / self.step;
            moved[at] = best.iter().zip(&rates.weights).map(|(point, weight)| weight * towards(point)).sum();
            let path = &mut self.step_path[at];
            *path =
                (1.0 - rates.step_path) * *path + forgetting(rates.step_path) * moved[at] / self.variances[at].sqrt();
            length += *path * *path;
        }
        let length = length.sqrt();
        let grown = length / (1.0 - (1.0 - rates.step_path).powi(2 * self.generation)).sqrt();
        let is_steady = grown < (1.4 + 2.0 / (n as f32 + 1.0)) * rates.length;
        for at in 0..n {
            let path = &mut self.path[at];
            *path = (1.0 - rates.path) * *path + if is_steady { forgetting(rates.path) * moved[at] } else { 0.0 };
            let squares = best.iter().zip(&rates.weights);
            let spread: f32 =
                squares.map(|(point, weight)| weight * ((point[at] - self.mean[at]) / self.step).powi(2)).sum();
            let old = (1.0 - rates.rank_one - rates.rank_many) * self.variances[at];
            self.variances[at] = (old + rates.rank_one * *path * *path + rates.rank_many * spread).max(1e-20);
        }
        self.mean.iter_mut().zip(&moved).for_each(|(mean, moved)| *mean += self.step * moved);
        self.step *= ((rates.step_path / rates.damping) * (length / rates.length - 1.0)).exp();
        self.step = self.step.clamp(1e-10, 1e10);
    }
}

#[cfg(test)]
mod tests {
    use super::super::strategy::tests::least_of_a_bowl;
    use super::*;

    #[test]
    fn it_finds_the_bottom_of_a_bowl() {
        let least =
            |generations| least_of_a_bowl(Box::new(CovarianceAdaptation::new(&[0.0; 8], 12, 1)), 8, generations);
        assert!(least(120) < 1e-4, "{}", least(120));
    }

    #[test]
    fn it_learns_which_axes_are_steep() {
        let mut strategy = CovarianceAdaptation::new(&[0.0; 4], 16, 1);
        for generation in 0..150 {
            let points = strategy.ask(0, generation);
            let loss =
                |point: &[f32]| point[0] * point[0] * 1e4 + point[1..].iter().map(|value| value * value).sum::<f32>();
            let losses: Vec<f32> = points.chunks_exact(4).map(loss).collect();
            strategy.tell(&points, &losses);
        }
        assert!(strategy.variances[1] > 20.0 * strategy.variances[0], "{:?}", strategy.variances);
    }

    #[test]
    fn weights_of_the_better_half_fall_and_add_up_to_one() {
        let rates = Rates::new(256, 40);
        assert_eq!(rates.weights.len(), 20);
        assert!((rates.weights.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        assert!(rates.weights.windows(2).all(|pair| pair[0] > pair[1]));
        assert!(rates.rank_one + rates.rank_many < 1.0);
    }
}
