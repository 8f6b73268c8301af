//! Quantiles of a sample.

/// `values` in rising order.
pub fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().collect();
    values.sort_by(f64::total_cmp);
    values
}

/// The `level` (in [0,1]) quantile of sorted values, interpolated linearly between neighbours; `None` without values.
pub fn quantile(sorted: &[f64], level: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = level * last as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(last);
    Some(sorted[below] + place.fract() * (sorted[above] - sorted[below]))
}

/// The median of `values`; `None` without any.
pub fn median(values: impl IntoIterator<Item = f64>) -> Option<f64> {
    quantile(&sorted(values), 0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        assert_eq!(quantile(&[0.0, 1.0, 3.0], 0.75), Some(2.0));
        assert_eq!(quantile(&[0.0, 1.0, 3.0], 1.0), Some(3.0));
        assert_eq!(median([]), None);
        assert_eq!(median([4.0, 1.0]), Some(2.5));
        assert_eq!(median([9.0, 1.0, 4.0]), Some(4.0));
    }
}
