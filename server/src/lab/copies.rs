//! This machine's local copies of face sets and recognizers, laid out for its runs. Once one is deleted, each machine
//! removes its copy.

use super::{Laboratory, Shared};
use crate::store::is_run_id;
use crate::store::objects::ContentHash;
use anyhow::Context;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use wire::faces::{FaceSetId, RecognizerId};

/// The original of a copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Copy<'a> {
    Faces(&'a FaceSetId),
    Recognizer(&'a RecognizerId),
}

/// Folders of the cache, with the prefix of the copies in them; the id follows.
const FACES: (&str, &str) = ("faces", "set-");
const RECOGNIZERS: (&str, &str) = ("recognizers", "kept-");

impl Laboratory {
    /// Notes objects that no row names any more.
    pub fn forget(&self, unnamed: Vec<ContentHash>) {
        self.0.archive.note_unnamed(unnamed);
    }

    /// Removes this machine's copy of a deleted set. Other machines do so when they lay out their next copy, or at
    /// start-up.
    pub async fn forget_faces(&self, id: &FaceSetId, unnamed: Vec<ContentHash>) {
        self.forget_copy(&Copy::Faces(id), unnamed).await;
    }

    /// Removes this machine's copy of a deleted recognizer, likewise.
    pub async fn forget_recognizer(&self, id: &RecognizerId, unnamed: Vec<ContentHash>) {
        self.forget_copy(&Copy::Recognizer(id), unnamed).await;
    }

    async fn forget_copy(&self, copy: &Copy<'_>, unnamed: Vec<ContentHash>) {
        self.forget(unnamed);
        let folder = self.0.copy(copy);
        let gone = crate::blocking::blocking(move || Ok(remove(&folder)?)).await;
        if let Err(error) = gone {
            tracing::warn!(%error, "a copy of what was deleted is left behind");
        }
    }
}

impl Shared {
    /// The path of a copy.
    pub(super) fn copy(&self, copy: &Copy<'_>) -> PathBuf {
        let ((folder, begin), id) = match copy {
            Copy::Faces(id) => (FACES, &id.0),
            Copy::Recognizer(id) => (RECOGNIZERS, &id.0),
        };
        self.cache.join(folder).join(format!("{begin}{id}"))
    }

    /// Removes this machine's copies of deleted sets and recognizers. Blocks on the store and the disk.
    pub(super) fn forget_deleted(&self) -> anyhow::Result<()> {
        let (runtime, database) = (self.archive.runtime(), self.archive.database());
        self.forget_copies(FACES, |id| Ok(runtime.block_on(database.face_set(&FaceSetId(id)))?.is_some()))?;
        self.forget_copies(RECOGNIZERS, |id| Ok(runtime.block_on(database.recognizer(&RecognizerId(id)))?.is_some()))
    }

    fn forget_copies(
        &self,
        (folder, begin): (&str, &str),
        is_there: impl Fn(String) -> anyhow::Result<bool>,
    ) -> anyhow::Result<()> {
        let here = self.cache.join(folder);
        let entries = match fs::read_dir(&here) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            entries => entries.with_context(|| format!("cannot read {}", here.display()))?,
        };
        for entry in entries {
            let path = entry?.path();
            let id = path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_prefix(begin));
            if let Some(id) = id.filter(|id| is_run_id(id))
                && !is_there(id.into())?
            {
                remove(&path)?;
            }
        }
        Ok(())
    }
}

/// Removes a folder, if it exists.
pub(super) fn remove(folder: &Path) -> anyhow::Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}
