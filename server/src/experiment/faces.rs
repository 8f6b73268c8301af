//! The first stage: drawing or finding faces, sharing identities out, reading them.

pub mod apart;
mod left_out;
mod reading;
mod registered;
mod twins;

use super::drawing::draw;
use super::folder::RunFolder;
use super::image_list::ImageList;
use super::plan::Plan;
use super::progress::Progress;
use anyhow::{Result, bail};
use engine::dataset::{FaceStore, IdentityFiles, Photographs, Sample, ScanLimits, Split};
use engine::dataset::{hold_out, scan_faces, scan_identities};
use engine::pixels::Pictures;
use left_out::Losses;
use reading::{read_public, read_registered};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::path::PathBuf;
use twins::refuse_copied_people;
use wire::experiment::{ExperimentConfig, FolderFaces};
use wire::left_out::LeftOutFaces;

/// Above this, faces go to a memory-mapped file.
pub const MEMORY_LIMIT: u64 = 4 << 30;
/// Public faces that seeds are drawn from; of more, this many are drawn first.
const PUBLIC_POOL: usize = 20_000;

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
    /// People and files that were found and are not used.
    pub left_out: LeftOutFaces,
    /// Of each face in the store, a hash of its pixels.
    hashes: Vec<String>,
    /// Of all public faces.
    pub public_hash: String,
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

    /// A hash of the pixels of a face in the store.
    pub fn hash(&self, image: usize) -> &str {
        &self.hashes[image]
    }

    /// A few held-out faces of an identity, for people to compare with.
    pub fn shown(&self, identity: &str, count: usize) -> Vec<&[u8]> {
        let (_, held_out) = self.samples(&[identity.to_owned()]);
        held_out.iter().take(count).map(|sample| self.store.image(sample.image)).collect()
    }

    /// All held-out faces of an identity, as stored.
    pub fn held_out(&self, identity: &str) -> Pictures {
        Pictures { size: self.store.size(), bytes: self.shown(identity, usize::MAX).concat() }
    }

    /// The effective configuration, without registered people who have too few readable images.
    pub fn config_as_run(&self, config: &ExperimentConfig) -> ExperimentConfig {
        let mut config = config.clone();
        let (split, run) = (&mut config.split, &self.split);
        let registered = [
            (&mut split.targets, &mut split.target_names, &run.targets),
            (&mut split.target_others, &mut split.target_other_names, &run.target_others),
            (&mut split.evaluation_others, &mut split.evaluation_other_names, &run.evaluation_others),
        ];
        for (count, named, registered) in registered {
            *count = registered.len() as u32;
            named.retain(|name| registered.contains(name));
        }
        config
    }

    /// Mean number of faces of a registered identity.
    pub fn mean_images(&self) -> f64 {
        self.store.len() as f64 / self.images.len().max(1) as f64
    }
}

/// Draws or finds the faces, splits the identities, reads everything that the run needs.
pub fn prepare(plan: &Plan, folder: &RunFolder, progress: &mut Progress<'_>) -> Result<Faces> {
    let config = plan.config();
    let (root, public) = places(plan, progress)?;
    let mut losses = Losses::below([root.clone()].into_iter().chain(public.clone()));
    let limits =
        ScanLimits { min_images: config.faces.min_images as usize, max_images: config.faces.max_images as usize };
    let scan = scan_identities(&root, limits)?;
    losses.add(scan.people, scan.unused, progress)?;
    let names: Vec<String> = scan.identities.iter().map(|identity| identity.name.clone()).collect();
    let split = Split::draw(&names, &plan.split_request())?;
    let identities: Vec<&IdentityFiles> =
        scan.identities.iter().filter(|identity| !split.leftover.contains(&identity.name)).collect();
    let public_files = match &public {
        Some(path) => {
            let found = scan_faces(path)?;
            losses.add([], found.unused, progress)?;
            found.files
        }
        None => leftover_files(&scan.identities, &split)?,
    };
    let needed = limits.min_images.max(split.held_out_images + 1);
    let registered = read_registered(&root, &identities, split, needed, &mut losses, folder, progress)?;
    let photographs = Photographs::of(&registered.store);
    refuse_copied_people(&registered, &photographs)?;
    let public_root = public.as_ref().unwrap_or(&root);
    let (public, public_hashed) =
        read_public(public_root, public_files, config.seed, &registered, &photographs, &mut losses, folder, progress)?;
    let hashes = registered.hashed.iter().map(|(_, hash)| hash.clone()).collect();
    let mut all_public = Sha256::new();
    public_hashed.iter().for_each(|(_, hash)| all_public.update(hash));
    let public_hash = hex::encode(all_public.finalize());
    let list = ImageList {
        split: registered.split.clone(),
        registered: registered.hashed.into_iter().collect(),
        public: public_hashed.into_iter().collect(),
    };
    list.bind(config, folder)?;
    folder.write_json("split.json", &registered.split)?;
    let left_out = losses.all();
    Ok(Faces {
        split: registered.split,
        store: registered.store,
        public,
        images: registered.images,
        left_out,
        hashes,
        public_hash,
    })
}

/// Where the faces of people lie, and public ones, if they lie anywhere else.
fn places(plan: &Plan, progress: &mut Progress<'_>) -> Result<(PathBuf, Option<PathBuf>)> {
    match (plan.folder(), &plan.config().faces.synthetic) {
        (Some(folder), _) => {
            if let Some(problem) = apart::problem(folder) {
                bail!("{}", problem.message);
            }
            let FolderFaces { identities, public } = folder;
            Ok((identities.into(), Some(public).filter(|path| !path.is_empty()).map(PathBuf::from)))
        }
        (None, Some(drawn)) => {
            let people = draw(drawn, plan.cache(), progress)?;
            Ok((people.join("identities"), Some(people.join("public"))))
        }
        (None, None) => bail!("the faces that the configuration names are not here"),
    }
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

#[cfg(test)]
mod tests;
