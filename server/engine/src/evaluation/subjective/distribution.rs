//! Quantiles for intervals.

use statrs::distribution::{Continuous, ContinuousCDF, Normal, StudentsT};

/// The probability below the upper end of a two-sided 95 % interval.
pub const UPPER: f64 = 0.975;

/// The `probability` quantile of Student's t with `freedom` degrees of freedom.
///
/// # Panics
/// Unless `freedom` is above 0 and `probability` in (0,1).
pub fn student_quantile(probability: f64, freedom: f64) -> f64 {
    let student = StudentsT::new(0.0, 1.0, freedom).expect("degrees of freedom are above 0");
    // For many degrees of freedom, statrs gives the quantile to five digits only, but the probability to all.
    (0..2).fold(student.inverse_cdf(probability), |quantile, _| {
        quantile - (student.cdf(quantile) - probability) / student.pdf(quantile)
    })
}

/// The `probability` quantile of the standard normal distribution.
///
/// # Panics
/// Unless `probability` is in [0,1].
pub fn normal_quantile(probability: f64) -> f64 {
    Normal::standard().inverse_cdf(probability)
}

/// The probability that a standard normal variable is at most `z`.
pub fn normal_probability(z: f64) -> f64 {
    Normal::standard().cdf(z)
}

#[cfg(test)]
mod tests {
    use super::super::fixtures::check;
    use super::*;

    #[test]
    fn quantiles_agree_with_scipy() {
        check(
            include_str!("../../../fixtures/subjective/student_quantile.json"),
            |(probability, freedom): (f64, f64)| vec![Some(student_quantile(probability, freedom))],
        );
        check(include_str!("../../../fixtures/subjective/normal_quantile.json"), |probability: f64| {
            let quantile = normal_quantile(probability);
            vec![Some(quantile), Some(normal_probability(quantile))]
        });
    }
}
