//! `GET /api/runs/{id}/files/{path}`: the files of a run that people may have, and no others.

use super::headers::{CSP_DATA, CSP_DOCUMENT};
use crate::blocking::blocking;
use crate::error::Error;
use crate::export::mark::marked;
use crate::lab::Laboratory;
use app::wire::run::RunId;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::path::PathBuf;
use tower::ServiceExt;
use tower_http::services::ServeFile;

/// How a file is given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Kind {
    media_type: &'static str,
    csp: &'static str,
    /// Pictures are drawn once and never change; all else is asked for again, which costs little if it is the same.
    lasts: bool,
}

/// Answers with the file, with ranges and "not modified" as a browser asks.
pub async fn file(
    State(lab): State<Laboratory>,
    Path((id, path)): Path<(RunId, String)>,
    request: Request,
) -> Result<Response, Error> {
    let no_file = || Error::NoFile("this file".into());
    let kind = kind(&path).ok_or_else(no_file)?;
    let mut response = if path.starts_with("clones/") {
        // A clone says what it is, wherever it is saved.
        let read = move || lab.file(&id, &path).map(|bytes| bytes.map(|bytes| (bytes, id)));
        let (bytes, id) = blocking(read).await?.ok_or_else(no_file)?;
        marked(&bytes, &id).map_err(anyhow::Error::from)?.into_response()
    } else {
        let file = blocking(move || locate(&lab, &id, &path)).await?.ok_or_else(no_file)?;
        let Ok(served) = ServeFile::new(file).oneshot(request).await;
        served.into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind.media_type));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(kind.csp));
    let cache = if kind.lasts { "private, max-age=86400" } else { "no-cache" };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    Ok(response)
}

/// The file's place, links followed, if it lies in the run's folder.
fn locate(lab: &Laboratory, id: &RunId, path: &str) -> Result<Option<PathBuf>, Error> {
    let folder = lab.folder(id)?;
    let (Ok(root), Ok(file)) = (folder.canonicalize(), folder.join(path).canonicalize()) else { return Ok(None) };
    Ok((file.starts_with(root) && file.is_file()).then_some(file))
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
        ["table2.csv" | "cmc.csv"] => of("text/csv; charset=utf-8", CSP_DATA, false),
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
    fn what_people_may_have_is_given() {
        for path in [
            "report.json",
            "report.html",
            "table2.csv",
            "cmc.csv",
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
