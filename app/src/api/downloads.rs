//! Server functions for the downloads of a run. The files themselves have addresses of their own.

#[cfg(feature = "ssr")]
use super::{Answer, with_status};
use super::{ApiError, server_functions};
use crate::json;
use leptos::prelude::*;
use wire::downloads::DownloadOptions;
use wire::run::RunId;

/// Downloads, for viewers of the run's workspace.
#[cfg(feature = "ssr")]
pub trait Downloads: Send + Sync + 'static {
    /// The available downloads of a finished run.
    fn offered(&self, run: RunId) -> Answer<'_, DownloadOptions>;
}

/// The service that the router passes to server functions.
#[cfg(feature = "ssr")]
pub type SharedDownloads = std::sync::Arc<dyn Downloads>;

#[cfg(feature = "ssr")]
fn downloads() -> SharedDownloads {
    expect_context()
}

server_functions! {
    /// The available downloads of a finished run.
    "downloads" get_downloads(
        /// The run.
        run: RunId,
    ) -> DownloadOptions = with_status downloads.offered;
}
