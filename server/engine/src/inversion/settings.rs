//! The settings of an attack, all resolved.

use super::objective::{CrossEntropy, Objective, SquaredError};
use super::optimizer::{Adam, GradientDescent, Optimizer};
use super::prior::{Prior, TotalVariation};
use super::transform::{ShiftAndFlip, Transform};

/// How clones are made.
#[derive(Clone, Debug, PartialEq)]
pub struct AttackSettings {
    /// What is minimised.
    pub objective: ObjectiveKind,
    /// How the image moves along the gradient.
    pub optimizer: OptimizerKind,
    /// Step size (the paper's alpha).
    pub step_size: f64,
    /// Weight of the total variation; 0 leaves it out.
    pub total_variation: f64,
    /// Each step is seen through a random shift of up to this many pixels.
    pub shift: u32,
    /// Half of the steps are seen mirrored.
    pub flip: bool,
    /// The limit on steps.
    pub max_steps: u32,
    /// A clone stops once its mean target score over `plateau_steps` has passed this and its loss has stopped falling;
    /// above 1, it never does.
    pub stop_score: f64,
    /// A loss has stopped falling when its trend over this many steps is a fall of less than one per cent, by a margin
    /// of two standard errors.
    pub plateau_steps: u32,
    /// The recognizer is asked in half precision, where the device has it and the scores agree; see [`Clones::is_half`].
    ///
    /// [`Clones::is_half`]: super::Clones::is_half
    pub half_precision: bool,
    /// A snapshot is due every so many steps.
    pub snapshot_every: u32,
}

/// The objectives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectiveKind {
    /// [`CrossEntropy`].
    CrossEntropy,
    /// [`SquaredError`].
    SquaredError,
}

/// The optimizers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptimizerKind {
    /// [`GradientDescent`].
    GradientDescent,
    /// [`Adam`].
    Adam,
}

impl AttackSettings {
    pub(super) fn objective(&self) -> Box<dyn Objective> {
        match self.objective {
            ObjectiveKind::CrossEntropy => Box::new(CrossEntropy),
            ObjectiveKind::SquaredError => Box::new(SquaredError),
        }
    }

    pub(super) fn optimizer(&self) -> Box<dyn Optimizer> {
        match self.optimizer {
            OptimizerKind::GradientDescent => Box::new(GradientDescent::new(self.step_size)),
            OptimizerKind::Adam => Box::new(Adam::new(self.step_size)),
        }
    }

    pub(super) fn priors(&self) -> Vec<Box<dyn Prior>> {
        let total_variation = (self.total_variation > 0.0).then(|| TotalVariation::new(self.total_variation));
        total_variation.into_iter().map(|prior| Box::new(prior) as Box<dyn Prior>).collect()
    }

    pub(super) fn transforms(&self) -> Vec<Box<dyn Transform>> {
        let moves = self.shift > 0 || self.flip;
        let shift_and_flip = moves.then(|| ShiftAndFlip::new(self.shift, self.flip));
        shift_and_flip.into_iter().map(|transform| Box::new(transform) as Box<dyn Transform>).collect()
    }
}
