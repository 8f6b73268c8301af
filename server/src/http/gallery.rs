//! `/api/p/{permalink}/...`: files and pictures of publications, for everybody.
//!
//! A browser revalidates its cache each time, since a publication may have been withdrawn; the answer is mostly "not
//! modified".

use super::{constant, etag};
use crate::error::Error;
use crate::gallery::{File, Gallery, Kind};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use wire::gallery::Permalink;

/// `GET /api/p/{permalink}/files/{path}`: a file that the published report names, or `report.json`.
pub async fn file(
    State(gallery): State<Gallery>,
    Path((permalink, path)): Path<(Permalink, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    Ok(match gallery.file(&permalink, &path).await? {
        File::Png(bytes) => answer(&headers, "image/png", bytes),
        File::Json(text) => answer(&headers, "application/json", text.into_bytes()),
    })
}

/// `GET /api/p/{permalink}/pictures/{PLACE}-{CLONE}-{KIND}.jpg`: a small picture, or a film as a strip.
pub async fn picture(
    State(gallery): State<Gallery>,
    Path((permalink, file)): Path<(Permalink, String)>,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let (place, clone, kind) = asked(&file).ok_or_else(|| Error::NoFile("this picture".into()))?;
    Ok(answer(&headers, "image/jpeg", gallery.picture(&permalink, place, clone, kind).await?))
}

fn asked(file: &str) -> Option<(u32, u32, Kind)> {
    let mut parts = file.strip_suffix(".jpg")?.split('-');
    let mut number = || parts.next()?.parse().ok();
    let (place, clone) = (number()?, number()?);
    let kind = Kind::named(parts.next()?)?;
    parts.next().is_none().then_some((place, clone, kind))
}

fn answer(headers: &HeaderMap, media_type: &'static str, bytes: Vec<u8>) -> Response {
    let tag = etag::of_hash(&Sha256::digest(&bytes));
    let is_known = etag::is_known(headers, &tag);
    let caching = [constant(header::CACHE_CONTROL, "private, no-cache"), (header::ETAG, tag)];
    if is_known {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, [constant(header::CONTENT_TYPE, media_type)], bytes).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_named_by_place_clone_and_kind() {
        assert_eq!(asked("2-13-strip.jpg"), Some((2, 13, Kind::Strip)));
        for no in
            ["2-13-strip", "2-strip.jpg", "2-13-other.jpg", "-1-2-clone.jpg", "1-2-clone-3.jpg", "../1-2-clone.jpg"]
        {
            assert_eq!(asked(no), None, "{no}");
        }
    }
}
