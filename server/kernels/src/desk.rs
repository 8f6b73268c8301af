//! Buffers that are used again and again.

use crate::aligned::Aligned;
use crate::layer::Layer;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What one image needs while it is computed.
#[derive(Debug)]
pub(crate) struct Desk {
    /// Of each convolution: its input with margins. Margins are zeros and stay so.
    pub inputs: Vec<Aligned>,
    /// Of each convolution: the gradient of its input. What is added up for an image apart are zeros between images.
    pub gradients: Vec<Aligned>,
    /// What a convolution computes on the way.
    pub scratch: Aligned,
}

/// As many desks as images are computed at the same time.
#[derive(Debug)]
pub(crate) struct Desks {
    inputs: Vec<usize>,
    gradients: Vec<usize>,
    scratch: usize,
    free: Pool<Desk>,
}

impl Desks {
    /// For convolutions whose inputs need so much room each, what is computed of the image's gradient so much, and what is on the
    /// way so much.
    pub fn new(layers: &[Layer], inputs: Vec<usize>, of_image: usize, scratch: usize) -> Self {
        let others = layers.iter().skip(1).copied().map(Layer::gradient);
        let gradients = [of_image].into_iter().chain(others).collect();
        Self { inputs, gradients, scratch, free: Pool::default() }
    }

    /// Works at a desk that nobody else uses.
    pub fn at_one<T>(&self, work: impl FnOnce(&mut Desk) -> T) -> T {
        let mut desk = self.free.take().unwrap_or_else(|| Desk {
            inputs: self.inputs.iter().map(|room| Aligned::zeros(*room)).collect(),
            gradients: self.gradients.iter().map(|room| Aligned::zeros(*room)).collect(),
            scratch: Aligned::zeros(self.scratch),
        });
        let result = work(&mut desk);
        self.free.give(desk);
        result
    }
}

/// Things that are not in use.
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

    /// Locks even after a panic elsewhere: the list holds whole things at all times.
    fn lock(&self) -> MutexGuard<'_, Vec<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
