//! Opening the place.

use super::{ObjectError, Objects, ObjectsAddress};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, RetryConfig};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long a service may be away before callers get an error.
const PATIENCE: Duration = Duration::from_secs(30);

impl Objects {
    /// Opens (or makes) the place; `data` is the data folder.
    ///
    /// # Errors
    /// If the folder cannot be made, or what the environment says of the service makes no sense.
    pub fn open(address: &ObjectsAddress, data: &Path) -> Result<Self, ObjectError> {
        match address {
            ObjectsAddress::DataFolder => folder(&data.join("objects")),
            ObjectsAddress::Folder(path) => folder(path),
            ObjectsAddress::Bucket { bucket, prefix } => {
                Self::in_bucket(AmazonS3Builder::from_env().with_bucket_name(bucket), prefix)
            }
        }
    }

    /// In a bucket that is described already.
    pub(super) fn in_bucket(builder: AmazonS3Builder, prefix: &str) -> Result<Self, ObjectError> {
        // The connection's encryption, which the database's connections use as well. A second call changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let retry = RetryConfig { retry_timeout: PATIENCE, ..RetryConfig::default() };
        let bucket = builder.with_retry(retry).build().map_err(|error| ObjectError::refused("the bucket", error))?;
        let place = bucket.to_string().into();
        let store: Arc<dyn ObjectStore> =
            if prefix.is_empty() { Arc::new(bucket) } else { Arc::new(PrefixStore::new(bucket, prefix)) };
        Ok(Self { store, place, folder: None })
    }
}

fn folder(path: &Path) -> Result<Objects, ObjectError> {
    let place = path.display().to_string();
    let refused = |source| object_store::Error::Generic { store: "folder", source: Box::new(source) };
    std::fs::create_dir_all(path).map_err(|error| ObjectError::refused(&place, refused(error)))?;
    let store = LocalFileSystem::new_with_prefix(path).map_err(|error| ObjectError::refused(&place, error))?;
    Ok(Objects { store: Arc::new(store.with_fsync(true)), place: place.into(), folder: Some(path.into()) })
}
