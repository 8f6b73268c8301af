//! Pictures of a run that are no files of its report.

use super::constant;
use crate::access::Caller;
use crate::blocking::blocking;
use crate::error::Error;
use crate::export::mark::marked;
use crate::lab::Laboratory;
use crate::live;
use axum::extract::{Extension, Path, Query, State};
use axum::http::header;
use axum::response::IntoResponse;
use serde::Deserialize;
use wire::frame::FrameHeader;
use wire::run::RunId;

/// Selects a part of a snapshot.
#[derive(Debug, Deserialize)]
pub struct SnapshotQuery {
    slot: Option<u16>,
}

/// `GET /api/runs/{id}/snapshots/{target}/{iteration}`: the frames of a snapshot, one after another; with `?slot=N`
/// only that of one clone.
pub async fn snapshot(
    State(lab): State<Laboratory>,
    Extension(caller): Extension<Caller>,
    Path((id, target, iteration)): Path<(RunId, u16, u32)>,
    Query(part): Query<SnapshotQuery>,
) -> Result<impl IntoResponse, Error> {
    lab.row_seen_by(&caller, &id)?;
    let frames = blocking(move || lab.snapshot(&id, target, iteration)).await?;
    let frames = match part.slot {
        Some(slot) => of_slot(&frames, slot)?,
        None => frames,
    };
    let headers = [
        constant(header::CONTENT_TYPE, "application/octet-stream"),
        // A resumed run may write it again with the same pictures.
        constant(header::CACHE_CONTROL, "private, max-age=3600"),
    ];
    Ok((headers, frames))
}

/// The frame of one clone among those of a snapshot.
fn of_slot(frames: &[u8], slot: u16) -> Result<Vec<u8>, Error> {
    let found = live::of_slot(frames, slot).map_err(anyhow::Error::from)?;
    found.map(<[u8]>::to_vec).ok_or_else(|| Error::NoFile(format!("clone {slot} in this snapshot")))
}

/// `GET /api/runs/{id}/thumbnail`: the first clone of the target that moved last, as it is now.
pub async fn thumbnail(
    State(lab): State<Laboratory>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<RunId>,
) -> Result<impl IntoResponse, Error> {
    lab.row_seen_by(&caller, &id)?;
    let run = id.clone();
    let frame = blocking(move || lab.hub(&id).map(|hub| hub.thumbnail())).await?;
    let frame = frame.ok_or_else(|| Error::NoFile("a picture of this run".into()))?;
    let (frame, picture, _) = FrameHeader::decode(&frame).map_err(anyhow::Error::from)?;
    let headers = [
        constant(header::CONTENT_TYPE, frame.codec.media_type()),
        // Its address changes with every frame.
        constant(header::CACHE_CONTROL, "private, max-age=60"),
    ];
    Ok((headers, marked(picture, &run).map_err(anyhow::Error::from)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::frame::Codec;

    fn frame(slot: u16, picture: &[u8]) -> Vec<u8> {
        let header = FrameHeader {
            sequence: 1,
            iteration: 5,
            target: 0,
            slot,
            width: 8,
            height: 8,
            codec: Codec::Jpeg,
            length: picture.len() as u32,
            target_score: 0.5,
        };
        [&header.encode(), picture].concat()
    }

    #[test]
    fn one_clones_frame_is_taken_out_of_a_snapshot_whole() {
        let snapshot = [frame(0, b"first"), frame(1, b"second"), frame(2, b"")].concat();
        for (slot, expected) in [(0, frame(0, b"first")), (1, frame(1, b"second")), (2, frame(2, b""))] {
            assert_eq!(of_slot(&snapshot, slot).expect("there"), expected);
        }
        assert!(matches!(of_slot(&snapshot, 3), Err(Error::NoFile(_))));
        assert!(matches!(of_slot(&snapshot[..40], 1), Err(Error::Other(_))), "a damaged snapshot is no missing one");
    }
}
