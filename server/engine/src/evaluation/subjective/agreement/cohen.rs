//! Cohen's kappa: two raters, categories without order.

use super::beyond_chance;

/// Cohen's kappa of `pairs`, each the categories (numbered from 0) that the first and the second rater chose for one
/// subject. 1 is full agreement, 0 chance agreement. `None` without pairs, or if both raters use only one and the same
/// category.
///
/// J. Cohen, "A coefficient of agreement for nominal scales", Educational and Psychological Measurement 20(1), 1960.
pub fn cohen_kappa(pairs: &[(usize, usize)]) -> Option<f64> {
    if pairs.is_empty() {
        return None;
    }
    let categories = pairs.iter().map(|(first, second)| first.max(second) + 1).max().unwrap_or(0);
    let mut chosen = vec![[0_u64; 2]; categories];
    for (first, second) in pairs {
        chosen[*first][0] += 1;
        chosen[*second][1] += 1;
    }
    let total = pairs.len() as f64;
    let same = pairs.iter().filter(|(first, second)| first == second).count() as f64;
    let by_chance: u64 = chosen.iter().map(|[first, second]| first * second).sum();
    beyond_chance(same / total, by_chance as f64 / (total * total))
}

#[cfg(test)]
mod tests {
    use super::super::super::fixtures::check;
    use super::*;

    #[test]
    fn agrees_with_statsmodels_and_r() {
        check(include_str!("../../../../fixtures/subjective/cohen_kappa.json"), |pairs: Vec<(usize, usize)>| {
            vec![cohen_kappa(&pairs)]
        });
        check(include_str!("../../../../fixtures/subjective/r_cohen_kappa.json"), |pairs: Vec<(usize, usize)>| {
            vec![cohen_kappa(&pairs)]
        });
    }

    #[test]
    fn one_category_tells_nothing() {
        assert_eq!(cohen_kappa(&[]), None);
        assert_eq!(cohen_kappa(&[(1, 1), (1, 1)]), None);
        assert_eq!(cohen_kappa(&[(0, 0), (1, 1)]), Some(1.0));
    }
}
