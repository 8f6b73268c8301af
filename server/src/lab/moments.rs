//! A clone forming, from the snapshots that its run kept.

use super::Laboratory;
use crate::blocking::blocking;
use crate::error::Error;
use crate::live;
use image::RgbImage;
use wire::frame::FrameHeader;
use wire::run::RunId;

/// A clone as it was at some step.
pub struct CloneFrame {
    /// Which step, and what the target recognizer said.
    pub header: FrameHeader,
    picture: Vec<u8>,
}

impl CloneFrame {
    /// The picture.
    ///
    /// # Errors
    /// If it is damaged.
    pub fn decoded(&self) -> Result<RgbImage, Error> {
        Ok(image::load_from_memory(&self.picture).map_err(anyhow::Error::from)?.into_rgb8())
    }
}

impl Laboratory {
    /// At most so many moments of a clone of a run, the first and the last among them; none where no snapshot was kept.
    /// `target` and `slot` count from zero.
    ///
    /// # Errors
    /// If there is no such run, or the store fails.
    pub async fn moments(&self, run: &RunId, target: u16, slot: u16, most: usize) -> Result<Vec<CloneFrame>, Error> {
        let state = self.state_of(run.clone()).await?;
        let points = state.targets.get(usize::from(target)).map(|target| target.points.as_slice()).unwrap_or_default();
        let chosen: Vec<u32> = sampled(points.len(), most).into_iter().map(|at| points[at].iteration).collect();
        let (lab, run) = (self.clone(), run.clone());
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
}

/// At most `most` of `count` indices, evenly, with the first and the last.
fn sampled(count: usize, most: usize) -> Vec<usize> {
    if count <= most {
        return (0..count).collect();
    }
    (0..most).map(|at| at * (count - 1) / (most - 1).max(1)).collect()
}

/// One clone of a snapshot; of one that is damaged, what stands before that.
fn of_slot(frames: &[u8], slot: u16) -> Option<CloneFrame> {
    let (header, picture, _) = FrameHeader::decode(live::of_slot(frames, slot).ok().flatten()?).ok()?;
    Some(CloneFrame { header, picture: picture.to_vec() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::frame::Codec;

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
        assert_eq!(of_slot(&snapshot, 3).map(|moment| moment.picture), Some(b"bc".to_vec()));
        assert!(of_slot(&snapshot, 1).is_none() && of_slot(&snapshot[..20], 0).is_none());
    }
}
