//! How a population goes on from generation to generation.

/// Proposes points and learns how they did. Points lie one after another in one list.
pub(super) trait Strategy {
    /// The points of the next generation. Random numbers follow from the clone and the generation.
    fn ask(&mut self, clone: usize, generation: u32) -> Vec<f32>;

    /// The losses of the points that were asked for last.
    fn tell(&mut self, points: &[f32], losses: &[f32]);
}

/// The strategies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrategyKind {
    /// [Genetic](super::genetic::Genetic).
    Genetic,
    /// [Covariance adaptation](super::covariance::CovarianceAdaptation).
    CovarianceAdaptation,
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The least loss that a strategy finds of a bowl whose axes differ in steepness, after some generations.
    pub fn least_of_a_bowl(mut strategy: Box<dyn Strategy>, dimensions: usize, generations: u32) -> f32 {
        let loss = |point: &[f32]| -> f32 {
            point.iter().enumerate().map(|(at, value)| (1.0 + at as f32) * (value - 1.0).powi(2)).sum()
        };
        let mut least = f32::INFINITY;
        for generation in 0..generations {
            let points = strategy.ask(3, generation);
            let losses: Vec<f32> = points.chunks_exact(dimensions).map(loss).collect();
            least = losses.iter().copied().fold(least, f32::min);
            strategy.tell(&points, &losses);
        }
        least
    }
}
