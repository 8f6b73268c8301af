//! Pictures and downloads of studies.

use super::{constant, etag};
use crate::access::Caller;
use crate::digits;
use crate::error::Error;
use crate::studies::{CallersStudies, Download, StudyService};
use axum::extract::{Extension, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use wire::study::results::ScreeningConfig;
use wire::study::{Population, StudyId};

/// `GET /api/stimuli/{ID}.png`: a picture. Nothing in the answer reveals what it shows. Its length is sent first, so
/// that a browser detects a truncated one.
pub async fn stimulus(
    State(service): State<StudyService>,
    Extension(caller): Extension<Caller>,
    Path(file): Path<String>,
    asked: HeaderMap,
) -> Result<Response, Error> {
    let id = file.strip_suffix(".png").filter(|id| digits::is(id, 32));
    let png = service.stimulus(&caller, id.ok_or_else(|| Error::NoFile("this picture".into()))?).await?;
    let tag = etag::of_hash(&Sha256::digest(&png));
    // A picture never changes under its name.
    let kept = constant(header::CACHE_CONTROL, "private, max-age=86400, immutable");
    if etag::is_known(&asked, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, [kept, (header::ETAG, tag)]).into_response());
    }
    let length = (header::CONTENT_LENGTH, HeaderValue::from(png.len()));
    let headers = [constant(header::CONTENT_TYPE, "image/png"), kept, (header::ETAG, tag), length];
    Ok((headers, png).into_response())
}

/// The population, and the thresholds of screening; an absent rule is not applied.
#[derive(Debug, Deserialize)]
pub struct DownloadQuery {
    #[serde(default)]
    population: Population,
    straight_line: Option<f64>,
    inverted: Option<f64>,
    agreement: Option<f64>,
    bt500: Option<f64>,
    attention: Option<f64>,
}

/// `GET /api/studies/{id}/{file}`: `answers.csv`, `dictionary.csv`, `payments.csv`, `export.json` or `methods.txt`.
pub async fn download(
    State(service): State<StudyService>,
    Extension(caller): Extension<Caller>,
    Path((id, file)): Path<(StudyId, String)>,
    Query(asked): Query<DownloadQuery>,
) -> Result<impl IntoResponse, Error> {
    let (download, media_type) = match file.as_str() {
        "answers.csv" => (Download::Answers, "text/csv; charset=utf-8"),
        "dictionary.csv" => (Download::Dictionary, "text/csv; charset=utf-8"),
        "export.json" => (Download::Everything, "application/json"),
        "payments.csv" => (Download::Payments, "text/csv; charset=utf-8"),
        "methods.txt" => (Download::Methods, "text/plain; charset=utf-8"),
        _ => return Err(Error::NoFile(file)),
    };
    let DownloadQuery { population, straight_line, inverted, agreement, bt500, attention } = asked;
    let screening = ScreeningConfig { straight_line, inverted, agreement, bt500, attention };
    let text = CallersStudies { service, caller }.download(&id, download, population, screening).await?;
    // The id is known to the store by now: sixteen hexadecimal digits.
    let name = format!("attachment; filename=\"study-{}-{file}\"", id.0);
    let name = HeaderValue::from_str(&name).map_err(anyhow::Error::from)?;
    Ok(([constant(header::CONTENT_TYPE, media_type), (header::CONTENT_DISPOSITION, name)], text))
}
