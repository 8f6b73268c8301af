//! The files of the site: WASM, styles, pictures. In a release they are in the binary; in development they are read
//! from `target/site` at each request. The build laid compressed ones beside them, smaller than could be made while a
//! browser waits; where there are none, as under `cargo leptos watch`, answers are compressed on their way like all
//! others.

use super::{constant, etag};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

/// How files are compressed, the smallest first: the name of the coding in headers, and the ending of the file.
const CODINGS: [(&str, &str); 2] = [("br", "br"), ("gzip", "gz")];

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// Whether the site was built: without it pages are read but not alive.
pub fn is_there() -> bool {
    Site::get("pkg/effigy.js").is_some()
}

/// Whether a file of the site is at a path of the URL.
pub fn has(path: &str) -> bool {
    path.strip_prefix('/').is_some_and(|path| Site::get(path).is_some())
}

/// The file of the site at a path of the URL, if there is one.
pub fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    let path = path.strip_prefix('/')?;
    let file = Site::get(path)?;
    let etag = tag(&file);
    // File names carry no content hash, so browsers revalidate each time; the answer is mostly "not modified".
    let caching = [
        constant(header::CACHE_CONTROL, "no-cache"),
        (header::ETAG, etag.clone()),
        constant(header::VARY, "accept-encoding"),
    ];
    if etag::is_known(headers, &etag) {
        return Some((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    let media_type = mime_guess::from_path(path).first_or_octet_stream();
    let media_type = [(header::CONTENT_TYPE, HeaderValue::from_str(media_type.essence_str()).ok()?)];
    Some(match compressed(path, headers) {
        Some((coding, file)) => {
            let coding = [constant(header::CONTENT_ENCODING, coding)];
            (caching, media_type, coding, Body::from(file.data)).into_response()
        }
        None => (caching, media_type, Body::from(file.data)).into_response(),
    })
}

/// The smallest form of a file that the client understands, with its coding.
fn compressed(path: &str, headers: &HeaderMap) -> Option<(&'static str, EmbeddedFile)> {
    let accepted = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?;
    let understood = CODINGS.into_iter().filter(|(coding, _)| accepts(accepted, coding));
    understood.filter_map(|(coding, ending)| Some((coding, Site::get(&format!("{path}.{ending}"))?))).next()
}

/// Whether an `Accept-Encoding` names a coding, and not as one to be spared.
fn accepts(accepted: &str, coding: &str) -> bool {
    accepted.split(',').any(|one| {
        let (name, quality) = one.split_once(';').unwrap_or((one, ""));
        let quality = quality.trim().strip_prefix("q=").map_or(Ok(1.0), str::parse::<f32>);
        name.trim().eq_ignore_ascii_case(coding) && quality.is_ok_and(|quality| quality > 0.0)
    })
}

/// Weak, since the same file is given out in several encodings.
fn tag(file: &EmbeddedFile) -> HeaderValue {
    let text = format!("W/\"{}\"", hex::encode(&file.metadata.sha256_hash()[..16]));
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coding_is_accepted_where_it_is_named_and_not_refused() {
        for (accepted, expected) in [
            ("gzip, deflate, br", true),
            ("BR;q=0.5", true),
            ("gzip,br; q=1", true),
            ("br;q=0", false),
            ("br;q=nonsense", false),
            ("gzip, brotli", false),
            ("", false),
        ] {
            assert_eq!(accepts(accepted, "br"), expected, "{accepted}");
        }
    }

    #[test]
    fn nothing_outside_the_site_is_given() {
        for path in ["/../Cargo.toml", "/../../Cargo.toml", "//etc/passwd", "/pkg/../../debug/effigy", "/"] {
            assert!(file(path, &HeaderMap::new()).is_none(), "{path}");
        }
    }
}
