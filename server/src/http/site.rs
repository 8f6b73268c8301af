//! The files of the site: WASM, styles, pictures. In a release they are in the binary; in development they are read from
//! `target/site` at each request.

use super::constant;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::fmt::Write;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

/// Whether the site was built: without it pages are read but not alive.
pub fn is_there() -> bool {
    Site::get("pkg/effigy.js").is_some()
}

/// The file of the site at a path of the URL, if there is one.
pub fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    let path = path.strip_prefix('/')?;
    let file = Site::get(path)?;
    let etag = etag(&file);
    // Names carry no hash of what is in the files, so that browsers ask each time; the answer is mostly "the same".
    let caching = [constant(header::CACHE_CONTROL, "no-cache"), (header::ETAG, etag.clone())];
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| matches(known, &etag)) {
        return Some((StatusCode::NOT_MODIFIED, caching).into_response());
    }
    let media_type = mime_guess::from_path(path).first_or_octet_stream();
    let media_type = HeaderValue::from_str(media_type.essence_str()).ok()?;
    Some((caching, [(header::CONTENT_TYPE, media_type)], Body::from(file.data.into_owned())).into_response())
}

/// Weak, since an answer may be compressed on its way.
fn etag(file: &EmbeddedFile) -> HeaderValue {
    let mut text = String::from("W/\"");
    for byte in &file.metadata.sha256_hash()[..16] {
        // Writing into a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('"');
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static("\"\""))
}

fn matches(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else { return false };
    known.split(',').any(|one| one.trim().trim_start_matches("W/") == etag.trim_start_matches("W/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_matches_among_others_weak_or_not() {
        let etag = HeaderValue::from_static("W/\"ab\"");
        for (known, same) in [("W/\"ab\"", true), ("\"xy\", \"ab\"", true), ("\"abc\"", false), ("", false)] {
            assert_eq!(matches(&HeaderValue::from_static(known), &etag), same, "{known}");
        }
    }

    #[test]
    fn nothing_outside_the_site_is_given() {
        for path in ["/../Cargo.toml", "/../../Cargo.toml", "//etc/passwd", "/pkg/../../debug/effigy", "/"] {
            assert!(file(path, &HeaderMap::new()).is_none(), "{path}");
        }
    }
}
