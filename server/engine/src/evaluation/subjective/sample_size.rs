//! How many raters a study needs.

use super::distribution::{UPPER, normal_quantile, student_quantile};
use super::wilson::half_width as wilson_half_width;

/// The fewest raters of a stimulus for which the 95 % interval by Student's t extends at most `half_width` to either
/// side of the mean, if ratings have the standard deviation `deviation` (both in the unit of the ratings). At least 2.
///
/// `None` unless both are finite and above 0, or if more than `u32::MAX` raters were needed.
pub fn raters_for_mean(half_width: f64, deviation: f64) -> Option<u32> {
    let ratio = checked(deviation)? / checked(half_width)?;
    let fits = |raters: f64| student_quantile(UPPER, raters - 1.0) * ratio <= raters.sqrt();
    // Student's t has heavier tails, so the answer for the normal distribution is never too large.
    let by_normal = (normal_quantile(UPPER) * ratio).powi(2).ceil().max(2.0);
    if by_normal >= f64::from(u32::MAX) {
        return None;
    }
    (by_normal as u32..u32::MAX).find(|raters| fits(f64::from(*raters)))
}

/// The fewest answers for which Wilson's 95 % interval extends at most `half_width` (in (0,1)) to either side of its
/// centre, if a `share` of the answers succeeds; a share of 0.5 is the worst case. At least 1.
///
/// `None` unless `share` is in [0,1] and `half_width` in (0,1), or if more than `u32::MAX` answers were needed.
pub fn raters_for_proportion(half_width: f64, share: f64) -> Option<u32> {
    let width = checked(half_width).filter(|width| *width < 1.0)?;
    let fits = |raters: u32| wilson_half_width(share, f64::from(raters)) <= width;
    if !(0.0..=1.0).contains(&share) || !fits(u32::MAX) {
        return None;
    }
    // The width falls with the number of answers: bisect.
    let (mut low, mut high) = (1, u32::MAX);
    while low < high {
        let middle = low + (high - low) / 2;
        if fits(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

fn checked(value: f64) -> Option<f64> {
    (value.is_finite() && value > 0.0).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::check;
    use super::*;

    #[test]
    fn agrees_with_a_search_by_scipy() {
        check(
            include_str!("../../../fixtures/subjective/raters_for_mean.json"),
            |(half_width, deviation): (f64, f64)| vec![raters_for_mean(half_width, deviation).map(f64::from)],
        );
        check(
            include_str!("../../../fixtures/subjective/raters_for_proportion.json"),
            |(half_width, share): (f64, f64)| vec![raters_for_proportion(half_width, share).map(f64::from)],
        );
    }

    #[test]
    fn impossible_requests_have_no_size() {
        for (half_width, spread) in [(0.0, 1.0), (1.0, 0.0), (f64::NAN, 1.0), (1e-9, 1e9)] {
            assert_eq!(raters_for_mean(half_width, spread), None, "±{half_width} at {spread}");
        }
        for (half_width, share) in [(0.0, 0.5), (1.0, 0.5), (0.1, 1.1), (1e-9, 0.5)] {
            assert_eq!(raters_for_proportion(half_width, share), None, "±{half_width} at {share}");
        }
    }
}
