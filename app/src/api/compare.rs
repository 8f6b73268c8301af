//! What the comparison page asks.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::compare::ComparedRun;
use wire::run::RunId;

/// What the server offers to whoever compares.
#[cfg(feature = "ssr")]
pub trait Comparing: Send + Sync + 'static {
    /// What there is to compare of some runs, in the order asked for.
    fn compared(&self, runs: Vec<RunId>) -> Answer<'_, Vec<ComparedRun>>;
}

/// The comparison as the router hands it to server functions.
#[cfg(feature = "ssr")]
pub type SharedComparing = std::sync::Arc<dyn Comparing>;

#[cfg(feature = "ssr")]
fn comparing() -> SharedComparing {
    expect_context()
}

server_functions! {
    /// What there is to compare of some runs.
    "compare" get_compared(
        /// The runs.
        runs: Vec<RunId>,
    ) -> Vec<ComparedRun> = with_status comparing.compared;
}
