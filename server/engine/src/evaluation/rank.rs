//! The rank of an identity among all that a recognizer knows.

/// The position of `label` when scores are sorted, from 1. Equal scores rank before it: a tie counts against the clone.
///
/// # Panics
/// If `label` does not exist.
pub fn rank(scores: &[f32], label: usize) -> u32 {
    let own = scores[label];
    let ahead = scores.iter().enumerate().filter(|(other, score)| *other != label && **score >= own).count();
    ahead as u32 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_is_first_and_a_tie_counts_against() {
        let scores = [0.1, 0.4, 0.2, 0.1, 0.2];
        assert_eq!(rank(&scores, 1), 1);
        assert_eq!(rank(&scores, 2), 3, "tied for second");
        assert_eq!(rank(&scores, 0), 5, "tied for last");
        assert_eq!(rank(&[0.25; 4], 0), 4, "a recognizer that cannot tell anybody apart accepts nobody");
    }
}
