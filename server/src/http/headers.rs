//! Headers that restrict what browsers do with answers.

use super::constant;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::LazyLock;

/// For files and data: nothing in them runs or loads anything, wherever they are opened.
pub const CSP_DATA: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// For the self-contained report and for drawings: their own styles and pictures, no script.
pub const CSP_DOCUMENT: &str =
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

/// For static pages: our style sheet and pictures, no script.
pub const CSP_READ: &str = "default-src 'none'; img-src 'self'; style-src 'self'; base-uri 'none'; form-action 'none'; \
                            frame-ancestors 'none'";

/// The policy of a page. Scripts run from our own files, and inline only with the nonce of this answer, which hydration
/// needs; WASM may be compiled. Style attributes are allowed, since bars take their length from one; style sheets are
/// our own files.
pub fn csp_page(nonce: &str) -> String {
    let reload = if *RELOADED { "connect-src 'self' ws:; " } else { "" };
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self' 'nonce-{nonce}'; \
         style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; {reload}object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

/// Under `cargo leptos watch`, which sets this, pages listen on another port for the signal to reload.
static RELOADED: LazyLock<bool> = LazyLock::new(|| std::env::var_os("LEPTOS_WATCH").is_some());

/// Adds the headers of every answer.
pub async fn every(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in [
        constant(header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        constant(header::REFERRER_POLICY, "same-origin"),
        constant(header::X_FRAME_OPTIONS, "DENY"),
        constant(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        constant(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, value);
    }
    response
}

/// Adds the headers of every answer of `/api/runs` and `/api/health` that sets none of its own.
pub async fn api(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(CSP_DATA));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
