//! One epoch: shuffled, augmented batches forward and backward, then the held-out accuracy.

use super::trainer::Trainer;
use super::{EpochFigures, TrainingData, TrainingEvent, TrainingObserver, one_cycle};
use crate::dataset::{Augmentation, Batch, Pass, for_each_batch, stream};
use crate::pixels::host;
use burn::tensor::activation::log_softmax;
use burn::tensor::{Device, Tensor, TensorData};
use rand::RngExt;
use std::ops::ControlFlow;

/// Images scored at once when accuracy is measured.
const SCORED: usize = 64;

impl Trainer<'_> {
    /// Trains on every image once, or on the rest of an epoch in progress, then measures accuracy. `None` if the
    /// observer stopped it.
    pub(super) fn epoch(&mut self, lessons: &TrainingData<'_>, observer: TrainingObserver<'_>) -> Option<EpochFigures> {
        let epoch = self.notes.history.len() as u32;
        let images = lessons.training.len() as u64;
        let total = images * u64::from(self.settings.epochs);
        let seen_before = images * u64::from(epoch);
        let batch_size = self.settings.batch_size;
        let steps = lessons.training.len().div_ceil(batch_size) as u64 * u64::from(self.settings.epochs);
        let augmentation = Some(self.augmentation());
        let pass = Pass { seed: self.settings.seed, epoch, taken: self.notes.under_way.batches };
        let mut learn = |batch: Batch| {
            let length = batch.len;
            let loss = self.learn(batch, steps) * length as f64;
            let under_way = &mut self.notes.under_way;
            under_way.batches += 1;
            under_way.loss += loss;
            let done = seen_before + images.min((under_way.batches * batch_size) as u64);
            observer(TrainingEvent::Step { done, total, checkpoint: &|| self.checkpoint() })
        };
        let end = for_each_batch(lessons.faces, &lessons.training, batch_size, augmentation, pass, &mut learn);
        if end.is_break() {
            return None;
        }
        let accuracy = self.accuracy(lessons, observer, seen_before + images, total)?;
        let loss = nine_digits(self.notes.under_way.loss / images.max(1) as f64);
        let figures = EpochFigures { epoch: epoch + 1, loss, accuracy };
        self.note(figures);
        Some(figures)
    }

    fn augmentation(&self) -> Augmentation {
        let settings = self.settings;
        Augmentation { flip: settings.flip, shift: settings.shift, brightness: settings.brightness as f32 }
    }

    /// Takes one step; returns the batch's mean loss.
    fn learn(&mut self, batch: Batch, steps: u64) -> f64 {
        let tracked = self.tracked();
        let labels = batch.labels.clone();
        let features = self.convolutions.features(&tracked, batch, true);
        let mut dropout = Dropout { share: self.settings.dropout, seed: self.settings.seed, step: self.notes.steps };
        let logits = tracked.classify(features, &mut |layer, hidden| dropout.apply(layer, hidden));
        let loss = cross_entropy(logits, &labels, &self.device.clone().autodiff());
        let value = f64::from(host(loss.clone().inner())[0]);
        let gradients = loss.backward();
        let rate = one_cycle(self.settings.learning_rate, self.notes.steps, steps);
        self.step(rate, tracked, gradients);
        value
    }

    /// The network, tracked for gradients.
    fn tracked(&self) -> crate::recognizer::Network {
        self.network.map(
            |tensor| Tensor::from_inner(tensor).require_grad(),
            |tensor| Tensor::from_inner(tensor).require_grad(),
            |tensor| Tensor::from_inner(tensor).require_grad(),
        )
    }

    /// The share of held-out images whose own identity gets the highest score.
    fn accuracy(
        &self,
        lessons: &TrainingData<'_>,
        observer: TrainingObserver<'_>,
        done: u64,
        total: u64,
    ) -> Option<f64> {
        let mut right = 0;
        let mut judge = |batch: Batch| {
            let (labels, length) = (batch.labels.clone(), batch.len);
            let features = self.convolutions.features(&self.network, batch, false);
            let logits = host(self.network.classify(features, &mut |_, hidden| hidden));
            let classes = logits.len() / length;
            right += logits.chunks(classes).zip(&labels).filter(|(row, label)| highest(row) == **label).count();
            observer(TrainingEvent::Step { done, total, checkpoint: &|| self.checkpoint() })
        };
        match for_each_batch(lessons.faces, &lessons.held_out, SCORED, None, Pass::default(), &mut judge) {
            ControlFlow::Break(()) => None,
            ControlFlow::Continue(()) => Some(nine_digits(right as f64 / lessons.held_out.len().max(1) as f64)),
        }
    }
}

/// Rounded to nine decimal digits, which JSON reproduces exactly: a resumed training must find equal figures equal.
fn nine_digits(value: f64) -> f64 {
    (value * 1e9).round() / 1e9
}

fn highest(row: &[f32]) -> u32 {
    let best = row.iter().enumerate().max_by(|left, right| left.1.total_cmp(right.1));
    best.map_or(0, |(index, _)| index as u32)
}

/// Mean over the batch of `-log softmax(logits)[label]`, shape `[1]`.
fn cross_entropy(logits: Tensor<2>, labels: &[u32], device: &Device) -> Tensor<1> {
    let [n, classes] = logits.dims();
    let mut one_hot = vec![0.0_f32; n * classes];
    for (row, label) in labels.iter().enumerate() {
        one_hot[row * classes + *label as usize] = -1.0 / n as f32;
    }
    let weights = Tensor::<2>::from_data(TensorData::new(one_hot, [n, classes]), device);
    (log_softmax(logits, 1) * weights).sum()
}

/// Inverted dropout. Masks are drawn on the host, so they are the same on every device.
struct Dropout {
    share: f64,
    seed: u64,
    step: u64,
}

impl Dropout {
    fn apply(&mut self, layer: usize, hidden: Tensor<2>) -> Tensor<2> {
        if self.share <= 0.0 {
            return hidden;
        }
        let [n, neurons] = hidden.dims();
        let mut random = stream(self.seed, "dropout", &[self.step, layer as u64]);
        let kept = (1.0 / (1.0 - self.share)) as f32;
        let threshold = (self.share * f64::from(u32::MAX)) as u32;
        let mask = (0..n * neurons).map(|_| if random.random::<u32>() < threshold { 0.0 } else { kept });
        let mask = Tensor::<2>::from_data(TensorData::new(mask.collect(), [n, neurons]), &hidden.device());
        hidden * mask
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loss_is_the_mean_negative_logarithm_of_the_right_score() {
        let device = Device::flex();
        let logits = Tensor::<2>::from_data([[0.0, 0.0], [3.0_f32.ln(), 0.0]], &device);
        // Scores of the correct class: 1/2 and 1/4.
        let loss = host(cross_entropy(logits, &[0, 1], &device))[0];
        let by_hand = (2.0_f32.ln() + 4.0_f32.ln()) / 2.0;
        assert!((loss - by_hand).abs() < 1e-6, "{loss} {by_hand}");
    }

    #[test]
    fn dropout_drops_its_share_and_keeps_the_mean() {
        let mut dropout = Dropout { share: 0.25, seed: 3, step: 7 };
        let dropped = host(dropout.apply(0, Tensor::ones([100, 100], &crate::testing::device())));
        let zeros = dropped.iter().filter(|value| **value == 0.0).count();
        assert!((2200..2800).contains(&zeros), "{zeros}");
        let mean = dropped.iter().sum::<f32>() / 1e4;
        assert!((mean - 1.0).abs() < 0.05, "{mean}");
        let again = host(dropout.apply(0, Tensor::ones([100, 100], &crate::testing::device())));
        assert_eq!(dropped, again, "the same step drops the same neurons");
    }
}
