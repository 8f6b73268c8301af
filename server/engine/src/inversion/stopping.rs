//! When a clone has converged: its score has passed a threshold and its loss has stopped falling (README, "Descent").
//!
//! Random transforms make single steps jump, so both are measured over a window: the mean of the scores, and the slope
//! of the least-squares line through the losses.

use std::collections::VecDeque;

/// A loss that fell by less than this share within the window has stopped falling.
const LEAST_FALL: f64 = 0.01;
/// Standard errors added to the fall: what noise may hide counts as falling.
const STANDARD_ERRORS: f64 = 2.0;

/// Tracks the loss and the score of one clone.
#[derive(Clone, Debug)]
pub(super) struct Convergence {
    threshold: f64,
    window: usize,
    losses: VecDeque<f64>,
    scores: VecDeque<f64>,
}

impl Convergence {
    /// Tracks windows of `window` steps, that is, of one loss more.
    pub fn new(threshold: f64, window: u32) -> Self {
        Self { threshold, window: window.max(1) as usize, losses: VecDeque::new(), scores: VecDeque::new() }
    }

    /// Records one step; returns whether the clone has converged.
    pub fn note(&mut self, loss: f32, score: f32) -> bool {
        self.losses.push_back(f64::from(loss));
        self.scores.push_back(f64::from(score));
        if self.losses.len() <= self.window {
            return false;
        }
        let converged = mean(&self.scores) >= self.threshold && self.has_stopped_falling();
        self.losses.pop_front();
        self.scores.pop_front();
        converged
    }

    fn has_stopped_falling(&self) -> bool {
        let loss = mean(&self.losses);
        let middle = (self.losses.len() - 1) as f64 / 2.0;
        let centred = || self.losses.iter().enumerate().map(|(at, value)| (at as f64 - middle, value - loss));
        let spread: f64 = centred().map(|(at, _)| at * at).sum();
        let slope = centred().map(|(at, value)| at * value).sum::<f64>() / spread;
        let residual: f64 = centred().map(|(at, value)| (value - slope * at).powi(2)).sum();
        let degrees = self.losses.len().saturating_sub(2).max(1) as f64;
        let error = (residual / degrees / spread).sqrt();
        self.window as f64 * (STANDARD_ERRORS * error - slope) < LEAST_FALL * loss.abs()
    }
}

fn mean(values: &VecDeque<f64>) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fixed sequence without a trend, within 0.5 of 0.
    fn noise(step: i32) -> f32 {
        (0.618_034 * step as f32).fract() - 0.5
    }

    fn steps_until(losses: impl Iterator<Item = f32>, score: f32, window: u32) -> Option<usize> {
        let mut convergence = Convergence::new(0.9, window);
        losses.map(|loss| convergence.note(loss, score)).position(|converged| converged)
    }

    #[test]
    fn a_flat_loss_converges_once_the_window_is_full_if_the_score_is_high() {
        assert_eq!(steps_until([1.0; 10].into_iter(), 0.95, 3), Some(3));
        assert_eq!(steps_until([1.0; 10].into_iter(), 0.85, 3), None);
        assert_eq!(steps_until([1.0; 10].into_iter(), 0.95, 1), Some(1));
    }

    #[test]
    fn a_falling_loss_goes_on_and_a_rising_one_does_not() {
        assert_eq!(steps_until((0..10).map(|step| 0.9_f32.powi(step)), 0.95, 3), None);
        assert_eq!(steps_until((0..10).map(|step| 1.1_f32.powi(step)), 0.95, 3), Some(3));
    }

    #[test]
    fn noise_does_not_make_a_falling_loss_look_flat() {
        let falling = |step: i32| 5.0 - 0.02 * step as f32 + noise(step);
        assert_eq!(steps_until((0..150).map(falling), 0.95, 20), None);
    }

    #[test]
    fn a_little_noise_does_not_keep_a_flat_loss_going() {
        assert!(steps_until((0..150).map(|step| 5.0 + 0.02 * noise(step)), 0.95, 20).is_some());
    }

    #[test]
    fn one_high_score_does_not_stand_for_the_window() {
        let mut convergence = Convergence::new(0.9, 3);
        let scores = [0.5, 0.5, 0.5, 1.0, 1.0, 1.0, 1.0];
        assert_eq!(scores.map(|score| convergence.note(1.0, score)).iter().position(|converged| *converged), Some(6));
    }
}
