//! Resizes images differentiably: a triangle filter, widened when the image shrinks.

use burn::tensor::{Tensor, TensorData};

/// Images `[n, c, side, side]` at another size; unchanged if they have it.
pub(super) fn to_side(images: Tensor<4>, side: usize) -> Tensor<4> {
    let [_, _, rows, columns] = images.dims();
    if rows == side && columns == side {
        return images;
    }
    let turned = along_last(images, side).swap_dims(2, 3);
    along_last(turned, side).swap_dims(2, 3)
}

/// Resizes along the last dimension.
fn along_last(images: Tensor<4>, side: usize) -> Tensor<4> {
    let [count, channels, rows, columns] = images.dims();
    let device = images.device();
    let weights = Tensor::<2>::from_data(TensorData::new(weights(columns, side), [columns, side]), &device);
    images.reshape([count * channels * rows, columns]).matmul(weights).reshape([count, channels, rows, side])
}

/// `[from, to]`: the weight of each old value in each new one.
fn weights(from: usize, to: usize) -> Vec<f32> {
    let ratio = from as f64 / to as f64;
    let reach = ratio.max(1.0);
    let mut all = vec![0.0; from * to];
    for new in 0..to {
        let middle = (new as f64 + 0.5) * ratio - 0.5;
        let share = |old: usize| (1.0 - (old as f64 - middle).abs() / reach).max(0.0);
        let sum: f64 = (0..from).map(share).sum();
        for old in 0..from {
            all[old * to + new] = (share(old) / sum) as f32;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::host;

    #[test]
    fn shrinking_to_half_and_growing_to_twice_worked_by_hand() {
        // From four values, the first new one is at 0.5 and reaches 2 in each direction: shares .75, .75, .25 of 1.75.
        let half = weights(4, 2);
        let first: Vec<f32> = half.iter().step_by(2).copied().collect();
        for (found, wanted) in first.iter().zip([3.0 / 7.0, 3.0 / 7.0, 1.0 / 7.0, 0.0]) {
            assert!((found - wanted).abs() < 1e-6, "{first:?}");
        }
        // From two values, the new ones are at -0.25, 0.25, 0.75, 1.25.
        assert_eq!(weights(2, 4), [1.0, 0.75, 0.25, 0.0, 0.0, 0.25, 0.75, 1.0]);
    }

    #[test]
    fn flat_images_stay_flat_and_rows_and_columns_are_not_confused() {
        let device = crate::testing::device();
        let flat = to_side(Tensor::full([2, 3, 8, 8], 0.3, &device), 5);
        assert_eq!(flat.dims(), [2, 3, 5, 5]);
        assert!(host(flat).iter().all(|value| (value - 0.3).abs() < 1e-6));
        let stripes = Tensor::<4>::from_data([[[[0.0, 1.0], [0.0, 1.0]]]], &device);
        let larger = host(to_side(stripes, 4));
        assert!(larger.chunks(4).all(|row| row[0] < 0.01 && row[3] > 0.99), "{larger:?}");
    }

    #[test]
    fn images_of_the_right_side_are_not_touched() {
        let image = Tensor::<4>::from_data([[[[0.1, 0.2], [0.3, 0.4]]]], &crate::testing::device());
        assert_eq!(host(to_side(image.clone(), 2)), host(image));
    }
}
