//! `GET /api/runs/{id}/files/{path}`: the files of a run that people may have, and no others.

use super::headers::{CSP_DATA, CSP_DOCUMENT};
use super::{constant, etag};
use crate::access::Caller;
use crate::blocking::blocking;
use crate::error::Error;
use crate::export::mark::marked;
use crate::lab::Laboratory;
use crate::store::StoreError;
use axum::body::Body;
use axum::extract::{Extension, Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use wire::run::RunId;

/// Larger files are not held in memory, so they are not compared with their hash before they are sent.
const HELD: u64 = 8 * 1024 * 1024;

/// How a file is given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind {
    media_type: &'static str,
    csp: &'static str,
    /// Pictures are drawn once and never change; all else is asked for again, which costs little if it is the same.
    lasts: bool,
}

/// Answers with the file, or that it is the one that the browser has.
pub async fn file(
    State(lab): State<Laboratory>,
    Extension(caller): Extension<Caller>,
    Path((id, path)): Path<(RunId, String)>,
    asked: HeaderMap,
) -> Result<Response, Error> {
    lab.row_seen_by(&caller, &id)?;
    let no_file = || Error::NoFile("this file".into());
    let kind = kind(&path).ok_or_else(no_file)?;
    let (from, run, name) = (lab.clone(), id.clone(), path);
    let row = blocking(move || from.file_row(&run, &name)).await?.ok_or_else(no_file)?;
    let is_clone = row.path.starts_with("clones/");
    // The same bytes have the same name; a clone is given out with words that name its run.
    let tag = if is_clone { format!("\"{}.{}\"", row.hash, id.0) } else { format!("\"{}\"", row.hash) };
    let tag = HeaderValue::from_str(&tag).map_err(anyhow::Error::from)?;
    let cache = if kind.lasts { "private, max-age=86400" } else { "no-cache" };
    let about = [
        (header::ETAG, tag.clone()),
        constant(header::CACHE_CONTROL, cache),
        constant(header::CONTENT_TYPE, kind.media_type),
        constant(header::CONTENT_SECURITY_POLICY, kind.csp),
    ];
    if etag::is_known(&asked, &tag) {
        return Ok((StatusCode::NOT_MODIFIED, about).into_response());
    }
    let lost = || StoreError::Missing { what: row.path.clone(), hash: row.hash.clone() };
    if row.size > HELD {
        let bytes = lab.objects().stream(&row.hash).await.map_err(StoreError::from)?.ok_or_else(lost)?;
        let length = [(header::CONTENT_LENGTH, row.size.to_string())];
        return Ok((about, length, Body::from_stream(bytes)).into_response());
    }
    let bytes = lab.objects().get(&row.hash).await.map_err(StoreError::from)?.ok_or_else(lost)?;
    // A clone says what it is, wherever it is saved.
    let bytes = if is_clone { marked(&bytes, &id).map_err(anyhow::Error::from)?.into() } else { bytes };
    Ok((about, bytes).into_response())
}

/// How the file at a path (percent-decoded) is given out; none if it is not for people.
fn kind(path: &str) -> Option<Kind> {
    let parts: Vec<&str> = path.split('/').collect();
    if !parts.iter().all(|part| is_name(part)) {
        return None;
    }
    let of = |media_type, csp, lasts| Some(Kind { media_type, csp, lasts });
    match parts[..] {
        ["report.html"] => of("text/html; charset=utf-8", CSP_DOCUMENT, false),
        ["cmc.svg"] => of("image/svg+xml", CSP_DOCUMENT, false),
        ["report.json" | "split.json"] => of("application/json", CSP_DATA, false),
        ["totals.csv" | "table2.csv" | "clones.csv" | "cmc.csv" | "comparisons.csv"] => {
            of("text/csv; charset=utf-8", CSP_DATA, false)
        }
        ["config.toml"] => of("text/plain; charset=utf-8", CSP_DATA, false),
        ["recognizers", file] if file.ends_with(".safetensors") => of("application/octet-stream", CSP_DATA, false),
        ["recognizers", file] if file.ends_with(".json") => of("application/json", CSP_DATA, false),
        ["clones" | "seeds" | "faces", _, file] if is_picture(file) => of("image/png", CSP_DATA, true),
        _ => None,
    }
}

/// A file or folder that cannot lead elsewhere, on any system.
fn is_name(part: &str) -> bool {
    !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0'])
}

fn is_picture(file: &str) -> bool {
    let number = file.strip_suffix(".png");
    number.is_some_and(|number| number.len() >= 4 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permitted_files_are_served() {
        for path in [
            "report.json",
            "report.html",
            "totals.csv",
            "table2.csv",
            "clones.csv",
            "cmc.csv",
            "comparisons.csv",
            "cmc.svg",
            "config.toml",
            "split.json",
            "recognizers/target.safetensors",
            "recognizers/target.json",
            "clones/Zoë #1?/0000.png",
            "seeds/a b/0123.png",
            "faces/n000001/12345.png",
        ] {
            assert!(kind(path).is_some(), "{path}");
        }
    }

    #[test]
    fn all_else_is_not() {
        for path in [
            "",
            "run.json",
            "live.json",
            "times.json",
            "report.json/",
            "/report.json",
            "../report.json",
            "./report.json",
            "clones/../run.json",
            "clones/../../x/0000.png",
            "clones/a/000.png",
            "clones/a/0000.jpg",
            "clones/a/b/0000.png",
            "clones/..\\..\\0000.png",
            "clones/c:/0000.png",
            "faces/.hidden/0000.png",
            "recognizers/notes.txt",
            "recognizers/.json",
            "snapshots/0/000000.frames",
            "scratch/0/0000.png",
            "clones/a\0/0000.png",
        ] {
            assert!(kind(path).is_none(), "{path}");
        }
    }
}
