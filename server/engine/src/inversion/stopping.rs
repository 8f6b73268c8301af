//! When a clone has converged: its score has passed a threshold and its loss has stopped falling (METHOD, attack).

use std::collections::VecDeque;

/// A loss that fell by less than this share within the window has stopped falling.
const LEAST_FALL: f32 = 0.01;

/// Watches the loss and the score of one clone.
#[derive(Clone, Debug)]
pub(super) struct Convergence {
    threshold: f32,
    window: usize,
    losses: VecDeque<f32>,
}

impl Convergence {
    pub fn new(threshold: f64, window: u32) -> Self {
        Self { threshold: threshold as f32, window: window.max(1) as usize, losses: VecDeque::new() }
    }

    /// Notes one step; the answer says whether the clone has converged.
    pub fn note(&mut self, loss: f32, score: f32) -> bool {
        self.losses.push_back(loss);
        if self.losses.len() <= self.window {
            return false;
        }
        let before = self.losses.pop_front().unwrap_or(loss);
        score >= self.threshold && before - loss < LEAST_FALL * before.abs()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps_until(losses: impl Iterator<Item = f32>, score: f32) -> Option<usize> {
        let mut convergence = Convergence::new(0.9, 3);
        losses.map(|loss| convergence.note(loss, score)).position(|converged| converged)
    }

    #[test]
    fn a_flat_loss_converges_once_the_window_is_full_if_the_score_is_high() {
        assert_eq!(steps_until([1.0; 10].into_iter(), 0.95), Some(3));
        assert_eq!(steps_until([1.0; 10].into_iter(), 0.85), None);
    }

    #[test]
    fn a_falling_loss_goes_on() {
        assert_eq!(steps_until((0..10).map(|step| 0.9_f32.powi(step)), 0.95), None);
    }
}
