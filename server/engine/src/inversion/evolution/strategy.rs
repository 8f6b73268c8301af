//! Strategies: how a population evolves from generation to generation.

/// Proposes points and learns from their losses. Points are concatenated in one list.
pub(super) trait Strategy {
    /// The points of the next generation. Randomness follows from the clone and the generation.
    fn ask(&mut self, clone: usize, generation: u32) -> Vec<f32>;

    /// Receives the losses of the points asked for last.
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

    /// The smallest loss that a strategy finds on a bowl with axes of different steepness, after some generations.
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
