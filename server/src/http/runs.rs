//! Pictures of a run that are no files of its report.

use super::constant;
use crate::blocking::blocking;
use crate::error::Error;
use crate::lab::Laboratory;
use app::wire::frame::FrameHeader;
use app::wire::run::RunId;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;

/// `GET /api/runs/{id}/snapshots/{target}/{iteration}`: the frames of a snapshot, one after another.
pub async fn snapshot(
    State(lab): State<Laboratory>,
    Path((id, target, iteration)): Path<(RunId, u16, u32)>,
) -> Result<impl IntoResponse, Error> {
    let frames = blocking(move || lab.snapshot(&id, target, iteration)).await?;
    let headers = [
        constant(header::CONTENT_TYPE, "application/octet-stream"),
        // A resumed run may write it again with the same pictures.
        constant(header::CACHE_CONTROL, "private, max-age=3600"),
    ];
    Ok((headers, frames))
}

/// `GET /api/runs/{id}/thumbnail`: the first clone of the target that moved last, as it is now.
pub async fn thumbnail(State(lab): State<Laboratory>, Path(id): Path<RunId>) -> Result<impl IntoResponse, Error> {
    let frame = blocking(move || lab.hub(&id).map(|hub| hub.thumbnail())).await?;
    let frame = frame.ok_or_else(|| Error::NoFile("a picture of this run".into()))?;
    let (frame, picture, _) = FrameHeader::decode(&frame).map_err(anyhow::Error::from)?;
    let headers = [
        constant(header::CONTENT_TYPE, frame.codec.media_type()),
        // Its address changes with every frame.
        constant(header::CACHE_CONTROL, "private, max-age=60"),
    ];
    Ok((headers, picture.to_vec()))
}
