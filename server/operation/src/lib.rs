//! Differentiable operations for the processor, run by one extension of Burn's backend.
//!
//! An operation is hand-written code that knows its own gradient, where the tensor library's own would be slower. On
//! graphics devices the same functions use Burn's operations.

use burn::backend::autodiff::Autodiff;
use burn::backend::autodiff::checkpoint::{base::Checkpointer, strategy::CheckpointStrategy};
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::tensor::FloatTensor;
use burn::backend::{Backend, Dispatch, Flex, TensorMetadata, backend_extension};
use burn::tensor::{Tensor, TensorData};
use std::fmt::{self, Debug, Formatter};
use std::sync::{Arc, Mutex, PoisonError};

/// Maps the gradient of an operation's output to the gradient of its input.
pub type Pullback = Box<dyn FnOnce(&[f32]) -> Vec<f32> + Send>;

/// A function of a batch, computed on the processor.
pub trait HostOperation: Send + Sync {
    /// The shape of the output, for the shape of the input.
    fn shape(&self, input: &[usize]) -> Vec<usize>;

    /// The output, for `input` of `shape` in row-major order.
    fn value(&self, input: &[f32], shape: &[usize]) -> Vec<f32>;

    /// The output, and the pullback of its gradient.
    fn tracked(self: Arc<Self>, input: &[f32], shape: &[usize]) -> (Vec<f32>, Pullback);
}

/// Runs an operation on a tensor of the processor, tracked or not.
pub fn run<const D: usize, const E: usize>(input: Tensor<D>, operation: Arc<dyn HostOperation>) -> Tensor<E> {
    Tensor::from_dispatch(Dispatch::host_operation(input.into_dispatch(), operation))
}

/// Backends that can run these operations.
#[backend_extension(Flex, Autodiff)]
trait HostOperations: Backend {
    fn host_operation(input: FloatTensor<Self>, operation: Arc<dyn HostOperation>) -> FloatTensor<Self>;
}

impl HostOperations for Flex {
    fn host_operation(input: FloatTensor<Self>, operation: Arc<dyn HostOperation>) -> FloatTensor<Self> {
        let input = input.to_contiguous();
        let shape = input.shape().to_vec();
        let value = operation.value(input.storage(), &shape);
        FloatTensor::<Self>::from_data(TensorData::new(value, operation.shape(&shape)))
    }
}

/// A pullback that the backward pass takes once, and the shape of its result.
#[derive(Clone)]
struct SharedPullback {
    back: Arc<Mutex<Option<Pullback>>>,
    shape: Vec<usize>,
}

impl Debug for SharedPullback {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedPullback").field("shape", &self.shape).finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Gradient;

impl Backward<Flex, 1> for Gradient {
    type State = SharedPullback;

    fn backward(self, ops: Ops<SharedPullback, 1>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let [input] = ops.parents;
        let output = gradients.consume::<Flex>(&ops.node).to_contiguous();
        let back = ops.state.back.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let (Some(input), Some(back)) = (input, back) {
            let gradient = TensorData::new(back(output.storage()), ops.state.shape);
            gradients.register::<Flex>(input.id, FloatTensor::<Flex>::from_data(gradient));
        }
    }
}

impl<C: CheckpointStrategy> HostOperations for Autodiff<Flex, C> {
    fn host_operation(input: FloatTensor<Self>, operation: Arc<dyn HostOperation>) -> FloatTensor<Self> {
        match Gradient.prepare::<C>([input.node()]).compute_bound().stateful() {
            OpsKind::Tracked(prepared) => {
                let input = input.primitive().clone().to_contiguous();
                let shape = input.shape().to_vec();
                let output = operation.shape(&shape);
                let (value, back) = operation.tracked(input.storage(), &shape);
                let pullback = SharedPullback { back: Arc::new(Mutex::new(Some(back))), shape };
                prepared.finish(pullback, FloatTensor::<Flex>::from_data(TensorData::new(value, output)))
            }
            OpsKind::UnTracked(prepared) => prepared.finish(Flex::host_operation(input.primitive().clone(), operation)),
        }
    }
}
