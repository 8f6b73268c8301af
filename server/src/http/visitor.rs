//! What the server knows of whoever asks, for the pages and server functions that want to know.

use super::guard::Guard;
use crate::access::{Caller, Person};
use crate::state::Door;
use app::api::quiz::Visitor;
use app::wire::people::{PersonId, Role, WorkspaceId};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::middleware::Next;
use axum::response::Response;
use std::net::SocketAddr;
use std::sync::Arc;

/// What proxies add. Whoever comes through one is not of this machine, whatever the connection says.
const OF_PROXIES: [HeaderName; 3] = [header::FORWARDED, HeaderName::from_static("x-forwarded-for"), header::VIA];

/// Leaves a [`Visitor`] with the request, and a [`Caller`]. There are no accounts yet: on a server that only its own machine
/// reaches, whoever comes straight from there is its owner; everybody else is nobody.
pub async fn note(
    State(door): State<Door>,
    State(guard): State<Arc<Guard>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let visitor = visitor(door, peer, request.headers(), &guard);
    if visitor.is_local && visitor.is_lab && guard.is_private() {
        request.extensions_mut().insert(local_owner());
    }
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

fn local_owner() -> Caller {
    let first = WorkspaceId::first();
    Caller::from(Person {
        id: PersonId("0000000000000001".into()),
        name: "Local owner".into(),
        is_administrator: false,
        memberships: vec![(first.clone(), Role::Owner)],
        workspace: Some(first),
    })
}

fn visitor(door: Door, peer: Option<SocketAddr>, headers: &HeaderMap, guard: &Guard) -> Visitor {
    let is_direct = !OF_PROXIES.iter().any(|name| headers.contains_key(name));
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // A browser may send several.
    let cookies: Vec<&str> = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).collect();
    Visitor {
        is_local: is_direct && peer.is_some_and(|peer| peer.ip().is_loopback()),
        is_lab: door == Door::Lab,
        cookies: cookies.join("; "),
        is_secure: guard.is_secure(text(header::HOST)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn of(door: Door, peer: &str, headers: &[(HeaderName, &'static str)]) -> Visitor {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        let origins = ["https://effigy.example.org".into(), "http://lab.example.org".into()];
        let guard = Guard::new("127.0.0.1:3000".parse().expect("an address"), &origins).expect("origins");
        visitor(door, Some(peer.parse().expect("an address")), &headers, &guard)
    }

    #[test]
    fn only_who_comes_straight_from_this_machine_is_local() {
        assert!(of(Door::Lab, "127.0.0.1:5000", &[]).is_local);
        assert!(of(Door::Lab, "[::1]:5000", &[]).is_local);
        assert!(!of(Door::Lab, "192.0.2.1:5000", &[]).is_local);
        assert!(!of(Door::Lab, "127.0.0.1:5000", &[(OF_PROXIES[1].clone(), "192.0.2.1")]).is_local);
        assert!(!of(Door::Quiz, "127.0.0.1:5000", &[]).is_lab);
    }

    #[test]
    fn cookies_are_gathered_and_kept_to_https_where_the_site_is() {
        let cookies = [(header::COOKIE, "a=1"), (header::HOST, "effigy.example.org")];
        let visitor = of(Door::Quiz, "192.0.2.1:5000", &cookies);
        assert_eq!((visitor.cookies.as_str(), visitor.is_secure), ("a=1", true));
        assert!(!of(Door::Quiz, "192.0.2.1:5000", &[(header::HOST, "lab.example.org")]).is_secure);
    }
}
