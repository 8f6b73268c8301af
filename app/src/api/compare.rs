//! What the comparison page asks.

use super::ApiError;
#[cfg(feature = "ssr")]
use super::{Answer, told};
use crate::json;
use crate::wire::compare::ComparedRun;
use crate::wire::run::RunId;
use leptos::prelude::*;

/// What the server offers to whoever compares.
#[cfg(feature = "ssr")]
pub trait Comparing: Send + Sync + 'static {
    /// What there is to compare of some runs, in the order asked for.
    fn compared(&self, runs: Vec<RunId>) -> Answer<'_, Vec<ComparedRun>>;
}

/// The comparison as the router hands it to server functions.
#[cfg(feature = "ssr")]
pub type SharedComparing = std::sync::Arc<dyn Comparing>;

/// What there is to compare of some runs.
#[server(prefix = "/api/fn", endpoint = "compare", input = json::Body, output = json::Body)]
pub async fn get_compared(
    /// The runs.
    runs: Vec<RunId>,
) -> Result<Vec<ComparedRun>, ApiError> {
    told(expect_context::<SharedComparing>().compared(runs).await)
}
