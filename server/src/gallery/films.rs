//! The film of a clone forming, from the snapshots that its run kept.

use super::{Gallery, Shown};
use crate::blocking::blocking;
use crate::error::Error;
use crate::live;
use app::wire::frame::FrameHeader;
use app::wire::gallery::FilmStep;
use image::RgbImage;

/// Moments of a film at most.
pub const MOST: usize = 60;

/// The steps of the film of a clone's page, in the order of its pictures; none where no snapshot was kept.
pub async fn steps(gallery: &Gallery, shown: &Shown, place: u32, clone: u32) -> Result<Vec<FilmStep>, Error> {
    let found = moments(gallery, shown, place, clone, MOST).await?;
    let step = |(header, _): &(FrameHeader, Vec<u8>)| FilmStep {
        iteration: header.iteration,
        target_score: header.target_score,
    };
    Ok(found.iter().map(step).collect())
}

/// The pictures of at most so many moments, the first and the last among them.
pub async fn frames(
    gallery: &Gallery,
    shown: &Shown,
    place: u32,
    clone: u32,
    most: usize,
) -> Result<Vec<RgbImage>, Error> {
    let found = moments(gallery, shown, place, clone, most).await?;
    blocking(move || {
        let decoded = |(_, picture): (FrameHeader, Vec<u8>)| {
            Ok(image::load_from_memory(&picture).map_err(anyhow::Error::from)?.into_rgb8())
        };
        found.into_iter().map(decoded).collect()
    })
    .await
}

async fn moments(
    gallery: &Gallery,
    shown: &Shown,
    place: u32,
    clone: u32,
    most: usize,
) -> Result<Vec<(FrameHeader, Vec<u8>)>, Error> {
    let target = place.checked_sub(1).and_then(|at| shown.content.targets.get(at as usize).copied());
    let slot = clone.checked_sub(1).and_then(|at| u16::try_from(at).ok());
    let (Some(target), Some(slot)) = (target, slot) else { return Err(Error::NoFile("this clone".into())) };
    let (lab, run) = (gallery.0.lab.clone(), shown.publication.run.clone());
    let state = lab.state_of(run.clone()).await?;
    let points = state.targets.get(usize::from(target)).map(|target| target.points.as_slice()).unwrap_or_default();
    let chosen: Vec<u32> = sampled(points.len(), most).into_iter().map(|at| points[at].iteration).collect();
    blocking(move || {
        let mut moments = Vec::new();
        for iteration in chosen {
            match lab.snapshot(&run, target, iteration) {
                Ok(snapshot) => moments.extend(of_slot(&snapshot, slot)),
                // A snapshot may be missing where the run was interrupted.
                Err(Error::NoFile(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(moments)
    })
    .await
}

/// At most `most` of `count` indices, evenly, with the first and the last.
fn sampled(count: usize, most: usize) -> Vec<usize> {
    if count <= most {
        return (0..count).collect();
    }
    (0..most).map(|at| at * (count - 1) / (most - 1).max(1)).collect()
}

/// One clone of a snapshot; of one that is damaged, what stands before that.
fn of_slot(frames: &[u8], slot: u16) -> Option<(FrameHeader, Vec<u8>)> {
    let (header, picture, _) = FrameHeader::decode(live::of_slot(frames, slot).ok().flatten()?).ok()?;
    Some((header, picture.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::wire::frame::Codec;

    #[test]
    fn a_film_begins_with_the_first_moment_and_ends_with_the_last() {
        assert_eq!(sampled(3, 12), [0, 1, 2]);
        assert_eq!(sampled(100, 4), [0, 33, 66, 99]);
        assert_eq!(sampled(0, 4), Vec::<usize>::new());
        assert_eq!(sampled(5, 1), [0]);
    }

    #[test]
    fn a_clone_is_found_among_the_others_of_its_snapshot() {
        let frame = |slot, picture: &[u8]| {
            let length = picture.len() as u32;
            let header = FrameHeader {
                sequence: 1,
                iteration: 5,
                target: 0,
                slot,
                width: 1,
                height: 1,
                codec: Codec::Jpeg,
                length,
                target_score: 0.5,
            };
            [&header.encode()[..], picture].concat()
        };
        let snapshot = [frame(0, b"a"), frame(3, b"bc")].concat();
        assert_eq!(of_slot(&snapshot, 3).map(|(_, picture)| picture), Some(b"bc".to_vec()));
        assert!(of_slot(&snapshot, 1).is_none() && of_slot(&snapshot[..20], 0).is_none());
    }
}
