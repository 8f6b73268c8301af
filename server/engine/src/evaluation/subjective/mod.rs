//! Statistics of ratings by people: scores, intervals, agreement, and which raters to leave out.
//!
//! Everything here is a pure function of ratings: no clock, no files, and randomness only from a seed that is passed
//! in. Intervals are 95 %. Undefined results (an interval of one rating, a correlation with a constant) are `None`,
//! never a number that looks like one. Figures are tested against R, SciPy and others; see `fixtures/subjective` of
//! this crate.

mod agreement;
mod binomial_test;
mod bootstrap;
mod bradley_terry;
mod comparisons;
mod confusion;
mod correlation;
mod crossed;
mod distribution;
#[cfg(test)]
mod fixtures;
mod opinion_score;
mod quantile;
mod ratings;
mod resampler;
mod sample_size;
mod scale;
pub mod screening;
mod sos;
mod wilson;

pub use agreement::{Metric, cohen_kappa, fleiss_kappa, fleiss_kappa_of_equals, krippendorff_alpha};
pub use binomial_test::{Alternative, binomial_test};
pub use bootstrap::bootstrap_interval;
pub use bradley_terry::{Strength, bradley_terry};
pub use comparisons::{Comparisons, ComparisonsError};
pub use confusion::{Answer, Confusion};
pub use correlation::{kendall, pearson, pearson_interval, pearson_interval_of_groups, spearman};
pub use crossed::{Crossed, Estimate, Mean, VarianceEstimate};
pub(in crate::evaluation) use distribution::{UPPER, normal_quantile, student_quantile};
pub use opinion_score::{OpinionScore, opinion_score};
pub use quantile::median;
pub use ratings::{Ragged, Ratings};
pub use resampler::Resampler;
pub use sample_size::{raters_for_mean, raters_for_proportion};
pub use scale::Scale;
pub use sos::sos_parameter;
pub use wilson::wilson_interval;
