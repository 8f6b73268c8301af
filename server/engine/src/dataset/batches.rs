//! Batches for training and scoring, prepared ahead by threads of their own.
//!
//! The shared pool would not do: the network computes there, and a caller inside the pool could wait for itself. Each
//! image has its own random stream, so neither threads nor batch size change a face.

use super::augment::{Augmentation, Change, write_face};
use super::store::{FaceStore, face_bytes};
use super::stream::stream;
use rand::seq::SliceRandom;
use std::ops::{ControlFlow, Range};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Threads that prepare batches; each holds one finished batch until it is taken.
const MAKERS: usize = 4;

/// A face with its class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Index into the store.
    pub image: usize,
    /// The class.
    pub label: u32,
}

/// Faces as the network takes them.
#[derive(Clone, Debug, PartialEq)]
pub struct Batch {
    /// `[len, 3, size, size]` in [0,1].
    pub pixels: Vec<f32>,
    /// `[len]`.
    pub labels: Vec<u32>,
    /// Faces in this batch; the last one may be short.
    pub len: usize,
}

/// One pass over the samples.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pass {
    /// Seeds the order and the augmentation, together with the epoch.
    pub seed: u64,
    /// Number of the pass.
    pub epoch: u32,
    /// Batches at the beginning of the pass to skip, because they were taken before.
    pub taken: usize,
}

/// Hands every sample to `take`, in batches of `batch` (the last may be shorter), until it says stop. With an
/// augmentation, the order is shuffled and faces vary, depending on the pass's seed and epoch alone; without one,
/// samples come in order and unchanged.
///
/// # Panics
/// When a sample's image is not in the store.
pub fn for_each_batch(
    store: &FaceStore,
    samples: &[Sample],
    batch: usize,
    augmentation: Option<Augmentation>,
    pass: Pass,
    take: &mut dyn FnMut(Batch) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let epoch = &Epoch { store, order: order(samples, augmentation, pass), augmentation, pass };
    let ranges: Vec<_> = ranges(samples.len(), batch.max(1)).skip(pass.taken).collect();
    let ranges = &ranges;
    std::thread::scope(|scope| {
        let makers: Vec<Receiver<Batch>> = (0..MAKERS.min(ranges.len()))
            .map(|first| {
                let (ready, batches) = sync_channel(0);
                scope.spawn(move || epoch.make(ranges.iter().skip(first).step_by(MAKERS), &ready));
                batches
            })
            .collect();
        for index in 0..ranges.len() {
            // A maker that ended early has panicked; the scope passes that on.
            let Ok(batch) = makers[index % MAKERS].recv() else { break };
            take(batch)?;
        }
        ControlFlow::Continue(())
    })
}

fn order(samples: &[Sample], augmentation: Option<Augmentation>, pass: Pass) -> Vec<Sample> {
    let mut order = samples.to_vec();
    if augmentation.is_some() {
        order.shuffle(&mut stream(pass.seed, "epoch order", &[pass.epoch.into()]));
    }
    order
}

fn ranges(samples: usize, batch: usize) -> impl Iterator<Item = Range<usize>> {
    (0..samples).step_by(batch).map(move |start| start..samples.min(start + batch))
}

struct Epoch<'a> {
    store: &'a FaceStore,
    order: Vec<Sample>,
    augmentation: Option<Augmentation>,
    pass: Pass,
}

impl Epoch<'_> {
    fn make<'r>(&self, ranges: impl Iterator<Item = &'r Range<usize>>, ready: &SyncSender<Batch>) {
        for range in ranges {
            if ready.send(self.batch(range.clone())).is_err() {
                return; // Nobody takes any more.
            }
        }
    }

    fn batch(&self, range: Range<usize>) -> Batch {
        let (size, face) = (self.store.size() as usize, face_bytes(self.store.size()));
        let mut pixels = vec![0.0; range.len() * face];
        for (position, pixels) in range.clone().zip(pixels.chunks_exact_mut(face.max(1))) {
            write_face(self.store.image(self.order[position].image), size, self.change(position), pixels);
        }
        let labels = self.order[range.clone()].iter().map(|sample| sample.label).collect();
        Batch { pixels, labels, len: range.len() }
    }

    fn change(&self, position: usize) -> Change {
        let Some(augmentation) = self.augmentation else { return Change::NONE };
        augmentation.draw(&mut stream(self.pass.seed, "augmentation", &[self.pass.epoch.into(), position as u64]))
    }
}

#[cfg(test)]
mod tests;
