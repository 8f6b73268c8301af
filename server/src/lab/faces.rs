//! Sets of faces as runs use them: which may be used, and where their images lie while one is computed.
//!
//! A set that was uploaded is laid out under the cache of whichever machine computes, once, from the objects; it is
//! finished by then, so what lies there stays right.

use super::copies::{Copy, remove};
use super::stop::StopFlag;
use super::{Laboratory, Shared};
use crate::convert;
use crate::error::Error;
use crate::experiment::{StoredInputs, folder_problems, layout_problems};
use crate::files;
use crate::store::faces::{CountedSet, FaceRow};
use crate::store::{LeasedRun, RunRow, StoreError};
use anyhow::Context;
use std::fs;
use std::path::{Path, PathBuf};
use wire::experiment::{ExperimentConfig, FolderFaces};
use wire::faces::{AuthorisationRecord, FaceSetId, FaceSetState, FaceSetSummary};
use wire::people::WorkspaceId;
use wire::run::Problem;

impl Laboratory {
    /// Why a folder cannot be a set of faces: this server may not read it, it is not there, or a run would find no
    /// people in it. Looks at the disk.
    pub fn unreadable(&self, folder: &FolderFaces) -> Vec<Problem> {
        let mut problems = self.0.access.of_folder(folder);
        if problems.is_empty() {
            problems = folder_problems(folder);
        }
        if problems.is_empty() {
            problems = layout_problems(folder);
        }
        problems
    }
}

impl Shared {
    /// Why a configuration cannot use the set that it names, if it names one. Blocks on the store.
    pub(super) fn set_problems(
        &self,
        config: &ExperimentConfig,
        workspace: &WorkspaceId,
    ) -> Result<Vec<Problem>, Error> {
        let Some(id) = &config.faces.set else { return Ok(Vec::new()) };
        let found = self.set(id)?.filter(|found| found.set.workspace == *workspace);
        let message = match &found {
            None => Some("there is no such set of faces in this workspace; choose another".into()),
            Some(found) if found.set.state == FaceSetState::Filling => {
                Some(format!("{} is still being filled; finish it first", found.set.name))
            }
            Some(found) => lacks(found, config),
        };
        let mut problems: Vec<_> =
            message.into_iter().map(|message| Problem { field: "faces.set".into(), message }).collect();
        if let Some(folder) = found.and_then(|found| found.set.folder) {
            problems.extend(self.access.of_folder(&folder));
        }
        Ok(problems)
    }

    /// Sets that runs of a workspace can use. Blocks on the store.
    pub(super) fn ready_sets(&self, workspace: &WorkspaceId) -> Result<Vec<FaceSetSummary>, StoreError> {
        let sets = self.archive.runtime().block_on(self.archive.database().face_sets(workspace))?;
        let ready = sets.into_iter().filter(|found| found.set.state == FaceSetState::Ready);
        Ok(ready.map(convert::face_set_summary).collect())
    }

    fn set(&self, id: &FaceSetId) -> Result<Option<CountedSet>, StoreError> {
        Ok(self.archive.runtime().block_on(self.archive.database().face_set(id))?)
    }

    /// What a run was given of what its workspace keeps, laid out on this machine; none if it was stopped before.
    /// Blocks on the store and the disk.
    pub(super) fn stored_inputs(
        &self,
        run: &LeasedRun,
        row: &RunRow,
        stop: &StopFlag,
    ) -> anyhow::Result<Option<StoredInputs>> {
        let mut given = self.stored_recognizers(row)?;
        let Some(id) = &row.config.faces.set else { return Ok(Some(given)) };
        let found = self.set(id)?.filter(|found| found.set.workspace == row.workspace);
        let found =
            found.context("the set of faces that this run uses was deleted; start another run with another set")?;
        let what = format!("the face set {}", found.set.name);
        given.authorised.insert(0, AuthorisationRecord { what, authorisation: found.set.authorisation });
        let faces = match found.set.folder {
            Some(folder) => folder,
            None => {
                let lease = run.lease();
                let unfinished = self.work.join(format!("{}.{}.faces", lease.run.0, lease.number));
                let Some(folder) = self.lay_out(id, &unfinished, stop)? else { return Ok(None) };
                FolderFaces { identities: text(&folder)?, public: String::new() }
            }
        };
        Ok(Some(StoredInputs { faces: Some(faces), ..given }))
    }

    /// The folder of a set's images, one folder for each person, made under another name that is this run's alone.
    fn lay_out(&self, id: &FaceSetId, unfinished: &Path, stop: &StopFlag) -> anyhow::Result<Option<PathBuf>> {
        let folder = self.copy(&Copy::Faces(id));
        if folder.is_dir() {
            return Ok(Some(folder));
        }
        self.forget_deleted()?;
        let (archive, database) = (&self.archive, self.archive.database());
        for face in archive.runtime().block_on(database.faces(id))? {
            if stop.cause().is_some() {
                return remove(unfinished).map(|()| None);
            }
            let bytes = archive.bytes(&face.hash, || format!("{} of {}", face.name, face.identity))?;
            write(unfinished, &face, &bytes)?;
        }
        let parent = self.cache.join("faces");
        let renamed = fs::create_dir_all(parent).and_then(|()| fs::rename(unfinished, &folder));
        match renamed {
            // Another run was quicker, with the same.
            Err(_) if folder.is_dir() => remove(unfinished)?,
            renamed => renamed.with_context(|| format!("cannot write {}", folder.display()))?,
        }
        Ok(Some(folder))
    }
}

/// What an uploaded set lacks for a configuration. A folder is looked at when the run begins.
fn lacks(found: &CountedSet, config: &ExperimentConfig) -> Option<String> {
    if found.set.folder.is_some() {
        return None;
    }
    let count = |drawn: u32, names: &[String]| if names.is_empty() { drawn as usize } else { names.len() };
    let split = &config.split;
    let needed = count(split.targets, &split.target_names)
        + count(split.target_others, &split.target_other_names)
        + count(split.evaluation_others, &split.evaluation_other_names);
    // Seeds are averages of people that neither recognizer knows.
    (needed >= found.identities as usize).then(|| {
        format!(
            "has {} people; the split registers {needed}, and at least one more is needed for the seeds: register fewer",
            found.identities
        )
    })
}

fn write(folder: &Path, face: &FaceRow, bytes: &[u8]) -> anyhow::Result<()> {
    files::write(&folder.join(&face.identity).join(&face.name), bytes)
}

fn text(path: &Path) -> anyhow::Result<String> {
    Ok(path.to_str().with_context(|| format!("{} is not UTF-8 text", path.display()))?.into())
}
