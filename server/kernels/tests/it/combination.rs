use kernels::{Combination, Level};
use proptest::prelude::*;

fn drawn(count: usize, seed: usize) -> Vec<f32> {
    (0..count).map(|at| ((at * 7919 + seed * 104_729) % 1009) as f32 / 504.5 - 1.0).collect()
}

/// `[rows, inner]` times `[inner, columns]`, whose entries `entry` gives.
fn product(left: &[f32], inner: usize, columns: usize, entry: impl Fn(usize, usize) -> f32) -> Vec<f32> {
    let row = |row: &[f32]| {
        let sum = |column| {
            row.iter().enumerate().map(|(at, value)| f64::from(*value) * f64::from(entry(at, column))).sum::<f64>()
        };
        (0..columns).map(|column| sum(column) as f32).collect::<Vec<_>>()
    };
    left.chunks_exact(inner).flat_map(row).collect()
}

fn near(found: &[f32], wanted: &[f32]) -> bool {
    found.len() == wanted.len() && found.iter().zip(wanted).all(|(one, other)| (one - other).abs() < 1e-3)
}

proptest! {
    #[test]
    fn sums_and_gradients_are_those_of_plain_loops(
        terms in 1_usize..70, values in 1_usize..200, rows in 1_usize..30, seed in 0_usize..100,
    ) {
        let Some(level) = Level::fastest() else { return Ok(()) };
        let (matrix, weights) = (drawn(terms * values, seed), drawn(rows * terms, seed + 1));
        let combination = Combination::new(&matrix, terms, level);
        let sums = product(&weights, terms, values, |term, value| matrix[term * values + value]);
        prop_assert!(near(&combination.sums(&weights), &sums));
        let gradients = product(&sums, values, terms, |value, term| matrix[term * values + value]);
        let scale = gradients.iter().fold(1.0_f32, |most, value| most.max(value.abs()));
        let unit = |all: Vec<f32>| all.into_iter().map(|value| value / scale).collect::<Vec<_>>();
        prop_assert!(near(&unit(combination.gradients(&sums)), &unit(gradients)));
    }

    #[test]
    fn a_row_does_not_depend_on_the_others(terms in 1_usize..70, values in 1_usize..200, rows in 2_usize..30) {
        let Some(level) = Level::fastest() else { return Ok(()) };
        let (matrix, weights) = (drawn(terms * values, 3), drawn(rows * terms, 5));
        let combination = Combination::new(&matrix, terms, level);
        let (all, first) = (combination.sums(&weights), combination.sums(&weights[..terms]));
        prop_assert_eq!(&all[..values], &first[..]);
        prop_assert_eq!(&combination.gradients(&all)[..terms], &combination.gradients(&first)[..]);
    }
}
