//! Where the id of an installation is kept, by which a database and a place of objects [know each
//! other](super::kinship).

use super::database::error::StoreFuture;

/// Keeps the id.
pub trait InstallationStore: Send + Sync + 'static {
    /// The id, if there is one yet.
    fn installation(&self) -> StoreFuture<'_, Option<String>>;
    /// Gives the database an id, unless it has one; the id that it has then.
    fn name_installation(&self, id: String) -> StoreFuture<'_, String>;
}
