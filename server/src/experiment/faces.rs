//! The first stage: drawing or finding faces, sharing identities out, reading them.

use super::drawing::draw;
use super::events::Event;
use super::folder::RunFolder;
use super::plan::Plan;
use super::progress::{Progress, Stopped};
use crate::hex;
use anyhow::{Context, Result, bail};
use engine::dataset::{
    FaceStore, IdentityFiles, LoadError, Sample, ScanLimits, Split, hold_out, load_faces, scan_faces, scan_identities,
    stream,
};
use rand::seq::index::sample;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::PathBuf;

/// Side of the paper's input in pixels.
pub const SIZE: u32 = 128;
/// Above this, faces go to a memory-mapped file.
pub const MEMORY_LIMIT: u64 = 4 << 30;
/// Public faces that seeds are drawn from; of more, this many are drawn first.
const PUBLIC_POOL: usize = 20_000;
/// Unreadable files named one by one; the rest are counted.
const NAMED_FILES: usize = 5;

/// All faces of a run, and who is registered where.
pub struct Faces {
    /// Who is registered where.
    pub split: Split,
    /// Faces of all registered identities.
    pub store: FaceStore,
    /// Faces that neither recognizer sees.
    pub public: FaceStore,
    /// For each registered identity, its faces in the store.
    images: HashMap<String, Vec<usize>>,
    /// Changes whenever a file of the registered identities does: names a trained recognizer in the cache.
    pub fingerprint: String,
}

impl Faces {
    /// Training and held-out samples of these classes, labelled in their order.
    pub fn samples(&self, classes: &[String]) -> (Vec<Sample>, Vec<Sample>) {
        let (mut training, mut held_out) = (Vec::new(), Vec::new());
        for (label, name) in (0..).zip(classes) {
            let images = self.images.get(name).map_or(&[][..], Vec::as_slice);
            let (learn, hold) = hold_out(images.len(), self.split.held_out_images, self.split.seed, name);
            let sample = |index: usize| Sample { image: images[index], label };
            training.extend(learn.into_iter().map(sample));
            held_out.extend(hold.into_iter().map(sample));
        }
        (training, held_out)
    }

    /// A few held-out faces of an identity, for people to compare with.
    pub fn shown(&self, identity: &str, count: usize) -> Vec<&[u8]> {
        let (_, held_out) = self.samples(&[identity.to_owned()]);
        held_out.iter().take(count).map(|sample| self.store.image(sample.image)).collect()
    }

    /// Mean number of faces of a registered identity.
    pub fn mean_images(&self) -> f64 {
        self.store.len() as f64 / self.images.len().max(1) as f64
    }
}

/// Draws or finds the faces, splits the identities, reads everything that the run needs.
pub fn prepare(plan: &Plan, folder: &RunFolder, progress: &mut Progress<'_>) -> Result<Faces> {
    let config = plan.config();
    let (root, public) = match (plan.folder(), &config.faces.synthetic) {
        (Some(found), _) => (
            PathBuf::from(&found.identities),
            Some(found.public.as_str()).filter(|path| !path.is_empty()).map(PathBuf::from),
        ),
        (None, Some(drawn)) => {
            let people = draw(drawn, plan.cache(), progress)?;
            (people.join("identities"), Some(people.join("public")))
        }
        (None, None) => bail!("the faces that the configuration names are not here"),
    };
    let limits =
        ScanLimits { min_images: config.faces.min_images as usize, max_images: config.faces.max_images as usize };
    let scan = scan_identities(&root, limits)?;
    if let [(name, why), ..] = scan.skipped.as_slice() {
        let note = format!("{} folders were left out, the first is {name}: {why}", scan.skipped.len());
        progress.tell(Event::Note(note))?;
    }
    let names: Vec<String> = scan.identities.iter().map(|identity| identity.name.clone()).collect();
    let split = Split::draw(&names, &plan.split_request())?;
    let registered: Vec<&IdentityFiles> =
        scan.identities.iter().filter(|identity| !split.leftover.contains(&identity.name)).collect();
    let public_files = match &public {
        Some(path) => scan_faces(path)?,
        None => leftover_files(&scan.identities, &split)?,
    };
    let needed = limits.min_images.max(split.held_out_images + 1);
    let (split, store, images) = read_registered(&registered, split, needed, folder, progress)?;
    folder.write_json("split.json", &split)?;
    let public = read_public(public_files, config.seed, folder, progress)?;
    let fingerprint = fingerprint(&registered)?;
    Ok(Faces { split, store, public, images, fingerprint })
}

fn leftover_files(identities: &[IdentityFiles], split: &Split) -> Result<Vec<PathBuf>> {
    let leftover = identities.iter().filter(|identity| split.leftover.contains(&identity.name));
    let files: Vec<PathBuf> = leftover.flat_map(|identity| identity.files.clone()).collect();
    if files.is_empty() {
        bail!(
            "the split leaves no identity over for public faces; give faces.folder.public, or register fewer identities"
        );
    }
    Ok(files)
}

type Registered = (Split, FaceStore, HashMap<String, Vec<usize>>);

fn read_registered(
    registered: &[&IdentityFiles],
    split: Split,
    needed: usize,
    folder: &RunFolder,
    progress: &mut Progress<'_>,
) -> Result<Registered> {
    let files: Vec<PathBuf> = registered.iter().flat_map(|identity| identity.files.clone()).collect();
    let owners: Vec<&str> =
        registered.iter().flat_map(|identity| identity.files.iter().map(|_| identity.name.as_str())).collect();
    let loaded = read(&files, folder, progress)?;
    let mut images: HashMap<String, Vec<usize>> = HashMap::new();
    for (stored, file) in loaded.kept.iter().enumerate() {
        images.entry(owners[*file].to_owned()).or_default().push(stored);
    }
    note_unreadable(&loaded.corrupt, progress)?;
    let split = without_the_unreadable(split, needed, &images, progress)?;
    Ok((split, loaded.store, images))
}

/// Identities of whom too few files can be read are left out; a target cannot be.
fn without_the_unreadable(
    mut split: Split,
    needed: usize,
    images: &HashMap<String, Vec<usize>>,
    progress: &mut Progress<'_>,
) -> Result<Split> {
    let enough = |name: &String| images.get(name).is_some_and(|images| images.len() >= needed);
    if let Some(name) = split.targets.iter().find(|name| !enough(name)) {
        bail!(
            "target {name} has fewer than {needed} readable images; repair its folder or name other targets in split.target_names"
        );
    }
    let before = split.target_others.len() + split.evaluation_others.len();
    split.target_others.retain(enough);
    split.evaluation_others.retain(enough);
    let left_out = before - split.target_others.len() - split.evaluation_others.len();
    if left_out > 0 {
        progress
            .tell(Event::Note(format!("{left_out} identities were left out: too few of their files can be read")))?;
    }
    Ok(split)
}

fn note_unreadable(corrupt: &[(PathBuf, String)], progress: &mut Progress<'_>) -> Result<(), Stopped> {
    for (path, why) in corrupt.iter().take(NAMED_FILES) {
        progress.tell(Event::Note(format!("{} cannot be read: {why}", path.display())))?;
    }
    match corrupt.len().checked_sub(NAMED_FILES) {
        Some(more) if more > 0 => progress.tell(Event::Note(format!("and {more} further files cannot be read"))),
        _ => Ok(()),
    }
}

fn read_public(files: Vec<PathBuf>, seed: u64, folder: &RunFolder, progress: &mut Progress<'_>) -> Result<FaceStore> {
    let files = if files.len() > PUBLIC_POOL {
        let mut drawn = sample(&mut stream(seed, "public faces", &[]), files.len(), PUBLIC_POOL).into_vec();
        drawn.sort_unstable();
        drawn.into_iter().map(|index| files[index].clone()).collect()
    } else {
        files
    };
    let loaded = read(&files, folder, progress)?;
    note_unreadable(&loaded.corrupt, progress)?;
    Ok(loaded.store)
}

fn read(files: &[PathBuf], folder: &RunFolder, progress: &mut Progress<'_>) -> Result<engine::dataset::Loaded> {
    let scratch = folder.path("scratch");
    std::fs::create_dir_all(&scratch).with_context(|| format!("cannot make {}", scratch.display()))?;
    let mut told = |done, total| Progress::flow(progress.at(done, total, "images"));
    let loaded = load_faces(files, SIZE, MEMORY_LIMIT, &scratch, &mut told).map_err(stopped_or)?;
    Ok(loaded)
}

fn stopped_or(error: LoadError) -> anyhow::Error {
    match error {
        LoadError::Stopped => Stopped.into(),
        LoadError::Dataset(error) => error.into(),
    }
}

/// Names, sizes and times of the files: cheap, and changes when a file does.
fn fingerprint(registered: &[&IdentityFiles]) -> Result<String> {
    let mut hasher = Sha256::new();
    for path in registered.iter().flat_map(|identity| &identity.files) {
        let about = std::fs::metadata(path).with_context(|| format!("cannot read {}", path.display()))?;
        let time = about.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        hasher.update(format!("{}\0{}\0{time:?}\n", path.display(), about.len()));
    }
    Ok(hex::of(&hasher.finalize()))
}
