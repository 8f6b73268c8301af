//! How far raters agree beyond chance.

mod cohen;
mod fleiss;
mod krippendorff;

pub use cohen::cohen_kappa;
pub use fleiss::{fleiss_kappa, fleiss_kappa_of_equals};
pub use krippendorff::{Metric, krippendorff_alpha};

/// Agreement `observed` beyond that which is `expected` by chance; `None` where chance alone would agree wholly.
fn beyond_chance(observed: f64, expected: f64) -> Option<f64> {
    (expected < 1.0).then(|| (observed - expected) / (1.0 - expected))
}
