//! What an attack moves: pixels, or coefficients of eigenfaces, which are learnt once from the same public faces.

use super::faces::Faces;
use super::plan::Plan;
use super::progress::Progress;
use crate::files;
use anyhow::{Context, Result};
use engine::inversion::ParametersKind;
use engine::inversion::parameters::{EigenfaceCoefficients, Parameters, Pixels};
use engine::prior::Eigenfaces;
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;
use std::sync::Arc;

/// Version of the learning algorithm: a change makes cached results for the same faces obsolete.
const VERSION: u32 = 1;

/// The parameters of a plan's attack, for images of the faces' size; learnt where they are not in the cache.
pub fn parameters(plan: &Plan, faces: &Faces, progress: &mut Progress<'_>) -> Result<Box<dyn Parameters>> {
    let side = faces.public.size() as usize;
    let components = match plan.attack().parameters {
        ParametersKind::Pixels => return Ok(Box::new(Pixels)),
        ParametersKind::Eigenfaces(components) => components as usize,
    };
    let of = format!("{VERSION}\0{side}\0{components}\0{}\0{}", plan.config().seed, faces.public_hash);
    let name = &hex::encode(Sha256::digest(of))[..32];
    let file = plan.cache().join("priors").join(format!("{name}.safetensors"));
    let prior = match read(&file) {
        Some(prior) => prior,
        None => {
            progress.at(0, 0, "eigenfaces")?;
            let prior = Eigenfaces::learn(&faces.public, side, components, plan.config().seed)
                .context("attack.parameters: eigenfaces cannot be learnt")?;
            files::write(&file, &prior.to_bytes())?;
            prior
        }
    };
    Ok(Box::new(EigenfaceCoefficients::new(Arc::new(prior))))
}

/// What cannot be read is learnt anew.
fn read(file: &Path) -> Option<Eigenfaces> {
    Eigenfaces::from_bytes(&fs::read(file).ok()?).ok()
}
