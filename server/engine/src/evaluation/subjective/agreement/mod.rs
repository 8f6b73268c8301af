//! Agreement between raters beyond chance.

mod cohen;
mod fleiss;
mod krippendorff;

pub use cohen::cohen_kappa;
pub use fleiss::{fleiss_kappa, fleiss_kappa_of_equals};
pub use krippendorff::{Metric, krippendorff_alpha};

/// The agreement `observed` beyond the agreement `expected` by chance; `None` if chance alone would agree completely.
fn beyond_chance(observed: f64, expected: f64) -> Option<f64> {
    (expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
}
