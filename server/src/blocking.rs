//! Work that may wait for the disk, or compute for a while, where that keeps nobody waiting.

use crate::error::Error;

/// Runs it on a thread that may block.
///
/// # Errors
/// Those of the work; of work that panicked, that it did.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Other(error.into()))?
}
