//! The film of a clone forming, as readers of a publication see it.

use super::{Gallery, LoadedPublication};
use crate::blocking::blocking;
use crate::error::Error;
use crate::export::film::MOST;
use crate::lab::CloneFrame;
use image::RgbImage;
use wire::gallery::FilmStep;

/// The steps of the film on a clone's page, in the order of its pictures; empty if no snapshot was stored.
pub async fn steps(
    gallery: &Gallery,
    shown: &LoadedPublication,
    place: u32,
    clone: u32,
) -> Result<Vec<FilmStep>, Error> {
    let found = moments(gallery, shown, place, clone, MOST).await?;
    let step =
        |moment: &CloneFrame| FilmStep { iteration: moment.header.iteration, target_score: moment.header.target_score };
    Ok(found.iter().map(step).collect())
}

/// Pictures of at most so many moments, including the first and the last.
pub async fn frames(
    gallery: &Gallery,
    shown: &LoadedPublication,
    place: u32,
    clone: u32,
    most: usize,
) -> Result<Vec<RgbImage>, Error> {
    let found = moments(gallery, shown, place, clone, most).await?;
    blocking(move || found.iter().map(CloneFrame::decoded).collect()).await
}

async fn moments(
    gallery: &Gallery,
    shown: &LoadedPublication,
    place: u32,
    clone: u32,
    most: usize,
) -> Result<Vec<CloneFrame>, Error> {
    let target = place.checked_sub(1).and_then(|at| shown.content.targets.get(at as usize).copied());
    let slot = clone.checked_sub(1).and_then(|at| u16::try_from(at).ok());
    let (Some(target), Some(slot)) = (target, slot) else { return Err(Error::NoFile("this clone".into())) };
    gallery.0.lab.moments(&shown.publication.run, target, slot, most).await
}
