//! Which images of an identity are held out of training, to measure accuracy.

use super::stream::stream;
use rand::seq::SliceRandom;

/// Divides the images `0..images_of_identity` of one identity into `(training, held out)`, both ascending. The result
/// is deterministic, so both recognizers hold out the same images of a target. At least one image stays for training.
pub fn hold_out(images_of_identity: usize, held_out: usize, seed: u64, identity: &str) -> (Vec<usize>, Vec<usize>) {
    let mut order: Vec<usize> = (0..images_of_identity).collect();
    order.shuffle(&mut stream(seed, &format!("hold out/{identity}"), &[]));
    let mut held = order.split_off(images_of_identity - held_out.min(images_of_identity.saturating_sub(1)));
    order.sort_unstable();
    held.sort_unstable();
    (order, held)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_image_lands_on_one_side_and_stays_there() {
        let (training, held) = hold_out(30, 5, 7, "id001");
        assert_eq!((training.len(), held.len()), (25, 5));
        let mut all: Vec<_> = training.iter().chain(&held).copied().collect();
        all.sort_unstable();
        assert_eq!(all, (0..30).collect::<Vec<_>>());
        assert_eq!(hold_out(30, 5, 7, "id001"), (training, held.clone()));
        assert_ne!(hold_out(30, 5, 7, "id002").1, held);
        assert_ne!(hold_out(30, 5, 8, "id001").1, held);
    }

    #[test]
    fn one_image_always_stays_for_training() {
        assert_eq!(hold_out(3, 5, 1, "a").0.len(), 1);
        assert_eq!(hold_out(1, 5, 1, "a"), (vec![0], vec![]));
        assert_eq!(hold_out(0, 5, 1, "a"), (vec![], vec![]));
    }
}
