//! Loads many picture files into a store of faces.

use super::decode::decode_face;
use super::error::{DatasetError, LoadError};
use super::store::{FaceStore, StoreWriter};
use rayon::prelude::*;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Faces decoded between two calls of `progress`: few enough to stop quickly, enough to keep all cores busy.
const CHUNK: usize = 128;

/// The faces, and the files that could not be read.
#[derive(Debug)]
pub struct Loaded {
    /// The readable faces, in the order of the files.
    pub store: FaceStore,
    /// For each stored face, its index among the files; ascending.
    pub kept: Vec<usize>,
    /// Files that are no readable picture, and why.
    pub corrupt: Vec<(PathBuf, String)>,
}

/// Decodes `files` to `size` x `size` on all cores. Unreadable files are listed, not fatal. Beyond `memory_limit`
/// bytes, faces go to an anonymous file in `scratch`. `progress(done, total)` is called after each chunk of files and
/// may stop.
///
/// # Errors
/// When stopped, when `scratch` cannot be written, or when no file at all is readable.
pub fn load_faces(
    files: &[PathBuf],
    size: u32,
    memory_limit: u64,
    scratch: &Path,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<Loaded, LoadError> {
    let mut writer = StoreWriter::new(size, files.len(), memory_limit, scratch)?;
    let (mut kept, mut corrupt) = (Vec::new(), Vec::new());
    for (chunk, paths) in files.chunks(CHUNK).enumerate() {
        let start = chunk * CHUNK;
        let faces: Vec<_> = paths.par_iter().map(|path| decode_face(path, size)).collect();
        for (offset, face) in faces.into_iter().enumerate() {
            match face {
                Ok(pixels) => {
                    writer.push(&pixels)?;
                    kept.push(start + offset);
                }
                Err(why) => corrupt.push((paths[offset].clone(), why)),
            }
        }
        if progress((start + paths.len()) as u64, files.len() as u64).is_break() {
            return Err(LoadError::Stopped);
        }
    }
    refuse_all_corrupt(&kept, &corrupt)?;
    Ok(Loaded { store: writer.finish()?, kept, corrupt })
}

fn refuse_all_corrupt(kept: &[usize], corrupt: &[(PathBuf, String)]) -> Result<(), DatasetError> {
    match corrupt.first() {
        Some((path, why)) if kept.is_empty() => {
            Err(DatasetError::AllCorrupt { count: corrupt.len(), path: path.clone(), why: why.clone() })
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;
