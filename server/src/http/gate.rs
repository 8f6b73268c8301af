//! The addresses that are open without signing in. All others require it: handlers check what each person may do, and
//! an address that is not listed is closed.

use super::door::is_of_the_quiz;
use super::site;
use super::state::Door;
use crate::access::Caller;
use crate::error::Error;
use crate::people::PeopleService;
use app::api::ApiError;
use axum::Json;
use axum::extract::{Extension, Request, State};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

/// Always open: creating the first administrator, and asking whether there is one yet.
const ALWAYS: [&str; 6] = [
    "/sign-in",
    "/api/health",
    "/api/fn/sign_in_defaults",
    "/api/fn/offered",
    "/api/fn/join",
    "/api/fn/choose_password",
];
const ALWAYS_UNDER: [&str; 3] = ["/join/", "/enter/", "/pkg/"];
/// Open to everybody once there is an administrator.
const PUBLIC: [&str; 8] = [
    "/gallery",
    "/api/fn/gallery",
    "/api/fn/published",
    "/api/fn/published_clone",
    "/api/fn/sign_in",
    "/api/fn/sign_out",
    "/api",
    "/api/openapi.json",
];
const PUBLIC_UNDER: [&str; 2] = ["/p/", "/api/p/"];

/// Who may use an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Open {
    Always,
    ToEverybody,
    ToPeople,
}

fn openness(path: &str) -> Open {
    let under = |beginnings: &[&str]| !path.contains("..") && beginnings.iter().any(|start| path.starts_with(start));
    if ALWAYS.contains(&path) || under(&ALWAYS_UNDER) || site::has(path) {
        Open::Always
    } else if PUBLIC.contains(&path) || under(&PUBLIC_UNDER) || is_of_the_quiz(path) {
        Open::ToEverybody
    } else {
        Open::ToPeople
    }
}

/// Lets a request through, sends a person to sign in, or refuses.
pub async fn check(
    State(door): State<Door>,
    State(people): State<PeopleService>,
    Extension(caller): Extension<Caller>,
    request: Request,
    next: Next,
) -> Result<Response, Error> {
    let open = openness(request.uri().path());
    let may = match open {
        Open::Always => true,
        // Behind the participants' door the quiz alone is there.
        Open::ToEverybody => door == Door::Quiz || people.is_set_up().await?,
        Open::ToPeople => caller.person().is_some(),
    };
    if may {
        return Ok(next.run(request).await);
    }
    let is_page = *request.method() == Method::GET && !request.uri().path().starts_with("/api");
    if is_page {
        return Ok(Redirect::to(&sign_in(request.uri())).into_response());
    }
    // What a page has asked says why in the form that the page reads.
    if request.uri().path().starts_with("/api/fn/") {
        return Ok((StatusCode::UNAUTHORIZED, Json(ApiError::SignedOut)).into_response());
    }
    Err(Error::SignedOut)
}

/// The page for signing in, which leads back.
fn sign_in(from: &Uri) -> String {
    let path = from.path_and_query().map_or("/", |path| path.as_str());
    let next: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    if path == "/" { "/sign-in".into() } else { format!("/sign-in?next={next}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unlisted_addresses_are_closed() {
        for (path, open) in [
            ("/sign-in", Open::Always),
            ("/join/00ff", Open::Always),
            ("/pkg/effigy.js", Open::Always),
            ("/gallery", Open::ToEverybody),
            ("/p/00ff/1/2", Open::ToEverybody),
            ("/q/00ff", Open::ToEverybody),
            ("/api/fn/quiz_answer", Open::ToEverybody),
            ("/", Open::ToPeople),
            ("/runs/new", Open::ToPeople),
            ("/api/fn/start", Open::ToPeople),
            ("/api/fn/publish", Open::ToPeople),
            ("/api/fn/galleryx", Open::ToPeople),
            ("/api/runs/00/live", Open::ToPeople),
            ("/p/../runs/new", Open::ToPeople),
            ("/join/../api/runs", Open::ToPeople),
        ] {
            assert_eq!(openness(path), open, "{path}");
        }
    }

    #[test]
    fn signing_in_leads_back() {
        let to = |from: &'static str| sign_in(&Uri::from_static(from));
        assert_eq!(to("/"), "/sign-in");
        assert_eq!(to("/runs/00ff?step=3&x=%2F"), "/sign-in?next=%2Fruns%2F00ff%3Fstep%3D3%26x%3D%252F");
    }
}
