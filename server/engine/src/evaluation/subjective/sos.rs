//! How much raters differ for a given mean: the SOS hypothesis.

use super::opinion_score::{mean, variance};

/// The SOS parameter a: over all stimuli with at least two ratings, the least-squares fit through the origin of the
/// ratings' variance S² (of the sample, n − 1) by S²(x) = a · (H − x)(x − L), where x is the stimulus' mean and the
/// scale reaches from L to H.
///
/// On five points the polynomial is −x² + 6x − 5. At 0 raters agree completely; at 1 they use the ends of the scale
/// only (the sample variance can give slightly more than 1). The parameter does not change when the scale is mapped
/// linearly. `None` without a stimulus whose mean lies between the ends.
///
/// T. Hoßfeld, R. Schatz, S. Egger, "SOS: The MOS is not enough!", QoMEX 2011.
pub fn sos_parameter(ratings_of_stimuli: &[Vec<f64>], [low, high]: [f64; 2]) -> Option<f64> {
    let points = ratings_of_stimuli.iter().filter_map(|ratings| {
        let mean = mean(ratings)?;
        Some(((high - mean) * (mean - low), variance(ratings)?))
    });
    let (products, squares) = points.fold((0.0, 0.0), |(products, squares), (possible, variance)| {
        (products + possible * variance, squares + possible * possible)
    });
    (squares > 0.0).then(|| products / squares)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::check;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn agrees_with_numpy() {
        check(include_str!("../../../fixtures/subjective/sos.json"), |(ratings, ends): (Vec<Vec<f64>>, [f64; 2])| {
            vec![sos_parameter(&ratings, ends)]
        });
    }

    #[test]
    fn stimuli_on_which_all_say_the_end_tell_nothing() {
        assert_eq!(sos_parameter(&[vec![5.0; 9], vec![1.0; 9]], [1.0, 5.0]), None);
        assert_eq!(sos_parameter(&[vec![3.0]], [1.0, 5.0]), None, "one rating has no variance");
        assert_eq!(sos_parameter(&[vec![3.0; 4]], [1.0, 5.0]), Some(0.0));
    }

    proptest! {
        #[test]
        fn is_the_same_in_per_cent(ratings in prop::collection::vec(prop::collection::vec(1_u8..=5, 2..9), 1..9)) {
            let raw: Vec<Vec<f64>> = ratings.iter().map(|row| row.iter().copied().map(f64::from).collect()).collect();
            let percent: Vec<Vec<f64>> = raw.iter().map(|row| row.iter().map(|x| 25.0 * (x - 1.0)).collect()).collect();
            match (sos_parameter(&raw, [1.0, 5.0]), sos_parameter(&percent, [0.0, 100.0])) {
                (Some(raw), Some(percent)) => prop_assert!((raw - percent).abs() < 1e-9),
                (raw, percent) => prop_assert_eq!(raw, percent),
            }
        }
    }
}
