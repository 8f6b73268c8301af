//! Gradient descent on a recognizer whose weights are known (paper, section 3). The clones of one or several targets
//! form a batch, and each leaves it when it has converged.
//!
//! Each [penalty](penalty::Penalty), [transform](transform::Transform) and [optimizer](optimizer::Optimizer) is one
//! small file; settings choose among them.
//!
//! On a graphics device, the next step is submitted before the results of the current one are read, so that the device
//! computes while the host works. When clones leave the batch, that step is discarded and repeated without them.

mod batches;
mod log_scores;
pub mod optimizer;
pub mod penalty;
pub mod transform;

pub(super) use batches::{Batches, most_at_once, pieces, shares};
pub use batches::{bytes_of_a_clone, bytes_of_a_step};

use super::group::Group;
use super::method::Reports;
use super::objective::{Answers, Objective};
use super::parameters::Parameters;
use super::{Attack, AttackSettings, Clones};
use crate::dataset::stream;
use crate::operation::level;
use crate::pixels::{Pictures, host};
use crate::recognizer::Recognizer;
use burn::tensor::{Device, Int, Tensor, TensorData};
use log_scores::log_scores;
use optimizer::Optimizer;
use penalty::Penalty;
use std::sync::Arc;
use transform::Transform;

/// Attacks in progress.
struct Descent<'a> {
    settings: &'a AttackSettings,
    recognizer: Recognizer,
    device: Device,
    parameters: &'a dyn Parameters,
    objective: Box<dyn Objective>,
    penalties: Vec<Box<dyn Penalty>>,
    transforms: Vec<Box<dyn Transform>>,
    optimizer: Box<dyn Optimizer>,
    groups: Vec<Group<'a>>,
    /// Points of the active clones, `[active, ...]`, group after group, on the device without gradient tracking.
    points: Tensor<4>,
    iteration: u32,
    /// The step from `points`, if already submitted.
    pending: Option<PendingStep>,
    looks_ahead: bool,
    /// How to leave `points`, once they were measured.
    next: Option<Next>,
    /// Whether pictures of `points` are on the host.
    is_seen: bool,
}

/// A step from points that were measured.
enum Next {
    /// Along their gradients.
    Along(Tensor<4>),
    /// To these points, with the optimizer after it.
    To(Tensor<4>, Box<dyn Optimizer>),
}

/// Losses `[active]` and scores `[active, 1]` of points, and the gradients of the losses.
struct LossGradients {
    losses: Tensor<1>,
    scores: Tensor<2>,
    gradients: Tensor<4>,
}

/// A step that was submitted to the device.
struct PendingStep {
    losses: Tensor<1>,
    scores: Tensor<2>,
    points: Tensor<4>,
    /// The optimizer after this step.
    optimizer: Box<dyn Optimizer>,
}

impl<'a> Descent<'a> {
    /// All attacks use the settings of the first.
    pub fn new(recognizer: &Recognizer, attacks: &'a [Attack<'a>]) -> Self {
        let Attack { settings, parameters, .. } = attacks[0];
        let device = recognizer.device().clone();
        let points = attacks.iter().map(|attack| parameters.start(attack.seeds, &device)).collect();
        Self {
            settings,
            recognizer: recognizer.clone(),
            parameters,
            objective: settings.objective(),
            penalties: settings.penalties(),
            transforms: settings.transforms(),
            optimizer: settings.optimizer(),
            groups: attacks.iter().map(Group::new).collect(),
            points: joined(points),
            iteration: 0,
            pending: None,
            looks_ahead: level(&device).is_none(),
            next: None,
            is_seen: false,
            device,
        }
    }

    pub fn is_under_way(&self) -> bool {
        self.iteration < self.settings.max_steps && self.groups.iter().any(|group| group.len() > 0)
    }

    /// Measures the active clones where they are.
    pub fn measure(&mut self) -> Reports {
        let (losses, scores) = if self.looks_ahead { self.measure_ahead() } else { self.measure_now() };
        self.record(losses, scores);
        let is_due = self.iteration.is_multiple_of(self.settings.snapshot_every.max(1));
        let active = self.groups.iter().enumerate().filter(|(_, group)| group.len() > 0);
        active.map(|(at, group)| (at, group.report(self.iteration, is_due))).collect()
    }

    fn measure_now(&mut self) -> (Tensor<1>, Tensor<2>) {
        let LossGradients { losses, scores, gradients } = self.loss_gradients(&self.points, self.iteration);
        self.next = Some(Next::Along(gradients));
        (losses, scores)
    }

    fn measure_ahead(&mut self) -> (Tensor<1>, Tensor<2>) {
        let now = match self.pending.take() {
            Some(pending) => pending,
            None => self.submit(self.points.clone(), self.iteration, self.optimizer.boxed()),
        };
        if self.iteration + 1 < self.settings.max_steps {
            let next = self.submit(now.points.clone(), self.iteration + 1, now.optimizer.boxed());
            self.pending = Some(next);
        }
        self.next = Some(Next::To(now.points, now.optimizer));
        (now.losses, now.scores)
    }

    fn submit(&self, points: Tensor<4>, iteration: u32, mut optimizer: Box<dyn Optimizer>) -> PendingStep {
        let LossGradients { losses, scores, gradients } = self.loss_gradients(&points, iteration);
        let points = optimizer.step(points, gradients);
        PendingStep { losses, scores, points, optimizer }
    }

    /// All clones of a target where they are.
    pub fn pictures(&mut self, group: usize) -> Arc<Pictures> {
        self.look();
        self.groups[group].pictures()
    }

    /// Takes the step that was measured. Reports the final state of each target that ended with it.
    pub fn advance(&mut self) -> Reports {
        match self.next.take() {
            // Extracted so that they have a single owner and can be changed in place.
            Some(Next::Along(gradients)) => self.points = self.optimizer.step(self.points.extract(), gradients),
            Some(Next::To(points, optimizer)) => (self.points, self.optimizer) = (points, optimizer),
            None => {}
        }
        self.is_seen = false;
        self.iteration += 1;
        self.groups.iter_mut().for_each(Group::step);
        self.retire();
        self.ends()
    }

    /// Stops all clones. Reports the final state of each target that had not ended.
    pub fn stop(&mut self) -> Reports {
        if self.groups.iter().any(|group| group.len() > 0) {
            let LossGradients { losses, scores, .. } = self.loss_gradients(&self.points, self.iteration);
            self.record(losses, scores);
            self.look();
        }
        self.groups.iter_mut().for_each(Group::stop);
        self.ends()
    }

    /// The clones of each target, after it stopped.
    pub fn clones(self) -> Vec<Clones> {
        let is_half = self.recognizer.is_half();
        self.groups.into_iter().map(|group| group.finish(is_half)).collect()
    }

    fn ends(&mut self) -> Reports {
        let iteration = self.iteration;
        let groups = self.groups.iter_mut().enumerate();
        groups.filter_map(|(at, group)| Some((at, group.end(iteration)?))).collect()
    }

    fn loss_gradients(&self, points: &Tensor<4>, iteration: u32) -> LossGradients {
        let points = Tensor::from_inner(points.clone()).require_grad();
        let images = self.parameters.images(points.clone());
        let views = self.settings.views.max(1);
        let seen = (0..views).flat_map(|view| self.seen(&images, iteration, view)).collect();
        let logits = self.recognizer.logits(joined(seen));
        let cosines = self.recognizer.template_scale().map(|scale| logits.clone().div_scalar(scale));
        let log_scores = log_scores(logits);
        let similarities = cosines.unwrap_or_else(|| log_scores.clone());
        let active = points.dims()[0];
        let (mut losses, mut scores, mut from) = (Vec::new(), Vec::new(), 0);
        for group in self.groups.iter().filter(|group| group.len() > 0) {
            let target = group.attack.target;
            let of_view = |all: &Tensor<2>, view: u32| part(all, view as usize * active + from, group.len());
            let answers = |view: u32| Answers {
                log_scores: of_view(&log_scores, view),
                similarities: of_view(&similarities, view),
            };
            scores.push(mean((0..views).map(|view| of_view(&log_scores, view).inner().narrow(1, target, 1).exp())));
            losses.push(mean((0..views).map(|view| self.objective.losses(&answers(view), target))));
            from += group.len();
        }
        let mut losses = joined(losses);
        for penalty in &self.penalties {
            losses = losses + penalty.penalties(images.clone());
        }
        let losses = self.parameters.penalized(losses, points.clone(), self.settings.coefficient_penalty);
        // Clones are independent: the gradient of the sum holds the gradient of each clone's own loss.
        let mut gradients = losses.clone().sum().backward();
        let gradients = points.grad_remove(&mut gradients).unwrap_or_else(|| points.clone().inner().zeros_like());
        LossGradients { losses: losses.inner(), scores: joined(scores), gradients }
    }

    /// Each group's images in one view; every target has random transforms of its own.
    fn seen(&self, images: &Tensor<4>, iteration: u32, view: u32) -> Vec<Tensor<4>> {
        let mut from = 0;
        let names = [u64::from(iteration), u64::from(view)];
        // The first view uses the same random stream as a single view.
        let names = if view == 0 { &names[..1] } else { &names[..] };
        let see = |group: &Group<'_>| {
            let mut random = stream(group.attack.seed, "transforms", names);
            let own = part(images, from, group.len());
            from += group.len();
            self.transforms.iter().fold(own, |seen, transform| transform.apply(seen, &mut random))
        };
        self.groups.iter().filter(|group| group.len() > 0).map(see).collect()
    }

    fn record(&mut self, losses: Tensor<1>, scores: Tensor<2>) {
        let count = losses.dims()[0];
        // One transfer for both.
        let figures = host(Tensor::cat(vec![losses, scores.reshape([count])], 0));
        let (losses, scores) = figures.split_at(count);
        let mut from = 0;
        for group in &mut self.groups {
            let rows = from..from + group.len();
            group.record(&losses[rows.clone()], &scores[rows.clone()]);
            group.queries += rows.len() as u64 * u64::from(self.settings.views.max(1));
            from = rows.end;
        }
    }

    /// Copies the active clones' pictures to the host, unless they are there.
    fn look(&mut self) {
        if std::mem::replace(&mut self.is_seen, true) {
            return;
        }
        let batch: Arc<Pictures> = Arc::new(self.parameters.pictures(&mut self.points));
        let mut from = 0;
        for group in &mut self.groups {
            let rows = from..from + group.len();
            group.look(&batch, rows.clone());
            from = rows.end;
        }
    }

    /// Removes converged clones from the batch. They keep the result of their last step.
    fn retire(&mut self) {
        let stays: Vec<Vec<bool>> = self.groups.iter_mut().map(Group::judge).collect();
        let rows: Vec<usize> =
            (0..).zip(stays.iter().flatten()).filter(|(_, stays)| **stays).map(|(row, _)| row).collect();
        if rows.len() == stays.iter().map(Vec::len).sum::<usize>() {
            return;
        }
        self.pending = None;
        self.look();
        self.groups.iter_mut().zip(&stays).for_each(|(group, stays)| group.dismiss(stays));
        if !rows.is_empty() {
            self.optimizer.keep(&rows);
            let count = rows.len();
            let rows: Vec<i64> = rows.into_iter().map(|row| row as i64).collect();
            let rows = Tensor::<1, Int>::from_data(TensorData::new(rows, [count]), &self.device);
            self.points = self.points.clone().select(0, rows);
        }
    }
}

/// Some rows; no copy if it is all of them.
fn part<const D: usize>(whole: &Tensor<D>, from: usize, rows: usize) -> Tensor<D> {
    if rows == whole.dims()[0] { whole.clone() } else { whole.clone().narrow(0, from, rows) }
}

/// The mean of tensors of one shape; no copy of a single one.
fn mean<const D: usize>(mut tensors: impl ExactSizeIterator<Item = Tensor<D>>) -> Tensor<D> {
    let count = tensors.len();
    let first = tensors.next().expect("there is a view");
    let sum = tensors.fold(first, |sum, tensor| sum + tensor);
    if count == 1 { sum } else { sum.div_scalar(count as f64) }
}

/// Concatenates rows; no copy of a single piece.
fn joined<const D: usize>(mut pieces: Vec<Tensor<D>>) -> Tensor<D> {
    match pieces.pop() {
        Some(only) if pieces.is_empty() => only,
        last => Tensor::cat(pieces.into_iter().chain(last).collect(), 0),
    }
}

/// The gradient of an attack's loss at `points`, on the host.
#[cfg(test)]
pub(super) fn gradient_of(recognizer: &Recognizer, attack: &Attack<'_>, points: &Tensor<4>) -> Vec<f32> {
    host(Descent::new(recognizer, std::slice::from_ref(attack)).loss_gradients(points, 0).gradients)
}

/// The sum of an attack's losses at `points`.
#[cfg(test)]
pub(super) fn loss_of(recognizer: &Recognizer, attack: &Attack<'_>, points: &Tensor<4>) -> f32 {
    host(Descent::new(recognizer, std::slice::from_ref(attack)).loss_gradients(points, 0).losses).iter().sum()
}
