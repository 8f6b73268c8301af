//! Batches of square RGB pictures, as files (8 bits) and as tensors (floats in [0,1], CHW).

mod resize;

pub use primitives::{EncodingError, append_jpeg};
pub use resize::resized;

use crate::operation::level;
use burn::tensor::{Device, Tensor, TensorData};
use kernels::{Level, interleaved_bytes};
use rayon::prelude::*;

/// `n` square RGB pictures of one size, 8 bits a channel, HWC, concatenated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pictures {
    /// Side of each picture, in pixels.
    pub size: u32,
    /// `n * size * size * 3` bytes.
    pub bytes: Vec<u8>,
}

impl Pictures {
    /// No pictures yet; each will be `size` pixels a side.
    pub fn empty(size: u32) -> Self {
        Self { size, bytes: Vec::new() }
    }

    /// Bytes of one picture.
    pub fn stride(&self) -> usize {
        (self.size * self.size * 3) as usize
    }

    /// The number of pictures.
    pub fn len(&self) -> usize {
        self.bytes.len() / self.stride().max(1)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The bytes of picture `index`.
    ///
    /// If `index` is out of range.
    pub fn picture(&self, index: usize) -> &[u8] {
        &self.bytes[index * self.stride()..][..self.stride()]
    }

    /// Adds a picture of `size * size * 3` bytes.
    pub fn push(&mut self, picture: &[u8]) {
        debug_assert_eq!(picture.len(), self.stride());
        self.bytes.extend_from_slice(picture);
    }

    /// Pictures `from..to` as a tensor `[to - from, 3, size, size]` in [0,1].
    pub fn tensor(&self, from: usize, to: usize, device: &Device) -> Tensor<4> {
        let side = self.size as usize;
        let floats = self.floats(&self.bytes[from * self.stride()..to * self.stride()]);
        Tensor::from_data(TensorData::new(floats, [to - from, 3, side, side]), device)
    }

    /// All pictures as floats `[len, 3, size, size]` in [0,1].
    pub fn planes(&self) -> Vec<f32> {
        self.floats(&self.bytes)
    }

    fn floats(&self, bytes: &[u8]) -> Vec<f32> {
        let stride = self.stride().max(1);
        let mut floats = vec![0.0; bytes.len()];
        let pairs = floats.par_chunks_mut(stride).zip(bytes.par_chunks(stride));
        pairs.for_each(|(planes, picture)| interleaved_to_planes(picture, planes));
        floats
    }

    /// The nearest 8-bit pictures of a tensor `[n, 3, size, size]` in [0,1].
    pub fn from_tensor(tensor: &Tensor<4>) -> Self {
        let [_, _, _, side] = tensor.dims();
        Self::from_floats(&host(tensor.clone()), side as u32)
    }

    /// The same. On the processor, the tensor's values are taken out and put back, which copies nothing if the tensor
    /// is their only owner.
    pub fn from_owned_tensor(tensor: &mut Tensor<4>) -> Self {
        let (device, shape) = (tensor.device(), tensor.dims());
        if level(&device).is_none() {
            return Self::from_tensor(tensor);
        }
        let floats = host(tensor.extract());
        let pictures = Self::from_floats(&floats, shape[3] as u32);
        *tensor = Tensor::from_data(TensorData::new(floats, shape), &device);
        pictures
    }

    fn from_floats(floats: &[f32], size: u32) -> Self {
        let mut pictures = Self { size, bytes: vec![0; floats.len()] };
        let (stride, level) = (pictures.stride(), Level::fastest());
        pictures.bytes.par_chunks_mut(stride).zip(floats.par_chunks(stride)).for_each(
            |(picture, planes)| match level {
                Some(level) => interleaved_bytes(level, planes, 3, picture),
                None => planes_to_interleaved(planes, picture),
            },
        );
        pictures
    }
}

/// The values of a tensor on the host, in row-major order.
///
/// If the device has failed; a run reports that as its own failure.
pub fn host<const D: usize>(tensor: Tensor<D>) -> Vec<f32> {
    tensor.try_into_vec_as().expect("tensors of this engine are 32-bit floats")
}

fn interleaved_to_planes(picture: &[u8], planes: &mut [f32]) {
    let area = picture.len() / 3;
    for (at, pixel) in picture.chunks_exact(3).enumerate() {
        for (channel, value) in pixel.iter().enumerate() {
            planes[channel * area + at] = f32::from(*value) / 255.0;
        }
    }
}

fn planes_to_interleaved(planes: &[f32], picture: &mut [u8]) {
    // The cast saturates outside the range; adding one half rounds within it.
    let byte = |value: &f32| (value * 255.0 + 0.5) as u8;
    let (red, rest) = planes.split_at(planes.len() / 3);
    let (green, blue) = rest.split_at(red.len());
    for (pixel, ((red, green), blue)) in picture.chunks_exact_mut(3).zip(red.iter().zip(green).zip(blue)) {
        pixel.copy_from_slice(&[byte(red), byte(green), byte(blue)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_survive_the_way_through_a_tensor() {
        let pictures = Pictures { size: 2, bytes: (0..24).map(|value| value * 10).collect() };
        let tensor = pictures.tensor(0, 2, &crate::testing::device());
        assert_eq!(tensor.dims(), [2, 3, 2, 2]);
        // Second picture, green plane, third pixel: byte 12 + 2 * 3 + 1 = 19, value 190.
        let value = host(tensor.clone())[12 + 4 + 2];
        assert!((value - 190.0 / 255.0).abs() < 1e-6, "{value}");
        assert_eq!(Pictures::from_tensor(&tensor), pictures);
    }
}
