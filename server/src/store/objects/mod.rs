//! Content-addressed files: images, weights, snapshots, reports. The database records which run has which of them.
//!
//! An object is written before the row that names it, and never changed; identical bytes are kept once. So a row never
//! names a missing object, and a crash leaves at most an object that no row names. Such objects are removed once they
//! are old enough ([`Objects::forget`]): a caller that finds an existing object and is about to name it refreshes its
//! age first ([`Objects::put`]).

mod address;
mod half_written;
mod hash;
mod open;
mod refusal;

pub use address::{BadObjectsAddress, ObjectsAddress};
pub use half_written::HalfWritten;
pub use hash::{ContentHash, NoHash};
pub use refusal::ObjectError;

use bytes::Bytes;
use futures_util::TryStreamExt;
use object_store::path::Path;
use object_store::{Error as Refusal, ObjectMeta, ObjectStore, ObjectStoreExt, PutMode, PutPayload};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// An object that is found there is written anew if it is older than this.
const YOUNG: Duration = Duration::from_secs(60);

/// How long an unnamed object is kept. A caller names an object within `KEPT - YOUNG` of learning that it exists.
pub const KEPT: Duration = Duration::from_secs(10 * 60);

/// Beside the objects, says whose they are; no object is called so.
const OWNER: &str = "installation";

/// Where objects are kept; a handle that can be copied.
#[derive(Clone, Debug)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    /// Where that is, for people.
    place: Arc<str>,
    /// Where it is a folder.
    folder: Option<Arc<std::path::Path>>,
}

impl Objects {
    /// The folder that it is, if it is one.
    pub fn folder(&self) -> Option<&std::path::Path> {
        self.folder.as_deref()
    }

    /// Keeps bytes; durably when this returns.
    ///
    /// # Errors
    /// If the place refuses.
    pub async fn put(&self, bytes: Bytes) -> Result<ContentHash, ObjectError> {
        let hash = ContentHash::of(&bytes);
        let (place, payload) = (place(&hash), PutPayload::from_bytes(bytes));
        match self.store.put_opts(&place, payload.clone(), PutMode::Create.into()).await {
            Ok(_) => {}
            Err(Refusal::AlreadyExists { .. }) => {
                let is_young = self.store.head(&place).await.is_ok_and(|about| age(&about) < YOUNG);
                if !is_young {
                    self.store.put(&place, payload).await.map_err(|error| self.refused(error))?;
                }
            }
            Err(error) => return Err(self.refused(error)),
        }
        Ok(hash)
    }

    /// The bytes of an object, which are those that were written; none if it is not there.
    ///
    /// # Errors
    /// If the place refuses, or the object is damaged.
    pub async fn get(&self, hash: &ContentHash) -> Result<Option<Bytes>, ObjectError> {
        let bytes = match self.store.get(&place(hash)).await {
            Ok(found) => found.bytes().await.map_err(|error| self.refused(error))?,
            Err(Refusal::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(self.refused(error)),
        };
        if ContentHash::of(&bytes) == *hash { Ok(Some(bytes)) } else { Err(ObjectError::Damaged(hash.clone())) }
    }

    /// Streams the bytes of an object that is too large to hold; `None` if it is not there.
    ///
    /// # Errors
    /// If the service refuses.
    pub async fn stream(
        &self,
        hash: &ContentHash,
    ) -> Result<Option<impl futures_util::Stream<Item = Result<Bytes, Refusal>> + Send + 'static>, ObjectError> {
        match self.store.get(&place(hash)).await {
            Ok(found) => Ok(Some(found.into_stream())),
            Err(Refusal::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.refused(error)),
        }
    }

    /// How many bytes an object has; none if it is not there.
    ///
    /// # Errors
    /// If the place refuses.
    pub async fn size(&self, hash: &ContentHash) -> Result<Option<u64>, ObjectError> {
        match self.store.head(&place(hash)).await {
            Ok(about) => Ok(Some(about.size)),
            Err(Refusal::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.refused(error)),
        }
    }

    /// All objects: name, size in bytes, and time since each was written. Entries that are no objects are left out.
    ///
    /// # Errors
    /// If the service refuses.
    pub async fn all(&self) -> Result<Vec<(ContentHash, u64, Duration)>, ObjectError> {
        let found: Vec<ObjectMeta> = self.store.list(None).try_collect().await.map_err(|error| self.refused(error))?;
        Ok(found.iter().filter_map(|about| Some((hash_of(about)?, about.size, age(about)))).collect())
    }

    /// Takes objects away that no row names, those apart that are younger than [`KEPT`]; how many went.
    ///
    /// # Errors
    /// If the place refuses.
    pub async fn forget(&self, unnamed: &[ContentHash]) -> Result<usize, ObjectError> {
        let mut gone = 0;
        for hash in unnamed {
            gone += usize::from(self.forget_one(hash).await?);
        }
        Ok(gone)
    }

    async fn forget_one(&self, hash: &ContentHash) -> Result<bool, ObjectError> {
        let place = place(hash);
        match self.store.head(&place).await {
            Ok(about) if age(&about) >= KEPT => {
                self.store.delete(&place).await.map(|()| true).map_err(|error| self.refused(error))
            }
            Ok(_) | Err(Refusal::NotFound { .. }) => Ok(false),
            Err(error) => Err(self.refused(error)),
        }
    }

    /// Takes a damaged object away, so that the right bytes can be put again.
    ///
    /// # Errors
    /// If the place refuses.
    pub async fn remove(&self, hash: &ContentHash) -> Result<(), ObjectError> {
        self.store.delete(&place(hash)).await.map_err(|error| self.refused(error))
    }

    /// Whether there is any object.
    ///
    /// # Errors
    /// If the place refuses.
    pub async fn is_some_there(&self) -> Result<bool, ObjectError> {
        let mut listed = self.store.list(None);
        while let Some(about) = listed.try_next().await.map_err(|error| self.refused(error))? {
            if hash_of(&about).is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The id of the installation that the place belongs to, if one is written there.
    ///
    /// # Errors
    /// If the place refuses.
    pub async fn owner(&self) -> Result<Option<String>, ObjectError> {
        match self.store.get(&Path::from(OWNER)).await {
            Ok(found) => {
                let bytes = found.bytes().await.map_err(|error| self.refused(error))?;
                Ok(Some(String::from_utf8_lossy(&bytes).trim().to_owned()))
            }
            Err(Refusal::NotFound { .. }) => Ok(None),
            Err(error) => Err(self.refused(error)),
        }
    }

    /// Writes there to which installation the place belongs.
    ///
    /// # Errors
    /// If the place refuses.
    pub async fn set_owner(&self, id: &str) -> Result<(), ObjectError> {
        let written = self.store.put(&Path::from(OWNER), PutPayload::from_bytes(Bytes::from(id.to_owned()))).await;
        written.map(drop).map_err(|error| self.refused(error))
    }

    /// Has the place belong to nobody.
    ///
    /// # Errors
    /// If the place refuses.
    pub async fn clear_owner(&self) -> Result<(), ObjectError> {
        match self.store.delete(&Path::from(OWNER)).await {
            Ok(()) | Err(Refusal::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.refused(error)),
        }
    }

    /// Where they are, for people.
    pub fn place(&self) -> &str {
        &self.place
    }

    fn refused(&self, source: Refusal) -> ObjectError {
        ObjectError::refused(&self.place, source)
    }
}

/// Two digits are a folder, so that none holds too many.
fn place(hash: &ContentHash) -> Path {
    let (folder, rest) = hash.as_str().split_at(2);
    Path::from_iter([folder, rest])
}

/// Which object lies there, if it is one.
fn hash_of(about: &ObjectMeta) -> Option<ContentHash> {
    ContentHash::try_from(about.location.as_ref().replace('/', "")).ok()
}

fn age(about: &ObjectMeta) -> Duration {
    let written = SystemTime::from(about.last_modified);
    SystemTime::now().duration_since(written).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::trial::{make_old, object_file};
    use std::fs;

    fn opened() -> (tempfile::TempDir, Objects) {
        let data = tempfile::tempdir().expect("a folder");
        let objects = Objects::open(&ObjectsAddress::DataFolder, data.path()).expect("opens");
        (data, objects)
    }

    #[tokio::test]
    async fn objects_are_stored_once_and_come_back() {
        let (data, objects) = opened();
        let hash = objects.put(Bytes::from_static(b"a clone")).await.expect("kept");
        assert_eq!(objects.put(Bytes::from_static(b"a clone")).await.expect("kept"), hash);
        assert_eq!(objects.get(&hash).await.expect("read").as_deref(), Some(&b"a clone"[..]));
        assert_eq!(objects.get(&ContentHash::of(b"nothing")).await.expect("read"), None);
        let all = objects.all().await.expect("listed");
        assert_eq!(all.iter().map(|(hash, size, _)| (hash, *size)).collect::<Vec<_>>(), [(&hash, 7)]);
        assert!(object_file(data.path(), &hash).is_file());
    }

    #[tokio::test]
    async fn only_what_is_old_is_forgotten_and_what_is_put_again_is_young() {
        let (data, objects) = opened();
        let hash = objects.put(Bytes::from_static(b"x")).await.expect("kept");
        assert_eq!(objects.forget(std::slice::from_ref(&hash)).await.expect("asked"), 0);
        make_old(&object_file(data.path(), &hash));
        objects.put(Bytes::from_static(b"x")).await.expect("kept");
        assert_eq!(objects.forget(std::slice::from_ref(&hash)).await.expect("asked"), 0, "it is about to be named");
        make_old(&object_file(data.path(), &hash));
        assert_eq!(objects.forget(&[hash.clone(), ContentHash::of(b"gone")]).await.expect("asked"), 1);
        assert_eq!(objects.get(&hash).await.expect("read"), None);
    }

    #[tokio::test]
    async fn damage_is_reported() {
        let (data, objects) = opened();
        let hash = objects.put(Bytes::from_static(b"weights")).await.expect("kept");
        fs::write(object_file(data.path(), &hash), "wei").expect("damaged");
        assert!(matches!(objects.get(&hash).await, Err(ObjectError::Damaged(told)) if told == hash));
    }
}
