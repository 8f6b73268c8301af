//! From a face as this program frames it to what a network was trained on: crop, order of channels, range of values.

use burn::tensor::{Device, Tensor, TensorData};
use serde::{Deserialize, Serialize};

/// The side of the frame that crops are stated in: eyes at x 43 and 85, y 60.
pub const FRAME: usize = 128;

/// What is done to a picture before a network gets it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Preprocessing {
    /// The part of the frame that the network sees.
    pub crop: Crop,
    /// The order of the channels.
    pub channels: Channels,
    /// Subtracted from values from 0 to 255, for each channel in the network's order.
    pub mean: [f32; 3],
    /// What the difference is divided by.
    pub deviation: [f32; 3],
}

/// The part of a frame that a network sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Crop {
    /// The five points of ArcFace's template (Deng et al., 2019): in 112 pixels, eyes at x 38.3 and 73.5, y 51.6.
    Arcface,
    /// The whole frame.
    Whole,
}

/// The order of the channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channels {
    /// Red first.
    Rgb,
    /// Blue first.
    Bgr,
}

impl Default for Preprocessing {
    /// As ArcFace's networks are trained: values from -1 to 1.
    fn default() -> Self {
        Self { crop: Crop::Arcface, channels: Channels::Rgb, mean: [127.5; 3], deviation: [127.5; 3] }
    }
}

impl Preprocessing {
    /// Checks numbers that come from outside.
    ///
    /// # Errors
    /// If one is out of range.
    pub fn check(&self) -> Result<(), String> {
        if !self.mean.iter().all(|mean| (-1e4..=1e4).contains(mean)) {
            return Err(format!("mean is {:?}; numbers from -10000 to 10000 are possible", self.mean));
        }
        if !self.deviation.iter().all(|deviation| (1e-4..=1e4).contains(deviation)) {
            return Err(format!("deviation is {:?}; numbers from 0.0001 to 10000 are possible", self.deviation));
        }
        Ok(())
    }
}

/// Scale and offsets of a crop: a point of the frame times `scale` plus `offset` is a point of the crop's template.
struct Template {
    scale: f32,
    offset: [f32; 2],
    /// The side of the template.
    side: f32,
}

impl Crop {
    fn template(self) -> Template {
        match self {
            Self::Arcface => Template { scale: 35.24 / 42.0, offset: [2.21, 1.26], side: 112.0 },
            Self::Whole => Template { scale: 1.0, offset: [0.0; 2], side: FRAME as f32 },
        }
    }

    /// Matrices `[FRAME, side]` that resample a row and a column of a frame.
    fn matrices(self, side: usize) -> [Vec<f32>; 2] {
        let Template { scale, offset, side: template } = self.template();
        let pixels = template / side as f32;
        // A pixel's middle in the frame, for one of the network's.
        offset.map(|offset| resampling(side, |at| ((at as f32 + 0.5) * pixels - offset) / scale - 0.5, pixels / scale))
    }
}

/// Cubic resampling (Keys, 1981) that is as wide as pixels are apart, so that nothing finer is left than they can show.
fn resampling(side: usize, place: impl Fn(usize) -> f32, apart: f32) -> Vec<f32> {
    let width = apart.max(1.0);
    let mut matrix = vec![0.0; FRAME * side];
    for column in 0..side {
        let middle = place(column);
        let (from, to) = ((middle - 2.0 * width).ceil() as isize, (middle + 2.0 * width).floor() as isize);
        for row in from..=to {
            // The pixel at the edge stands for those beyond it.
            let inside = row.clamp(0, FRAME as isize - 1) as usize;
            matrix[inside * side + column] += keys((row as f32 - middle) / width);
        }
        let sum: f32 = (0..FRAME).map(|row| matrix[row * side + column]).sum();
        (0..FRAME).for_each(|row| matrix[row * side + column] /= sum);
    }
    matrix
}

fn keys(x: f32) -> f32 {
    let x = x.abs();
    if x < 1.0 {
        (1.5 * x - 2.5) * x * x + 1.0
    } else if x < 2.0 {
        ((-0.5 * x + 2.5) * x - 4.0) * x + 2.0
    } else {
        0.0
    }
}

/// Preprocessing for a network of some side, on a device.
#[derive(Clone, Debug)]
pub struct Preprocessor {
    settings: Preprocessing,
    side: usize,
    /// Matrices `[FRAME, side]` for rows and columns.
    matrices: [Tensor<2>; 2],
    /// `[1, 3, 1, 1]`
    mean: Tensor<4>,
    deviation: Tensor<4>,
}

impl Preprocessor {
    /// For a network whose images have this side.
    pub fn new(settings: Preprocessing, side: usize, device: &Device) -> Self {
        let matrices = settings
            .crop
            .matrices(side)
            .map(|values| Tensor::from_data(TensorData::new(values, [FRAME, side]), device));
        let each = |values: [f32; 3]| Tensor::from_data(TensorData::new(values.to_vec(), [1, 3, 1, 1]), device);
        Self { settings, side, matrices, mean: each(settings.mean), deviation: each(settings.deviation) }
    }

    /// The network's images `[n, 3, side, side]` of frames `[n, 3, FRAME, FRAME]` in [0,1]; differentiable.
    pub fn images(&self, frames: Tensor<4>) -> Tensor<4> {
        let (device, side) = (frames.device(), self.side);
        let n = frames.dims()[0];
        let [columns, rows] = self.matrices.clone().map(|matrix| crate::operation::constant(matrix, &device));
        let wide = frames.reshape([n * 3 * FRAME, FRAME]).matmul(columns);
        let turned = wide.reshape([n * 3, FRAME, side]).swap_dims(1, 2).reshape([n * 3 * side, FRAME]);
        let images = turned.matmul(rows).reshape([n * 3, side, side]).swap_dims(1, 2).reshape([n, 3, side, side]);
        let images = match self.settings.channels {
            Channels::Rgb => images,
            Channels::Bgr => images.flip([1]),
        };
        let [mean, deviation] =
            [&self.mean, &self.deviation].map(|one| crate::operation::constant(one.clone(), &device));
        (images.mul_scalar(255.0) - mean) / deviation
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;

    fn preprocessor(settings: Preprocessing, side: usize) -> Preprocessor {
        Preprocessor::new(settings, side, &crate::testing::device())
    }

    #[test]
    fn the_whole_frame_at_its_own_size_stays_as_it_is() {
        let plain = Preprocessing { crop: Crop::Whole, channels: Channels::Bgr, mean: [10.0; 3], deviation: [2.0; 3] };
        let values: Vec<f32> = (0..3 * FRAME * FRAME).map(|at| (at * 37 % 255) as f32 / 255.0).collect();
        let frames =
            Tensor::from_data(TensorData::new(values.clone(), [1, 3, FRAME, FRAME]), &crate::testing::device());
        let images = host(preprocessor(plain, FRAME).images(frames));
        let area = FRAME * FRAME;
        for at in [0, 5, FRAME + 3, area - 1] {
            // Blue comes first.
            let wanted = (values[2 * area + at] * 255.0 - 10.0) / 2.0;
            assert!((images[at] - wanted).abs() < 1e-2, "{} {wanted}", images[at]);
        }
    }

    /// A bright point at each eye, and where the template wants it.
    #[test]
    fn eyes_come_to_lie_where_arcface_expects_them() {
        let settings = Preprocessing { mean: [0.0; 3], deviation: [255.0; 3], ..Preprocessing::default() };
        for (eye, wanted) in [((43, 60), (38.29, 51.6)), ((85, 60), (73.53, 51.6))] {
            let mut values = vec![0.0; 3 * FRAME * FRAME];
            for y in eye.1 - 1..=eye.1 + 1 {
                for x in eye.0 - 1..=eye.0 + 1 {
                    values[y * FRAME + x] = 1.0;
                }
            }
            let frames = Tensor::from_data(TensorData::new(values, [1, 3, FRAME, FRAME]), &crate::testing::device());
            let image = host(preprocessor(settings, 112).images(frames));
            let red = || image[..112 * 112].iter().enumerate().map(|(at, value)| (at % 112, at / 112, *value));
            let sum: f32 = red().map(|(.., value)| value).sum();
            let x = red().map(|(x, _, value)| x as f32 * value).sum::<f32>() / sum;
            let y = red().map(|(_, y, value)| y as f32 * value).sum::<f32>() / sum;
            assert!((x - wanted.0).abs() < 0.2 && (y - wanted.1).abs() < 0.2, "{x} {y}");
        }
    }

    #[test]
    fn numbers_from_outside_are_bounded() {
        let good = Preprocessing::default();
        assert_eq!(good.check(), Ok(()));
        for bad in [Preprocessing { deviation: [0.0; 3], ..good }, Preprocessing { mean: [f32::NAN; 3], ..good }] {
            assert!(bad.check().is_err(), "{bad:?}");
        }
    }
}
