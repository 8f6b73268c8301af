//! Files to faces: those of registered people, and public ones.

use super::left_out::Losses;
use super::registered::Registered;
use super::twins::shared;
use super::{MEMORY_LIMIT, PUBLIC_POOL};
use crate::experiment::SIZE;
use crate::experiment::folder::RunFolder;
use crate::experiment::image_list::{Hashed, hashed};
use crate::experiment::progress::{Progress, Stopped};
use anyhow::{Context, Result, bail};
use engine::dataset::{FaceStore, IdentityFiles, LoadError, Loaded, Photographs, Split, load_faces, stream};
use rand::seq::index::sample;
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};

/// More than one public photograph in so many that is of somebody registered is no accident.
const ACCIDENT: usize = 20;

/// Reads the faces of everybody in a split; who has fewer than `needed` is left out, which a target cannot be.
pub(super) fn read_registered(
    root: &Path,
    identities: &[&IdentityFiles],
    split: Split,
    needed: usize,
    losses: &mut Losses,
    folder: &RunFolder,
    progress: &mut Progress<'_>,
) -> Result<Registered> {
    let all: Vec<(&str, &PathBuf)> = identities
        .iter()
        .flat_map(|identity| identity.files.iter().map(|file| (identity.name.as_str(), file)))
        .collect();
    let paths: Vec<PathBuf> = all.iter().map(|(_, file)| (*file).clone()).collect();
    let loaded = read(&paths, folder, progress)?;
    let mut images: HashMap<String, Vec<usize>> = HashMap::new();
    for (stored, file) in loaded.kept.iter().enumerate() {
        images.entry(all[*file].0.to_owned()).or_default().push(stored);
    }
    let hashed = hashed(root, &paths, &loaded);
    losses.add([], loaded.corrupt, progress)?;
    let owners = loaded.kept.iter().map(|file| all[*file].0.to_owned()).collect();
    let files = loaded.kept.iter().map(|file| paths[*file].clone()).collect();
    let count = |name: &str| images.get(name).map_or(0, Vec::len);
    let few: Vec<&&IdentityFiles> = identities.iter().filter(|identity| count(&identity.name) < needed).collect();
    let why = |identity: &IdentityFiles| {
        let (readable, files) = (count(&identity.name), identity.files.len());
        format!("only {readable} of {files} pictures can be read; at least {needed} are needed")
    };
    if let Some(target) = few.iter().find(|identity| split.targets.contains(&identity.name)) {
        bail!(
            "of target {}, {}; repair its folder or name other targets in split.target_names",
            target.name,
            why(target)
        );
    }
    losses.add(few.iter().map(|identity| (identity.name.clone(), why(identity))), [], progress)?;
    let split = split.without(&few.iter().map(|identity| identity.name.clone()).collect())?;
    Ok(Registered { split, store: loaded.store, images, owners, files, hashed })
}

/// Reads public faces; photographs of registered people are left out.
#[expect(clippy::too_many_arguments, reason = "what is read, what it is compared with, and where it is reported")]
pub(super) fn read_public(
    root: &Path,
    files: Vec<PathBuf>,
    seed: u64,
    registered: &Registered,
    photographs: &Photographs<'_>,
    losses: &mut Losses,
    folder: &RunFolder,
    progress: &mut Progress<'_>,
) -> Result<(FaceStore, Vec<Hashed>)> {
    let files = if files.len() > PUBLIC_POOL {
        let mut drawn = sample(&mut stream(seed, "public faces", &[]), files.len(), PUBLIC_POOL).into_vec();
        drawn.sort_unstable();
        drawn.into_iter().map(|index| files[index].clone()).collect()
    } else {
        files
    };
    let loaded = read(&files, folder, progress)?;
    let hashed = hashed(root, &files, &loaded);
    losses.add([], loaded.corrupt, progress)?;
    let shared = shared(photographs, &loaded.store);
    if shared.is_empty() {
        return Ok((loaded.store, hashed));
    }
    let named: Vec<(PathBuf, String)> = shared
        .iter()
        .map(|(public, own)| (files[loaded.kept[*public]].clone(), losses.name(&registered.files[*own])))
        .collect();
    if shared.len() * ACCIDENT > loaded.store.len() {
        let pairs: Vec<String> = named.iter().map(|(file, own)| format!("{} is {own}", losses.name(file))).collect();
        bail!(
            "{} of {} public photographs are photographs of registered people, of whom seeds must know nothing; \
             give public faces of other people: {}",
            shared.len(),
            loaded.store.len(),
            pairs.join(", ")
        );
    }
    let files = named
        .into_iter()
        .map(|(file, own)| (file, format!("it is the same photograph as {own}, of somebody registered")));
    losses.add([], files, progress)?;
    let shared: BTreeSet<usize> = shared.into_keys().collect();
    let hashed = hashed.into_iter().enumerate().filter(|(index, _)| !shared.contains(index));
    let hashed = hashed.map(|(_, one)| one).collect();
    Ok((loaded.store.without(&shared), hashed))
}

fn read(files: &[PathBuf], folder: &RunFolder, progress: &mut Progress<'_>) -> Result<Loaded> {
    let scratch = folder.path("scratch");
    std::fs::create_dir_all(&scratch).with_context(|| format!("cannot make {}", scratch.display()))?;
    let mut told = |done, total| Progress::flow(progress.at(done, total, "images"));
    load_faces(files, SIZE, MEMORY_LIMIT, &scratch, &mut told).map_err(stopped_or)
}

pub(super) fn stopped_or(error: LoadError) -> anyhow::Error {
    match error {
        LoadError::Stopped => Stopped.into(),
        LoadError::Dataset(error) => error.into(),
    }
}
