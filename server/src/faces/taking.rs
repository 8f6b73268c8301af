//! Receiving images, one by one or as an archive.
//!
//! Every image is complete before a row names it, so an interrupted upload leaves complete images, and at most an
//! object that no row names.

use super::archive::{self, Entry};
use super::{CallersFaces, FaceService, names, no_set, picture};
use crate::error::Error;
use crate::permits::{Permit, Permits};
use crate::store::StoreError;
use crate::store::faces::{AddFaceOutcome, FaceRow, FaceSetRow};
use bytes::Bytes;
use engine::dataset::PictureError;
use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::runtime::Handle;
use wire::faces::{FaceSetId, FaceSetState, LeftOutFile, MOST_IMAGES, MOST_NAMED, UploadResult};
use wire::people::Role;
use wire::run::Problem;

/// Most characters of a skipped file's name in the result.
const TOLD: usize = 200;

/// An admitted upload: its destination, and its permit.
pub struct Upload<'a, T> {
    pub(super) faces: &'a CallersFaces,
    pub(super) to: T,
    _place: Permit,
}

impl CallersFaces {
    /// Admits an upload of an image, once there is a permit.
    ///
    /// # Errors
    /// If there is no such set for the caller, the caller may not add to it, it is finished, or no permit gets free.
    pub async fn receive_image(&self, id: &FaceSetId) -> Result<Upload<'_, FaceSetRow>, Error> {
        let to = self.fillable(id).await?;
        let place = self.place(&self.service.0.receiving).await?;
        Ok(Upload { faces: self, to, _place: place })
    }

    /// Admits an upload of an archive, once there is a permit.
    ///
    /// # Errors
    /// As for an image.
    pub async fn receive_archive(&self, id: &FaceSetId) -> Result<Upload<'_, FaceSetRow>, Error> {
        self.begin_large(self.fillable(id).await?).await
    }

    pub(super) async fn begin_large<T>(&self, to: T) -> Result<Upload<'_, T>, Error> {
        let place = self.place(&self.service.0.large).await?;
        Ok(Upload { faces: self, to, _place: place })
    }

    async fn place(&self, places: &Permits) -> Result<Permit, Error> {
        places.take(&self.caller.signed_in()?.id, self.service.0.patience).await
    }

    async fn fillable(&self, id: &FaceSetId) -> Result<FaceSetRow, Error> {
        let set = self.led(id, Role::Collaborator).await?.set;
        match set.state {
            FaceSetState::Filling => self.service.0.lab.allow_bytes(&set.workspace).await.map(|()| set),
            FaceSetState::Ready => Err(frozen()),
        }
    }
}

impl Upload<'_, FaceSetRow> {
    /// Stores an image, replacing one of the same name.
    ///
    /// # Errors
    /// If a name is invalid, or the file is no accepted picture.
    pub async fn image(self, identity: &str, file: &str, bytes: Bytes) -> Result<UploadResult, Error> {
        let (identity, name) = kept(identity, file)?;
        let service = &self.faces.service;
        let taken = service.take(&self.to, identity, name, bytes).await?;
        taken.map_err(|why| invalid(file, format!("it {why}")))?;
        Ok(UploadResult { kept: 1, ..UploadResult::default() })
    }

    /// Keeps the images of an archive, whose last folders name the people. A dangerous archive is refused as a whole,
    /// before anything of it is kept; files that are no pictures are left out and reported. Ends early when nobody
    /// waits for it any more.
    ///
    /// # Errors
    /// If the archive is refused; the error names the entry to blame.
    pub async fn archive(self, file: File) -> Result<UploadResult, Error> {
        let (service, set) = (self.faces.service.clone(), self.to.clone());
        let waiting = Arc::new(AtomicBool::new(true));
        let _gone = OnDrop(waiting.clone());
        let _turn = self.faces.service.0.reading.acquire().await.map_err(anyhow::Error::from)?;
        let runtime = Handle::current();
        crate::blocking::blocking(move || {
            let mut taken = UploadResult::default();
            archive::read(&file, &mut |entry| {
                if !waiting.load(Ordering::Acquire) {
                    return Err(Error::Conflict("the upload was given up".into()));
                }
                runtime.block_on(service.take_entry(&set, entry, &mut taken))
            })?;
            Ok(taken)
        })
        .await
    }
}

/// On drop, signals the thread that reads an archive that nobody waits for it any more.
struct OnDrop(Arc<AtomicBool>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl FaceService {
    async fn take_entry(&self, set: &FaceSetRow, entry: Entry, taken: &mut UploadResult) -> Result<(), Error> {
        let Entry { path, content } = entry;
        let why = match content {
            Ok((identity, name, bytes)) => match self.take(set, identity, name, bytes.into()).await? {
                Ok(()) => {
                    taken.kept += 1;
                    return Ok(());
                }
                Err(why) => format!("it {why}"),
            },
            Err(why) => why,
        };
        taken.left_out += 1;
        if taken.examples.len() < MOST_NAMED {
            taken.examples.push(LeftOutFile { file: path.chars().take(TOLD).collect(), why });
        }
        Ok(())
    }

    /// Stores an image, or returns the reason why it is none.
    async fn take(
        &self,
        set: &FaceSetRow,
        identity: String,
        name: String,
        file: Bytes,
    ) -> Result<Result<(), PictureError>, Error> {
        let bytes = {
            let _turn = self.0.decoding.acquire().await.map_err(anyhow::Error::from)?;
            match crate::blocking::blocking(move || Ok(picture::kept(&file))).await? {
                Ok(bytes) => Bytes::from(bytes),
                Err(why) => return Ok(Err(why)),
            }
        };
        let size = bytes.len() as u64;
        self.0.lab.take_bytes(&set.workspace, size).await?;
        let hash = self.0.lab.objects().put(bytes).await.map_err(StoreError::from)?;
        let face = FaceRow { identity, name, hash, size };
        match self.0.store.keep_face(set.id.clone(), face, MOST_IMAGES).await? {
            AddFaceOutcome::Kept(replaced) => self.0.lab.forget(replaced.into_iter().collect()),
            AddFaceOutcome::Full => {
                return Err(Error::Conflict(format!(
                    "a set takes at most {MOST_IMAGES} images; make another for the rest"
                )));
            }
            AddFaceOutcome::NotFilling => {
                return Err(if self.0.store.face_set(&set.id).await?.is_some() { frozen() } else { no_set() });
            }
        }
        Ok(Ok(()))
    }
}

fn kept(identity: &str, file: &str) -> Result<(String, String), Error> {
    let identity = names::kept(identity).map_err(|why| invalid("identity", why))?;
    let name = names::kept_image(file).map_err(|why| invalid("name", why))?;
    Ok((identity, name))
}

fn frozen() -> Error {
    Error::Conflict("this set is finished and takes no more images; add another".into())
}

/// An error about a field.
pub(super) fn invalid(field: &str, message: String) -> Error {
    Error::Invalid(vec![Problem { field: field.into(), message }])
}
