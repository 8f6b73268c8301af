//! What the report's page asks about its downloads. The files themselves have addresses of their own.

use super::ApiError;
#[cfg(feature = "ssr")]
use super::{Answer, told};
use crate::json;
use crate::wire::downloads::Offer;
use crate::wire::run::RunId;
use leptos::prelude::*;

/// What the server offers to viewers of a run's workspace.
#[cfg(feature = "ssr")]
pub trait Downloads: Send + Sync + 'static {
    /// What there is to take away of a finished run.
    fn offered(&self, run: RunId) -> Answer<'_, Offer>;
}

/// Downloads as the router hands them to server functions.
#[cfg(feature = "ssr")]
pub type SharedDownloads = std::sync::Arc<dyn Downloads>;

/// What there is to take away of a finished run.
#[server(prefix = "/api/fn", endpoint = "downloads", input = json::Body, output = json::Body)]
pub async fn get_downloads(
    /// The run.
    run: RunId,
) -> Result<Offer, ApiError> {
    told(expect_context::<SharedDownloads>().offered(run).await)
}
