//! Scratch memory: buffers that are reused from image to image.

use crate::aligned::Aligned;
use crate::layer::Layer;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Scratch memory for the computation of one image.
#[derive(Debug)]
pub(crate) struct Scratch {
    /// The input of each convolution, with margins that remain zero.
    pub inputs: Vec<Aligned>,
    /// The input gradient of each convolution. Separate sums of the image's gradient are zero between images.
    pub gradients: Vec<Aligned>,
    /// Intermediate results of a convolution.
    pub temporary: Aligned,
}

/// Scratch memory for each image in progress.
#[derive(Debug)]
pub(crate) struct ScratchPool {
    inputs: Vec<usize>,
    gradients: Vec<usize>,
    temporary: usize,
    free: Pool<Scratch>,
}

impl ScratchPool {
    /// Scratch memory for these layers. `inputs`, `of_image` and `temporary` are numbers of values.
    pub fn new(layers: &[Layer], inputs: Vec<usize>, of_image: usize, temporary: usize) -> Self {
        let others = layers.iter().skip(1).copied().map(Layer::gradient);
        let gradients = [of_image].into_iter().chain(others).collect();
        Self { inputs, gradients, temporary, free: Pool::default() }
    }

    /// Runs `work` with exclusive scratch memory.
    pub fn with_one<T>(&self, work: impl FnOnce(&mut Scratch) -> T) -> T {
        let mut scratch = self.free.take().unwrap_or_else(|| Scratch {
            inputs: self.inputs.iter().map(|room| Aligned::zeros(*room)).collect(),
            gradients: self.gradients.iter().map(|room| Aligned::zeros(*room)).collect(),
            temporary: Aligned::zeros(self.temporary),
        });
        let result = work(&mut scratch);
        self.free.give(scratch);
        result
    }
}

/// A pool of unused values.
#[derive(Debug)]
pub(crate) struct Pool<T>(Mutex<Vec<T>>);

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> Pool<T> {
    pub fn take(&self) -> Option<T> {
        self.lock().pop()
    }

    pub fn give(&self, thing: T) {
        self.lock().push(thing);
    }

    /// Locks even after a panic elsewhere: the list is always consistent.
    fn lock(&self) -> MutexGuard<'_, Vec<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
