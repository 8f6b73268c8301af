//! The cumulative matching characteristic.

/// `result[k-1]` is the share of `ranks` that are at most `k`, for `k` in `1..=classes`. All zero without ranks.
pub fn cumulative_matching(ranks: &[u32], classes: usize) -> Vec<f64> {
    let mut at = vec![0_u32; classes];
    for rank in ranks {
        if let Some(count) = at.get_mut((*rank as usize).wrapping_sub(1)) {
            *count += 1;
        }
    }
    let total = f64::from(ranks.len().max(1) as u32);
    let sums = at.iter().scan(0, |sum, count| {
        *sum += count;
        Some(f64::from(*sum) / total)
    });
    sums.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_by_hand() {
        assert_eq!(cumulative_matching(&[1, 3, 1, 5], 5), [0.5, 0.5, 0.75, 0.75, 1.0]);
        assert_eq!(cumulative_matching(&[], 2), [0.0, 0.0]);
    }
}
