//! Charts as SVG, drawn by one function on the server and in the browser.
//!
//! Text from outside (names of identities) never enters a chart that is put into a page: legends are HTML.

mod bands;
mod cmc;
mod distribution;
mod interval;
mod plot;
mod runs;
mod scatter;
mod strip;

pub use bands::{StepAxis, band_plot, training_plot};
pub use cmc::{cmc_plot, cmc_svg, seed_cmc};
pub use distribution::{Distribution, distribution_svg};
pub use interval::{IntervalStrip, Mark, interval_svg};
pub use plot::{Axis, Colour, Line, Paint, Plot};
pub use runs::{runs_cmc_plot, runs_cmc_words};
pub use scatter::scatter_plot;
pub use strip::{Strip, strip_svg};
