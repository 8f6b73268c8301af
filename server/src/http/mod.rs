//! The map of addresses. Handlers extract, call and convert; what they call knows no HTTP.

mod bodies;
mod door;
mod downloads;
mod enter;
mod etag;
mod faces;
mod files;
mod gallery;
mod gate;
mod ground;
mod guard;
mod headers;
mod health;
mod limits;
mod live;
mod openapi;
mod pages;
mod proxies;
mod runs;
mod site;
mod state;
mod studies;
mod visitor;

pub use guard::Guard;
pub use limits::{Heartbeat, Limits};
pub use proxies::{Network, TrustedProxies};
pub use site::is_there as site_is_there;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::get;
pub use state::{AppState, Door, Sockets, SocketsClosed};
use std::time::Duration;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::classify::ServerErrorsFailureClass;
use tower_http::compression::predicate::{NotForContentType, Predicate};
use tower_http::compression::{CompressionLayer, CompressionLevel, DefaultPredicate};
use tower_http::limit::RequestBodyLimitLayer;
use tower_http::trace::TraceLayer;
use tracing::Span;

/// The largest body of a request; a configuration with long lists of names takes some hundred kilobytes.
const BODY_LIMIT: usize = 1024 * 1024;

/// All addresses. Server functions are under `/api/fn`, pages where the app says, files of the site elsewhere.
pub fn router(state: AppState) -> Router {
    let api = Router::new()
        .route("/api/health", get(health::health))
        .route("/api", get(openapi::page))
        .route("/api/openapi.json", get(openapi::openapi))
        .route("/api/runs/{id}/live", get(live::live))
        .route("/api/runs/{id}/snapshots/{target}/{iteration}", get(runs::snapshot))
        .route("/api/runs/{id}/thumbnail", get(runs::thumbnail))
        .route("/api/runs/{id}/files/{*path}", get(files::file))
        .route("/api/runs/{id}/export.zip", get(downloads::archive))
        .route("/api/runs/{id}/report.html", get(downloads::html))
        .route("/api/runs/{id}/report.pdf", get(downloads::pdf))
        .route("/api/runs/{id}/clones.csv", get(downloads::clones_csv))
        .route("/api/runs/{id}/sheet.png", get(downloads::sheet))
        .route("/api/runs/{id}/clones/{target}/{clone}/film.png", get(downloads::film))
        .route("/api/thumbnails/{set}/{identity}", get(faces::thumbnail))
        .route("/api/studies/{id}/{file}", get(studies::download))
        .route("/api/stimuli/{file}", get(studies::stimulus))
        .route("/api/p/{permalink}/files/{*path}", get(gallery::file))
        .route("/api/p/{permalink}/pictures/{file}", get(gallery::picture))
        .layer(from_fn(headers::api));
    pages::add_to(api, &state)
        .route(pages::ENTRANCE, get(enter::enter))
        .layer(RequestBodyLimitLayer::new(BODY_LIMIT))
        .merge(faces::uploads().layer(from_fn(headers::api)))
        .layer(compression())
        .layer(from_fn_with_state(state.clone(), bodies::check))
        .layer(from_fn_with_state(state.clone(), gate::check))
        .layer(from_fn_with_state(state.clone(), visitor::note))
        .layer(from_fn_with_state(state.clone(), ground::check))
        .layer(from_fn_with_state(state.clone(), door::check))
        .layer(from_fn_with_state(state.clone(), guard::check))
        .layer(from_fn(headers::every))
        .layer(CatchPanicLayer::new())
        .layer(TraceLayer::new_for_http().on_failure(note_failure))
        .with_state(state)
}

/// Refusals for lack of capacity or storage are logged once where they originate, not for each request.
fn note_failure(failure: ServerErrorsFailureClass, latency: Duration, _: &Span) {
    match failure {
        ServerErrorsFailureClass::StatusCode(StatusCode::SERVICE_UNAVAILABLE) => {}
        failure => tracing::error!(%failure, ?latency, "a request was answered by a failure"),
    }
}

/// Favours speed over size: most readers are on this machine. Compressed content is left alone.
fn compression() -> CompressionLayer<impl Predicate> {
    let [binary, archive] = ["application/octet-stream", "application/zip"].map(NotForContentType::const_new);
    let packs = DefaultPredicate::new().and(binary).and(archive);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(packs)
}

/// The header of a text constant.
pub(crate) fn constant(name: header::HeaderName, value: &'static str) -> (header::HeaderName, header::HeaderValue) {
    (name, header::HeaderValue::from_static(value))
}
