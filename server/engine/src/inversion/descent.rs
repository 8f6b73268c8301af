//! The descent itself: all clones of a target as one batch, each leaving it when it has converged.

use super::objective::Objective;
use super::optimizer::Optimizer;
use super::prior::Prior;
use super::stopping::Convergence;
use super::transform::Transform;
use super::{Attack, Clones, Step};
use crate::dataset::stream;
use crate::pixels::{Pictures, host};
use crate::recognizer::Recognizer;
use burn::tensor::activation::softmax;
use burn::tensor::{Device, Int, Tensor, TensorData};
use std::sync::Arc;

/// An attack under way.
pub(super) struct Descent<'a> {
    attack: &'a Attack<'a>,
    recognizer: Recognizer,
    device: Device,
    objective: Box<dyn Objective>,
    priors: Vec<Box<dyn Prior>>,
    transforms: Vec<Box<dyn Transform>>,
    optimizer: Box<dyn Optimizer>,
    /// Images of the clones that have not stopped, `[active, 3, side, side]`, on the plain device.
    images: Tensor<4>,
    /// Which clone each of these images is.
    active: Vec<usize>,
    convergence: Vec<Convergence>,
    /// All clones as last seen on the host.
    pictures: Arc<Pictures>,
    steps: Vec<u32>,
    losses: Vec<f32>,
    scores: Vec<f32>,
    iteration: u32,
}

impl<'a> Descent<'a> {
    pub fn new(recognizer: &Recognizer, attack: &'a Attack<'a>) -> Self {
        let clones = attack.seeds.len();
        let settings = attack.settings;
        Self {
            attack,
            recognizer: recognizer.for_gradients(),
            device: recognizer.device().clone(),
            objective: settings.objective(),
            priors: settings.priors(),
            transforms: settings.transforms(),
            optimizer: settings.optimizer(),
            images: attack.seeds.tensor(0, clones, recognizer.device()),
            active: (0..clones).collect(),
            convergence: vec![Convergence::new(settings.stop_score, settings.plateau_steps); clones],
            pictures: Arc::new(attack.seeds.clone()),
            steps: vec![0; clones],
            losses: vec![0.0; clones],
            scores: vec![0.0; clones],
            iteration: 0,
        }
    }

    pub fn is_under_way(&self) -> bool {
        self.iteration < self.attack.settings.max_steps && !self.active.is_empty()
    }

    /// Takes one step and tells where the clones stood before it.
    pub fn step(&mut self) -> Step {
        let (losses, scores, gradients) = self.gradients();
        self.record(&losses, &scores);
        let pictures = self.is_snapshot_due().then(|| self.look());
        let told = self.told(pictures);
        // Taken out of their place so that nothing else holds them, and they can be changed where they are.
        self.images = self.optimizer.step(self.images.extract(), gradients);
        self.iteration += 1;
        for clone in &self.active {
            self.steps[*clone] += 1;
        }
        self.retire();
        told
    }

    /// The clones as they ended, and what there is to tell of them.
    pub fn finish(mut self) -> (Step, Clones) {
        if !self.active.is_empty() {
            let (losses, scores, _) = self.gradients();
            self.record(&losses, &scores);
            self.look();
        }
        let told = self.told(Some(self.pictures.clone()));
        (told, Clones { pictures: Arc::unwrap_or_clone(self.pictures), steps: self.steps })
    }

    /// Losses and scores of the active clones, and the gradients of their losses, `[active, 3, side, side]`.
    fn gradients(&mut self) -> (Vec<f32>, Vec<f32>, Tensor<4>) {
        let images = Tensor::from_inner(self.images.clone()).require_grad();
        let mut random = stream(self.attack.seed, "transforms", &[u64::from(self.iteration)]);
        let seen = self.transforms.iter().fold(images.clone(), |seen, transform| transform.apply(seen, &mut random));
        let logits = self.recognizer.logits(seen);
        let scores = softmax(logits.clone().inner(), 1).narrow(1, self.attack.target, 1);
        let losses = self.objective.losses(logits, self.attack.target);
        let losses = self.priors.iter().fold(losses, |losses, prior| losses + prior.penalties(images.clone()));
        // The sum over clones has the gradient of each clone's own loss: no clone steers another.
        let mut gradients = losses.clone().sum().backward();
        let gradients = images.grad_remove(&mut gradients).unwrap_or_else(|| self.images.zeros_like());
        (host(losses.inner()), host(scores), gradients)
    }

    fn record(&mut self, losses: &[f32], scores: &[f32]) {
        for (row, clone) in self.active.iter().enumerate() {
            self.losses[*clone] = losses[row];
            self.scores[*clone] = scores[row];
        }
    }

    fn is_snapshot_due(&self) -> bool {
        self.iteration.is_multiple_of(self.attack.settings.snapshot_every.max(1))
    }

    fn told(&self, pictures: Option<Arc<Pictures>>) -> Step {
        let (losses, scores) = (self.losses.clone(), self.scores.clone());
        Step { iteration: self.iteration, losses, scores, pictures }
    }

    /// Brings the active clones' pictures to the host; the answer is all clones.
    fn look(&mut self) -> Arc<Pictures> {
        let seen = Pictures::from_owned_tensor(&mut self.images);
        if self.active.len() == self.pictures.len() {
            self.pictures = Arc::new(seen);
            return self.pictures.clone();
        }
        let stride = self.pictures.stride();
        let pictures = Arc::make_mut(&mut self.pictures);
        for (row, clone) in self.active.iter().enumerate() {
            pictures.bytes[clone * stride..][..stride].copy_from_slice(seen.picture(row));
        }
        self.pictures.clone()
    }

    /// Takes converged clones out of the batch. Their last step was already taken; they end as it left them.
    fn retire(&mut self) {
        let convergence = &mut self.convergence;
        let (losses, scores) = (&self.losses, &self.scores);
        let stays: Vec<bool> =
            self.active.iter().map(|clone| !convergence[*clone].note(losses[*clone], scores[*clone])).collect();
        if stays.iter().all(|stays| *stays) {
            return;
        }
        self.look();
        let rows: Vec<usize> = (0..).zip(&stays).filter(|(_, stays)| **stays).map(|(row, _)| row).collect();
        self.active = rows.iter().map(|row| self.active[*row]).collect();
        if !rows.is_empty() {
            self.optimizer.keep(&rows);
            let rows: Vec<i64> = rows.into_iter().map(|row| row as i64).collect();
            let count = rows.len();
            let rows = Tensor::<1, Int>::from_data(TensorData::new(rows, [count]), &self.device);
            self.images = self.images.clone().select(0, rows);
        }
    }
}

/// The gradient of an attack's loss at `images`, on the host.
#[cfg(test)]
pub(super) fn gradient_of(recognizer: &Recognizer, attack: &Attack<'_>, images: Tensor<4>) -> Vec<f32> {
    let mut descent = Descent::new(recognizer, attack);
    descent.images = images;
    host(descent.gradients().2)
}

/// The sum of an attack's losses at `images`.
#[cfg(test)]
pub(super) fn loss_of(recognizer: &Recognizer, attack: &Attack<'_>, images: Tensor<4>) -> f32 {
    let mut descent = Descent::new(recognizer, attack);
    descent.images = images;
    descent.gradients().0.iter().sum()
}
