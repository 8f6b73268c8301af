//! The settings of an attack, fully resolved.

use super::descent::optimizer::{Adam, GradientDescent, Optimizer};
use super::descent::penalty::{Penalty, TotalVariation};
use super::descent::transform::{Affine, Brightness, ShiftAndFlip, Transform};
use super::evolution::StrategyKind;
use super::objective::{CrossEntropy, MaxMargin, Objective, Similarity, SquaredError};

/// How clones are made.
#[derive(Clone, Debug, PartialEq)]
pub struct AttackSettings {
    /// How clones are searched for, which determines the access that the attack needs.
    pub method: MethodKind,
    /// The loss to minimise.
    pub objective: ObjectiveKind,
    /// The search space.
    pub parameters: ParametersKind,
    /// How descent follows the gradient.
    pub optimizer: OptimizerKind,
    /// Step size (the paper's alpha).
    pub step_size: f64,
    /// Weight of the total variation; 0 disables it.
    pub total_variation: f64,
    /// Weight of the squared length of eigenface coefficients.
    pub coefficient_penalty: f64,
    /// Random views of each step; losses and gradients are averaged over them.
    pub views: u32,
    /// Each view is shifted by up to this many pixels.
    pub shift: u32,
    /// Half of the views are mirrored.
    pub flip: bool,
    /// Each view is rotated by up to this many degrees.
    pub rotation: f64,
    /// Each view is scaled by a factor within 1 ± this.
    pub scale: f64,
    /// The brightness of each view is scaled by a factor within 1 ± this.
    pub brightness: f64,
    /// The maximum number of steps.
    pub max_steps: u32,
    /// A clone stops once its mean target score over `plateau_steps` has passed this and its loss has stopped falling;
    /// never, if above 1.
    pub stop_score: f64,
    /// A loss has stopped falling when its trend over this many steps is a fall of less than one per cent, with a
    /// margin of two standard errors.
    pub plateau_steps: u32,
    /// Use half precision, if the device supports it and the scores agree; see [`Clones::is_half`].
    ///
    /// [`Clones::is_half`]: super::Clones::is_half
    pub half_precision: bool,
    /// Steps between snapshots.
    pub snapshot_every: u32,
    /// Points of each clone in a generation of an evolutionary search.
    pub population: u32,
    /// Images that an evolutionary search may show to the recognizer for each clone; 0 for no limit.
    pub queries: u64,
}

/// How clones are searched for. A generation of an evolutionary search counts as a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MethodKind {
    /// Along the gradient, which needs the recognizer's weights.
    Descent,
    /// By scores alone.
    Evolution(StrategyKind),
}

/// The objectives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectiveKind {
    /// [`CrossEntropy`].
    CrossEntropy,
    /// [`SquaredError`].
    SquaredError,
    /// [`MaxMargin`].
    MaxMargin,
    /// [`Similarity`].
    Similarity,
}

/// A search space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParametersKind {
    /// [`Pixels`](super::parameters::Pixels).
    Pixels,
    /// [`EigenfaceCoefficients`](super::parameters::EigenfaceCoefficients), with at most this many components.
    Eigenfaces(u32),
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
            ObjectiveKind::MaxMargin => Box::new(MaxMargin),
            ObjectiveKind::Similarity => Box::new(Similarity),
        }
    }

    pub(super) fn optimizer(&self) -> Box<dyn Optimizer> {
        let of_pixels = self.parameters == ParametersKind::Pixels;
        match self.optimizer {
            OptimizerKind::GradientDescent => Box::new(GradientDescent::new(self.step_size, of_pixels)),
            OptimizerKind::Adam => Box::new(Adam::new(self.step_size, of_pixels)),
        }
    }

    pub(super) fn penalties(&self) -> Vec<Box<dyn Penalty>> {
        let total_variation = (self.total_variation > 0.0).then(|| TotalVariation::new(self.total_variation));
        total_variation.into_iter().map(|penalty| Box::new(penalty) as Box<dyn Penalty>).collect()
    }

    pub(super) fn transforms(&self) -> Vec<Box<dyn Transform>> {
        let Self { shift, flip, rotation, scale, brightness, .. } = *self;
        let mut transforms: Vec<Box<dyn Transform>> = Vec::new();
        if rotation > 0.0 || scale > 0.0 {
            transforms.push(Box::new(Affine { shift, flip, rotation, scale }));
        } else if shift > 0 || flip {
            transforms.push(Box::new(ShiftAndFlip::new(shift, flip)));
        }
        if brightness > 0.0 {
            transforms.push(Box::new(Brightness::new(brightness)));
        }
        transforms
    }
}
