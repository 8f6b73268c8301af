//! What members take away of a finished run, made when it is asked for.

use super::constant;
use super::state::AppState;
use crate::access::Caller;
use crate::downloads::{ArchiveOptions, CallersDownloads, SavedFile};
use crate::error::Error;
use axum::body::Body;
use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use std::convert::Infallible;
use wire::run::RunId;

impl FromRequestParts<AppState> for CallersDownloads {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut request::Parts, state: &AppState) -> Result<Self, Infallible> {
        let caller = parts.extensions.get::<Caller>().cloned().unwrap_or_default();
        Ok(Self { service: state.studies.clone(), caller })
    }
}

/// The options of a sheet.
#[derive(Debug, Deserialize)]
pub struct Chosen {
    /// Pictures of the targets themselves as well.
    #[serde(default)]
    faces: bool,
    /// One target, counted from one.
    target: Option<u32>,
}

/// `GET /api/runs/{id}/export.zip`: everything; with `?faces=true` and `?recognizers=true` more.
pub async fn archive(
    downloads: CallersDownloads,
    Path(id): Path<RunId>,
    Query(parts): Query<ArchiveOptions>,
) -> Result<Response, Error> {
    let (name, pieces) = downloads.archive(&id, parts).await?;
    Ok((attached(&name)?, Body::from_stream(pieces)).into_response())
}

/// `GET /api/runs/{id}/report.html`: the report in one file.
pub async fn html(
    downloads: CallersDownloads,
    Path(id): Path<RunId>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    saved(downloads.html(&id, chosen.faces).await?)
}

/// `GET /api/runs/{id}/report.pdf`: the same, printed.
pub async fn pdf(
    downloads: CallersDownloads,
    Path(id): Path<RunId>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    saved(downloads.pdf(&id, chosen.faces).await?)
}

/// `GET /api/runs/{id}/clones.csv`: every clone, a row each.
pub async fn clones_csv(downloads: CallersDownloads, Path(id): Path<RunId>) -> Result<Response, Error> {
    saved(downloads.clones_csv(&id).await?)
}

/// `GET /api/runs/{id}/sheet.png`: clones on one sheet; with `?target=N` those of one target.
pub async fn sheet(
    downloads: CallersDownloads,
    Path(id): Path<RunId>,
    Query(chosen): Query<Chosen>,
) -> Result<Response, Error> {
    saved(downloads.sheet(&id, chosen.target, chosen.faces).await?)
}

/// `GET /api/runs/{id}/clones/{target}/{clone}/film.png`: how a clone formed; both are counted from one.
pub async fn film(
    downloads: CallersDownloads,
    Path((id, target, clone)): Path<(RunId, u32, u32)>,
) -> Result<Response, Error> {
    saved(downloads.film(&id, target, clone).await?)
}

fn saved(SavedFile { name, bytes }: SavedFile) -> Result<Response, Error> {
    Ok((attached(&name)?, bytes).into_response())
}

/// Headers of a file to save, by its name.
fn attached(name: &str) -> Result<[(header::HeaderName, HeaderValue); 2], Error> {
    let media_type = match name.rsplit('.').next() {
        Some("zip") => "application/zip",
        Some("html") => "text/html; charset=utf-8",
        Some("pdf") => "application/pdf",
        Some("csv") => "text/csv; charset=utf-8",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    };
    let named = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).map_err(anyhow::Error::from)?;
    Ok([constant(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, named)])
}
