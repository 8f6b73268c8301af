//! People who are drawn, kept in the cache: the same request is drawn once.

use super::SIZE;
use super::reading::stopped_or;
use crate::experiment::progress::Progress;
use anyhow::{Context, Result};
use app::wire::experiment::SyntheticFaces;
use engine::dataset::synthetic::{self, FolderRequest, Overwrite};
use std::path::{Path, PathBuf};

/// The folder of what is asked for, with `identities` and `public` in it.
pub(super) fn draw(drawn: &SyntheticFaces, cache: &Path, progress: &mut Progress<'_>) -> Result<PathBuf> {
    let SyntheticFaces { identities, images, public, seed } = drawn;
    let name = format!("people-{}-{seed}-{identities}x{images}-{public}", synthetic::GENERATION);
    let folder = cache.join("faces").join(name);
    if folder.is_dir() {
        return Ok(folder);
    }
    let unfinished = folder.with_extension("part");
    let request = FolderRequest {
        identities: drawn.identities,
        images: drawn.images,
        public: drawn.public,
        seed: drawn.seed,
        size: SIZE,
    };
    let (people, all) = (u64::from(drawn.identities) * u64::from(drawn.images), u64::from(drawn.public));
    let mut told = |done, _| Progress::flow(progress.at(done, people + all, "pictures drawn"));
    synthetic::write_people(&unfinished.join("identities"), &request, Overwrite::Allow, &mut told)
        .map_err(stopped_or)?;
    let mut told = |done, _| Progress::flow(progress.at(people + done, people + all, "pictures drawn"));
    synthetic::write_public(&unfinished.join("public"), &request, Overwrite::Allow, &mut told).map_err(stopped_or)?;
    std::fs::rename(&unfinished, &folder).with_context(|| format!("cannot write {}", folder.display()))?;
    Ok(folder)
}
