//! The descent itself: the clones of one target or of several as one batch, each leaving it when it has converged.
//!
//! On a graphics device, the next step is handed over before the figures of this one are waited for, so that the device
//! computes while the host thinks; when clones leave the batch, that step is thrown away and taken again without them.

use super::log_scores::log_scores;
use super::objective::Objective;
use super::optimizer::Optimizer;
use super::party::Party;
use super::prior::Prior;
use super::transform::Transform;
use super::{Attack, AttackSettings, Clones, Step, Wants};
use crate::dataset::stream;
use crate::operation::level;
use crate::pixels::{Pictures, host};
use crate::recognizer::Recognizer;
use burn::tensor::{Device, Int, Tensor, TensorData};
use std::sync::Arc;

/// Attacks under way.
pub(super) struct Descent<'a> {
    settings: &'a AttackSettings,
    recognizer: Recognizer,
    device: Device,
    objective: Box<dyn Objective>,
    priors: Vec<Box<dyn Prior>>,
    transforms: Vec<Box<dyn Transform>>,
    optimizer: Box<dyn Optimizer>,
    parties: Vec<Party<'a>>,
    /// Images of the clones that have not stopped, `[active, 3, side, side]`, party after party, on the plain device.
    images: Tensor<4>,
    iteration: u32,
    /// The step from `images`, where it was handed over already.
    ahead: Option<Ahead>,
    looks_ahead: bool,
}

/// Losses `[active]` and scores `[active, 1]` of images, and the gradients of the losses.
struct Slopes {
    losses: Tensor<1>,
    scores: Tensor<2>,
    gradients: Tensor<4>,
}

/// A step that was handed over to the device.
struct Ahead {
    losses: Tensor<1>,
    scores: Tensor<2>,
    images: Tensor<4>,
    /// The optimizer after this step.
    optimizer: Box<dyn Optimizer>,
}

impl<'a> Descent<'a> {
    /// All attacks have the settings of the first.
    pub fn new(recognizer: &Recognizer, attacks: &'a [Attack<'a>]) -> Self {
        let (settings, device) = (attacks[0].settings, recognizer.device().clone());
        let images = attacks.iter().map(|attack| attack.seeds.tensor(0, attack.seeds.len(), &device)).collect();
        Self {
            settings,
            recognizer: recognizer.for_gradients(),
            objective: settings.objective(),
            priors: settings.priors(),
            transforms: settings.transforms(),
            optimizer: settings.optimizer(),
            parties: attacks.iter().map(Party::new).collect(),
            images: joined(images),
            iteration: 0,
            ahead: None,
            looks_ahead: level(&device).is_none(),
            device,
        }
    }

    pub fn is_under_way(&self) -> bool {
        self.iteration < self.settings.max_steps && self.parties.iter().any(|party| party.len() > 0)
    }

    /// Takes one step and tells, for each target that was under way, where its clones stood before it; and for each that
    /// has ended with it, where they stand. `wants` says of which targets pictures are wanted.
    pub fn step(&mut self, wants: Wants<'_>) -> Vec<(usize, Step)> {
        let before = if self.looks_ahead { self.step_ahead(wants) } else { self.step_at_once(wants) };
        self.iteration += 1;
        self.parties.iter_mut().for_each(Party::step);
        self.retire();
        let iteration = self.iteration;
        let ended = self.parties.iter_mut().enumerate().filter_map(|(at, party)| Some((at, party.end(iteration)?)));
        before.into_iter().chain(ended).collect()
    }

    fn step_at_once(&mut self, wants: Wants<'_>) -> Vec<(usize, Step)> {
        let Slopes { losses, scores, gradients } = self.slopes(&self.images, self.iteration);
        let told = self.tell(losses, scores, wants);
        // Taken out of their place so that nothing else holds them, and they can be changed where they are.
        self.images = self.optimizer.step(self.images.extract(), gradients);
        told
    }

    fn step_ahead(&mut self, wants: Wants<'_>) -> Vec<(usize, Step)> {
        let now = match self.ahead.take() {
            Some(ahead) => ahead,
            None => self.hand_over(self.images.clone(), self.iteration, self.optimizer.boxed()),
        };
        if self.iteration + 1 < self.settings.max_steps {
            let next = self.hand_over(now.images.clone(), self.iteration + 1, now.optimizer.boxed());
            self.ahead = Some(next);
        }
        let told = self.tell(now.losses, now.scores, wants);
        (self.images, self.optimizer) = (now.images, now.optimizer);
        told
    }

    fn hand_over(&self, images: Tensor<4>, iteration: u32, mut optimizer: Box<dyn Optimizer>) -> Ahead {
        let Slopes { losses, scores, gradients } = self.slopes(&images, iteration);
        let images = optimizer.step(images, gradients);
        Ahead { losses, scores, images, optimizer }
    }

    /// The clones as they ended, and for each target that had not ended before, what there is to tell of it.
    pub fn finish(mut self) -> (Vec<(usize, Step)>, Vec<Clones>) {
        if self.parties.iter().any(|party| party.len() > 0) {
            let Slopes { losses, scores, .. } = self.slopes(&self.images, self.iteration);
            self.record(losses, scores);
            self.look();
        }
        let iteration = self.iteration;
        let end = |(at, party): (usize, &mut Party<'a>)| {
            party.stop();
            Some((at, party.end(iteration)?))
        };
        let told = self.parties.iter_mut().enumerate().filter_map(end).collect();
        let is_half = self.recognizer.is_half();
        (told, self.parties.into_iter().map(|party| party.finish(is_half)).collect())
    }

    fn slopes(&self, images: &Tensor<4>, iteration: u32) -> Slopes {
        let images = Tensor::from_inner(images.clone()).require_grad();
        let log_scores = log_scores(self.recognizer.logits(joined(self.seen(&images, iteration))));
        let (mut losses, mut scores, mut from) = (Vec::new(), Vec::new(), 0);
        for party in self.parties.iter().filter(|party| party.len() > 0) {
            let (target, log_scores) = (party.attack.target, part(&log_scores, from, party.len()));
            scores.push(log_scores.clone().inner().narrow(1, target, 1).exp());
            losses.push(self.objective.losses(log_scores, target));
            from += party.len();
        }
        let losses = joined(losses);
        let losses = self.priors.iter().fold(losses, |losses, prior| losses + prior.penalties(images.clone()));
        // The sum over clones has the gradient of each clone's own loss: no clone steers another.
        let mut gradients = losses.clone().sum().backward();
        let gradients = images.grad_remove(&mut gradients).unwrap_or_else(|| images.clone().inner().zeros_like());
        Slopes { losses: losses.inner(), scores: joined(scores), gradients }
    }

    /// What the recognizer sees of each party's images; every target has random transforms of its own.
    fn seen(&self, images: &Tensor<4>, iteration: u32) -> Vec<Tensor<4>> {
        let mut from = 0;
        let see = |party: &Party<'_>| {
            let mut random = stream(party.attack.seed, "transforms", &[u64::from(iteration)]);
            let own = part(images, from, party.len());
            from += party.len();
            self.transforms.iter().fold(own, |seen, transform| transform.apply(seen, &mut random))
        };
        self.parties.iter().filter(|party| party.len() > 0).map(see).collect()
    }

    /// Notes figures of this iteration, looks at the clones where that is wanted, and tells both.
    fn tell(&mut self, losses: Tensor<1>, scores: Tensor<2>, wants: Wants<'_>) -> Vec<(usize, Step)> {
        self.record(losses, scores);
        let is_due = self.iteration.is_multiple_of(self.settings.snapshot_every.max(1));
        let under_way = |party: &Party<'_>| party.len() > 0;
        let wanted = self.parties.iter().enumerate().map(|(at, party)| under_way(party) && wants(at, is_due));
        let wanted: Vec<bool> = wanted.collect();
        if wanted.contains(&true) {
            self.look();
        }
        let under_way = self.parties.iter().enumerate().filter(|(_, party)| under_way(party));
        under_way.map(|(at, party)| (at, party.told(self.iteration, wanted[at], is_due))).collect()
    }

    fn record(&mut self, losses: Tensor<1>, scores: Tensor<2>) {
        let count = losses.dims()[0];
        // One reading for both.
        let figures = host(Tensor::cat(vec![losses, scores.reshape([count])], 0));
        let (losses, scores) = figures.split_at(count);
        let mut from = 0;
        for party in &mut self.parties {
            let rows = from..from + party.len();
            party.record(&losses[rows.clone()], &scores[rows.clone()]);
            from = rows.end;
        }
    }

    /// Brings the active clones' pictures to the host.
    fn look(&mut self) {
        let batch = Arc::new(Pictures::from_owned_tensor(&mut self.images));
        let mut from = 0;
        for party in &mut self.parties {
            let rows = from..from + party.len();
            party.look(&batch, rows.clone());
            from = rows.end;
        }
    }

    /// Takes converged clones out of the batch. Their last step was already taken; they end as it left them.
    fn retire(&mut self) {
        let stays: Vec<Vec<bool>> = self.parties.iter_mut().map(Party::judge).collect();
        let rows: Vec<usize> =
            (0..).zip(stays.iter().flatten()).filter(|(_, stays)| **stays).map(|(row, _)| row).collect();
        if rows.len() == stays.iter().map(Vec::len).sum::<usize>() {
            return;
        }
        self.ahead = None;
        self.look();
        self.parties.iter_mut().zip(&stays).for_each(|(party, stays)| party.dismiss(stays));
        if !rows.is_empty() {
            self.optimizer.keep(&rows);
            let count = rows.len();
            let rows: Vec<i64> = rows.into_iter().map(|row| row as i64).collect();
            let rows = Tensor::<1, Int>::from_data(TensorData::new(rows, [count]), &self.device);
            self.images = self.images.clone().select(0, rows);
        }
    }
}

/// Some rows; all of them as they are, without a copy.
fn part<const D: usize>(whole: &Tensor<D>, from: usize, rows: usize) -> Tensor<D> {
    if rows == whole.dims()[0] { whole.clone() } else { whole.clone().narrow(0, from, rows) }
}

/// Rows below each other; a single piece as it is, without a copy.
fn joined<const D: usize>(mut pieces: Vec<Tensor<D>>) -> Tensor<D> {
    match pieces.pop() {
        Some(only) if pieces.is_empty() => only,
        last => Tensor::cat(pieces.into_iter().chain(last).collect(), 0),
    }
}

/// The gradient of an attack's loss at `images`, on the host.
#[cfg(test)]
pub(super) fn gradient_of(recognizer: &Recognizer, attack: &Attack<'_>, images: &Tensor<4>) -> Vec<f32> {
    host(Descent::new(recognizer, std::slice::from_ref(attack)).slopes(images, 0).gradients)
}

/// The sum of an attack's losses at `images`.
#[cfg(test)]
pub(super) fn loss_of(recognizer: &Recognizer, attack: &Attack<'_>, images: &Tensor<4>) -> f32 {
    host(Descent::new(recognizer, std::slice::from_ref(attack)).slopes(images, 0).losses).iter().sum()
}
