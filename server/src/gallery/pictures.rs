//! Small pictures for the gallery, each made once: the clone, its seed, and the clone forming as a strip of pictures
//! side by side, which a page shows one after another.

use super::{Gallery, LoadedPublication, films};
use crate::blocking::blocking;
use crate::error::Error;
use crate::export::film::MOST;
use crate::export::mark::marked;
use crate::lab::Laboratory;
use engine::pixels::append_jpeg;
use image::RgbImage;
use image::imageops::thumbnail;
use std::io::Write;
use std::path::{Path, PathBuf};
use wire::gallery::Permalink;

/// Side of small pictures, in pixels; smaller clones stay as they are.
const SIDE: u32 = 128;
/// Pictures in the strip of a card.
const STRIP: usize = 12;
/// At this quality a small picture takes some kilobytes, without visible artefacts.
const QUALITY: u8 = 85;

/// A picture made for the gallery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The clone, small.
    Clone,
    /// Its seed, small.
    Seed,
    /// Twelve moments of the clone forming, small, side by side.
    Strip,
    /// The film of its page: [`MOST`] moments at most, in full size, side by side.
    Film,
}

impl Kind {
    /// The kind of a name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Clone, Self::Seed, Self::Strip, Self::Film].into_iter().find(|kind| kind.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Clone => "clone",
            Self::Seed => "seed",
            Self::Strip => "strip",
            Self::Film => "film",
        }
    }
}

/// The folder of a publication's pictures, which can be made again.
pub fn folder(lab: &Laboratory, permalink: &Permalink) -> PathBuf {
    lab.cache().join("gallery").join(&permalink.0)
}

impl Gallery {
    /// A picture as JPEG, made on first use.
    ///
    /// # Errors
    /// If the publication is withdrawn, or has no such picture.
    pub async fn picture(&self, permalink: &Permalink, place: u32, clone: u32, kind: Kind) -> Result<Vec<u8>, Error> {
        let shown = self.shown(permalink).await?;
        let file = folder(&self.0.lab, permalink).join(format!("{place}-{clone}-{}.jpg", kind.name()));
        let kept = file.clone();
        if let Some(bytes) = blocking(move || Ok(std::fs::read(kept).ok())).await? {
            return Ok(bytes);
        }
        let bytes = self.made(&shown, place, clone, kind).await?;
        let made = bytes.clone();
        blocking(move || {
            // The next request makes it again.
            if let Err(error) = keep(&file, &made) {
                tracing::debug!(%error, "a picture of the gallery was not kept");
            }
            Ok(())
        })
        .await?;
        // If it was withdrawn meanwhile, the new picture goes as well.
        if let Err(error) = self.stands(permalink).await {
            let folder = folder(&self.0.lab, permalink);
            blocking(move || Ok(std::fs::remove_dir_all(folder).is_ok())).await?;
            return Err(error);
        }
        Ok(bytes)
    }

    async fn made(&self, shown: &LoadedPublication, place: u32, clone: u32, kind: Kind) -> Result<Vec<u8>, Error> {
        let run = shown.publication.run.clone();
        let jpeg = match kind {
            Kind::Strip | Kind::Film => {
                let most = if kind == Kind::Strip { STRIP } else { MOST };
                let frames = films::frames(self, shown, place, clone, most).await?;
                blocking(move || if kind == Kind::Strip { strip(&spread(&frames)) } else { strip(&frames) }).await?
            }
            Kind::Clone | Kind::Seed => {
                let file = source(shown, place, clone, kind).ok_or_else(no_picture)?;
                let (lab, run) = (self.0.lab.clone(), run.clone());
                blocking(move || {
                    let bytes = lab.file(&run, &file)?.ok_or_else(no_picture)?;
                    jpeg(&small(image::load_from_memory(&bytes).map_err(anyhow::Error::from)?.into_rgb8()))
                })
                .await?
            }
        };
        if kind == Kind::Seed {
            return Ok(jpeg);
        }
        Ok(marked(&jpeg, &run).map_err(anyhow::Error::from)?)
    }
}

fn source(shown: &LoadedPublication, place: u32, clone: u32, kind: Kind) -> Option<String> {
    let identity = shown.content.report.identities.get(place.checked_sub(1)? as usize)?;
    let pictures = if kind == Kind::Seed { &identity.seed.seeds } else { &identity.clones };
    let file = &pictures.get(clone.checked_sub(1)? as usize)?.file;
    (!file.is_empty()).then(|| file.clone())
}

fn no_picture() -> Error {
    Error::NoFile("this picture".into())
}

fn small(picture: RgbImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    if width.max(height) <= SIDE { picture } else { thumbnail(&picture, SIDE, SIDE) }
}

/// As many pictures as a strip has, some of them repeated if there are fewer.
fn spread(frames: &[RgbImage]) -> Vec<RgbImage> {
    let last = frames.len().saturating_sub(1);
    (0..STRIP).filter_map(|at| frames.get(at * last / (STRIP - 1))).cloned().map(small).collect()
}

/// Pictures of one size side by side.
fn strip(frames: &[RgbImage]) -> Result<Vec<u8>, Error> {
    let (width, height) = frames.first().ok_or_else(no_picture)?.dimensions();
    let mut whole = RgbImage::new(width * frames.len() as u32, height);
    for (frame, at) in frames.iter().zip(0..) {
        image::imageops::replace(&mut whole, frame, i64::from(at * width), 0);
    }
    jpeg(&whole)
}

fn jpeg(picture: &RgbImage) -> Result<Vec<u8>, Error> {
    let side = |length: u32| u16::try_from(length).map_err(anyhow::Error::from);
    let mut bytes = Vec::new();
    append_jpeg(picture.as_raw(), [side(picture.width())?, side(picture.height())?], QUALITY, &mut bytes)
        .map_err(anyhow::Error::from)?;
    Ok(bytes)
}

/// Written to a temporary file and renamed, so that nobody reads half of it.
fn keep(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut fresh = tempfile::NamedTempFile::new_in(folder)?;
    fresh.write_all(bytes)?;
    fresh.persist(file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(grey: u8, side: u32) -> RgbImage {
        RgbImage::from_pixel(side, side, image::Rgb([grey; 3]))
    }

    #[test]
    fn a_strip_has_all_moments_side_by_side_and_twelve_however_many_there_are() {
        let few = spread(&[frame(0, 32), frame(250, 32)]);
        assert_eq!(few.len(), STRIP);
        let bytes = strip(&few).expect("a JPEG");
        let back = image::load_from_memory(&bytes).expect("a picture").into_rgb8();
        assert_eq!(back.dimensions(), (12 * 32, 32));
        assert!(back.get_pixel(0, 0).0[0] < 10 && back.get_pixel(12 * 32 - 1, 31).0[0] > 240);
        let many = spread(&(0..100).map(|at| frame(at, 256)).collect::<Vec<_>>());
        assert_eq!((many.len(), many[0].width(), many[11].get_pixel(0, 0).0[0]), (12, SIDE, 99));
    }

    #[test]
    fn without_moments_there_is_no_strip() {
        assert!(matches!(strip(&spread(&[])), Err(Error::NoFile(_))));
    }

    #[test]
    fn kinds_go_by_their_names() {
        assert_eq!(Kind::named("strip"), Some(Kind::Strip));
        assert_eq!(Kind::named("../x"), None);
    }
}
