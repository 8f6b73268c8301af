//! Where the owner of this machine comes in.

use super::state::AppState;
use super::visitor::callers;
use super::{constant, pages};
use crate::access::Caller;
use crate::error::Error;
use app::api::people::SetCookies;
use app::api::quiz::Visitor;
use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::http::header;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};

/// `GET /enter/{told}`: lets the owner of this machine in by the link that the program printed. Others get a page with
/// instructions.
pub async fn enter(
    State(state): State<AppState>,
    Extension(visitor): Extension<Visitor>,
    Extension(caller): Extension<Caller>,
    Path(told): Path<String>,
    request: Request,
) -> Result<Response, Error> {
    let people = callers(state.people.clone(), caller, &visitor, request.headers());
    let entered = match visitor.is_local {
        true => people.enter_as_local_owner(&told).await,
        false => Err(Error::NoFile("this page".into())),
    };
    let SetCookies(cookies) = match entered {
        Err(Error::NoFile(_)) => return Ok(pages::no_entry(state, request).await),
        entered => entered?,
    };
    let cookies = cookies.into_iter().map(|cookie| (header::SET_COOKIE, cookie));
    let cookies = AppendHeaders(cookies.collect::<Vec<_>>());
    Ok(([constant(header::CACHE_CONTROL, "no-store")], cookies, Redirect::to("/")).into_response())
}
