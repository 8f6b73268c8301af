//! Server functions of the comparison page.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::compare::ComparedRun;
use wire::run::RunId;

/// Comparisons of runs.
#[cfg(feature = "ssr")]
pub trait Comparing: Send + Sync + 'static {
    /// The data to compare of some runs, in the order given.
    fn compared(&self, runs: Vec<RunId>) -> Answer<'_, Vec<ComparedRun>>;
}

/// The service that the router passes to server functions.
#[cfg(feature = "ssr")]
pub type SharedComparing = std::sync::Arc<dyn Comparing>;

#[cfg(feature = "ssr")]
fn comparing() -> SharedComparing {
    expect_context()
}

server_functions! {
    /// The data to compare of some runs.
    "compare" get_compared(
        /// The runs.
        runs: Vec<RunId>,
    ) -> Vec<ComparedRun> = with_status comparing.compared;
}
