//! A study's pictures as they are served: pixels and nothing else, under names that say nothing.

use super::blueprint::{Draft, Picture};
use crate::digits;
use crate::error::Error;
use crate::store::studies::Stimulus;
use anyhow::Context;
use engine::dataset::synthetic::portrait;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use std::collections::HashMap;
use wire::run::RunId;

/// Side of drawn pictures where there is no picture of a run to go by.
const SIDE: u32 = 128;

/// Reads a file of a run.
pub type ReadFile<'a> = dyn Fn(&RunId, &str) -> Result<Option<Vec<u8>>, Error> + 'a;

/// Reads every picture of the drafts once and re-encodes it. One encoder makes all of them alike, so that neither name,
/// metadata nor form of a file distinguishes a clone from a photo.
///
/// # Errors
/// If a file of a run is missing or no picture.
pub fn stimuli(drafts: &[Vec<Draft>], file: &ReadFile<'_>) -> Result<(Vec<Stimulus>, HashMap<Picture, String>), Error> {
    let (mut stimuli, mut names) = (Vec::new(), HashMap::new());
    let pictures = || drafts.iter().flatten().flat_map(|draft| &draft.pictures);
    let mut side = SIDE;
    // Drawn people last: they take the size of the others.
    let is_drawn = |picture: &&Picture| matches!(picture, Picture::Drawn { .. });
    for picture in pictures().filter(|one| !is_drawn(one)).chain(pictures().filter(is_drawn)) {
        if names.contains_key(picture) {
            continue;
        }
        let pixels = match picture {
            Picture::OfRun { run, file: path } => read(path, file(run, path)?)?,
            Picture::Drawn { person, image } => portrait(*person, 0, *image, side),
        };
        side = pixels.width();
        let id = digits::random(16)?;
        stimuli.push(Stimulus { id: id.clone(), png: encode(&pixels)? });
        names.insert(picture.clone(), id);
    }
    Ok((stimuli, names))
}

fn read(path: &str, bytes: Option<Vec<u8>>) -> Result<RgbImage, Error> {
    let bytes = bytes.with_context(|| format!("{path} is not there"))?;
    let picture = image::load_from_memory(&bytes).with_context(|| format!("{path} cannot be read as a picture"))?;
    Ok(picture.into_rgb8())
}

fn encode(pixels: &RgbImage) -> Result<Vec<u8>, Error> {
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Fast, FilterType::Adaptive)
        .write_image(pixels, pixels.width(), pixels.height(), ExtendedColorType::Rgb8)
        .context("a picture could not be encoded")?;
    Ok(png)
}
