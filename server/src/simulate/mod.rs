//! Programs that answer a study by a rule, through the same doors as people: to try screening, and to load a server.
//!
//! Only servers on this machine are asked, and these raters' answers are kept apart as `simulated` for ever. Honest
//! raters answer by the study's export, which describes each item; the quiz itself does not reveal that.

mod behaviour;
mod client;
mod crowd;
mod latent;
mod rater;
mod report;
#[cfg(test)]
mod trial;
mod truth;

pub use behaviour::{Behaviour, Mix};
pub use client::Client;
pub use crowd::{RaterGroup, RaterTiming, answer_all};
pub use report::report;
