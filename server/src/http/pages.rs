//! Pages and server functions, as Leptos routes them, and the files of the site.

use super::headers::csp_page;
use super::state::AppState;
use super::{site, visitor};
use crate::access::Caller;
use crate::comments::CallersComments;
use crate::compare::CallersComparison;
use crate::downloads::CallersDownloads;
use crate::faces::CallersFaces;
use crate::gallery::CallersGallery;
use crate::lab::CallersLab;
use crate::studies::CallersStudies;
use app::api::SharedLab;
use app::api::comments::SharedComments;
use app::api::compare::SharedComparing;
use app::api::downloads::SharedDownloads;
use app::api::faces::SharedFaces;
use app::api::gallery::SharedGallery;
use app::api::people::SharedPeople;
use app::api::quiz::Visitor;
use app::api::studies::SharedStudies;
use app::{Section, shell};
use axum::Router;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use leptos::context::{provide_context, use_context};
use leptos::nonce::use_nonce;
use leptos_axum::{LeptosRoutes, ResponseOptions, render_app_async_with_context};
use std::sync::Arc;
use wire::people::CurrentUser;

/// The entrance for the owner of this machine. Its page is shown only if the link does not let the visitor in.
pub const ENTRANCE: &str = "/enter/{told}";

/// Adds the pages to the router.
pub fn add_to(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    let options = state.leptos.clone();
    let context = context(state.clone());
    // Leptos' own routes come with the server functions of all sections; those of the other sections are added by hand.
    let mut router = router.leptos_routes_with_context(state, Section::Lab.routes(), context, move || {
        shell(options.clone(), Section::Lab)
    });
    for &section in Section::ALL.iter().filter(|section| **section != Section::Lab) {
        for route in section.routes().into_iter().filter(|route| route.path() != ENTRANCE) {
            router = router.route(route.path(), get(move |State(state), request| page(state, section, request)));
        }
    }
    router.fallback(site_or_page)
}

/// A page of a section, with its data.
async fn page(state: AppState, section: Section, request: Request) -> Response {
    let options = state.leptos.clone();
    let render = render_app_async_with_context(context(state), move || shell(options.clone(), section));
    render(request).await.into_response()
}

/// The context of pages and server functions; also sets the policy of a page's scripts.
fn context(state: AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    move || {
        provide_context(state.participation.clone());
        let (headers, noted) =
            use_context::<Parts>().map(|parts| (parts.headers, parts.extensions)).unwrap_or_default();
        let visitor = noted.get::<Visitor>().cloned().unwrap_or_default();
        let caller = noted.get::<Caller>().cloned().unwrap_or_default();
        provide_context(noted.get::<CurrentUser>().cloned().unwrap_or_default());
        let people = visitor::callers(state.people.clone(), caller.clone(), &visitor, &headers);
        provide_context(Arc::new(people) as SharedPeople);
        provide_context(visitor);
        let (store, lab) = (state.studies.store().clone(), state.lab.clone());
        provide_context(Arc::new(CallersLab { lab: lab.clone(), caller: caller.clone() }) as SharedLab);
        let studies = CallersStudies { service: state.studies.clone(), caller: caller.clone() };
        provide_context(Arc::new(studies) as SharedStudies);
        let comparison = CallersComparison { lab: lab.clone(), caller: caller.clone() };
        provide_context(Arc::new(comparison) as SharedComparing);
        let downloads = CallersDownloads { service: state.studies.clone(), caller: caller.clone() };
        provide_context(Arc::new(downloads) as SharedDownloads);
        let gallery = CallersGallery { gallery: state.gallery.clone(), caller: caller.clone() };
        provide_context(Arc::new(gallery) as SharedGallery);
        let faces = CallersFaces { service: state.faces.clone(), caller: caller.clone() };
        provide_context(Arc::new(faces) as SharedFaces);
        provide_context(Arc::new(CallersComments { store, lab, caller }) as SharedComments);
        // Server functions have no nonce, and need no policy for scripts.
        let (Some(nonce), Some(response)) = (use_nonce(), use_context::<ResponseOptions>()) else { return };
        if let Ok(policy) = HeaderValue::from_str(&csp_page(&nonce)) {
            response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
        }
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// A file of the site, or the page "not found".
async fn site_or_page(State(state): State<AppState>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    if let Some(file) = site::file(request.uri().path(), request.headers()) {
        return file;
    }
    if request.uri().path().starts_with("/api/") {
        return (StatusCode::NOT_FOUND, "there is no such address").into_response();
    }
    not_found_page(state, request).await
}

/// The answer to a visitor with an entrance link that is not valid.
pub async fn no_entry(state: AppState, request: Request) -> Response {
    let mut response = page(state, Section::People, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

async fn not_found_page(state: AppState, request: Request) -> Response {
    let mut response = page(state, Section::Lab, request).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}
