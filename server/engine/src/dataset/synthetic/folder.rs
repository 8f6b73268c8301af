//! Synthetic people as folders of PNG files, in the layout of photographs.

use super::super::error::{DatasetError, LoadError};
use super::portrait;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use rayon::prelude::*;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// The largest picture that is drawn, in pixels a side.
pub const MAX_SIZE: u32 = 2048;
/// Pictures drawn between two calls of `progress`.
const CHUNK: usize = 64;
/// Public people are numbered from here, apart from everybody who can be registered.
const FIRST_PUBLIC: u64 = 1 << 32;

/// Which people to draw.
#[derive(Clone, Copy, Debug)]
pub struct FolderRequest {
    /// Number of people that can be registered.
    pub identities: u32,
    /// Pictures of each person.
    pub images: u32,
    /// Number of public people, with one picture each.
    pub public: u32,
    /// Seed: another number gives other people.
    pub seed: u64,
    /// Width and height in pixels.
    pub size: u32,
}

/// What to do with a folder that is not empty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Overwrite {
    /// Leave it alone and report an error.
    Refuse,
    /// Draw over it; files with other names stay.
    Allow,
}

/// Draws `identities` people with `images` pictures each into `OUT/person-0000/0000.png` and so on, and calls
/// `progress(done, total)` after every few. The same request gives the same bytes.
///
/// # Errors
/// If stopped (finished pictures stay, and none is half-written), if `out` is not empty, or if it cannot be written.
pub fn write_people(
    out: &Path,
    request: &FolderRequest,
    overwrite: Overwrite,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<(), LoadError> {
    let count =
        |value: u32, field| if value == 0 { Err(unusable(field, "must be at least 1")) } else { Ok(u64::from(value)) };
    let (identities, images) = (count(request.identities, "identities")?, count(request.images, "images")?);
    let picture = |i: u64| Picture {
        file: format!("person-{:04}/{:04}.png", i / images, i % images),
        identity: i / images,
        image: i % images,
    };
    let pictures: Vec<Picture> = (0..identities * images).map(picture).collect();
    prepare(out, request, overwrite)?;
    for identity in 0..identities {
        let folder = out.join(format!("person-{identity:04}"));
        std::fs::create_dir_all(&folder).map_err(DatasetError::io(folder, "made"))?;
    }
    write(out, request, &pictures, progress)
}

/// Draws `public` further people, one picture each, into `OUT/00000.png` and so on. None of them is among the people
/// that [`write_people`] draws.
///
/// # Errors
/// As [`write_people`].
pub fn write_public(
    out: &Path,
    request: &FolderRequest,
    overwrite: Overwrite,
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<(), LoadError> {
    let picture = |i: u64| Picture { file: format!("{i:05}.png"), identity: FIRST_PUBLIC + i, image: 0 };
    let pictures: Vec<Picture> = (0..request.public.into()).map(picture).collect();
    prepare(out, request, overwrite)?;
    write(out, request, &pictures, progress)
}

struct Picture {
    file: String,
    identity: u64,
    image: u64,
}

fn unusable(field: &'static str, why: impl Into<String>) -> DatasetError {
    DatasetError::UnusableRequest { field, why: why.into() }
}

fn prepare(out: &Path, request: &FolderRequest, overwrite: Overwrite) -> Result<(), DatasetError> {
    if !(16..=MAX_SIZE).contains(&request.size) {
        return Err(unusable("size", format!("{} is not between 16 and {MAX_SIZE} pixels", request.size)));
    }
    std::fs::create_dir_all(out).map_err(DatasetError::io(out, "made"))?;
    let mut entries = std::fs::read_dir(out).map_err(DatasetError::io(out, "read"))?;
    if overwrite == Overwrite::Refuse && entries.next().is_some() {
        return Err(DatasetError::NotEmpty(out.into()));
    }
    Ok(())
}

fn write(
    out: &Path,
    request: &FolderRequest,
    pictures: &[Picture],
    progress: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Result<(), LoadError> {
    let mut done = 0;
    for chunk in pictures.chunks(CHUNK) {
        chunk.par_iter().try_for_each(|picture| write_one(&out.join(&picture.file), request, picture))?;
        done += chunk.len() as u64;
        if progress(done, pictures.len() as u64).is_break() {
            return Err(LoadError::Stopped);
        }
    }
    Ok(())
}

/// Written under a temporary name first, so that a picture with its final name is complete.
fn write_one(path: &Path, request: &FolderRequest, picture: &Picture) -> Result<(), DatasetError> {
    let bytes = encode(path, request, picture)?;
    let partial: PathBuf = path.with_extension("partial");
    std::fs::write(&partial, bytes).map_err(DatasetError::io(&partial, "written"))?;
    std::fs::rename(&partial, path).map_err(DatasetError::io(path, "written"))
}

fn encode(path: &Path, request: &FolderRequest, picture: &Picture) -> Result<Vec<u8>, DatasetError> {
    let size = request.size;
    let portrait = portrait(request.seed, picture.identity, picture.image, size);
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Adaptive)
        .write_image(&portrait, size, size, ExtendedColorType::Rgb8)
        .map_err(|error| DatasetError::io(path, "encoded")(std::io::Error::other(error)))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
