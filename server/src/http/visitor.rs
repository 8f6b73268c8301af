//! What the server knows about a request's sender, for pages and server functions.

use super::guard::Guard;
use super::proxies::{FORWARDED_FOR, TrustedProxies};
use super::state::Door;
use crate::access::Caller;
use crate::error::Error;
use crate::people::{CallersPeople, PeopleService};
use app::api::quiz::{Membership, Visitor};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::middleware::Next;
use axum::response::Response;
use std::hash::{BuildHasher, RandomState};
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock};

/// Headers that proxies add. A request that has one did not start on this machine, even over a local connection.
const OF_PROXIES: [HeaderName; 3] = [header::FORWARDED, FORWARDED_FOR, header::VIA];

/// The key of networks' hashes, another one in every process.
static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Leaves with the request a [`Visitor`], a [`Caller`], and for pages [`Who`] that is.
pub async fn note(
    State(door): State<Door>,
    State(guard): State<Arc<Guard>>,
    State(proxies): State<Arc<TrustedProxies>>,
    State(people): State<PeopleService>,
    mut request: Request,
    next: Next,
) -> Result<Response, Error> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let mut visitor = visitor(peer, request.headers(), &guard, &proxies);
    // Behind the participants' door nobody is anybody; and whether the server is well is answered while nobody can be
    // known.
    let (caller, who) = match door {
        Door::Lab if request.uri().path() != "/api/health" => {
            people.recognize(&visitor.cookies, text(request.headers(), header::AUTHORIZATION)).await?
        }
        _ => Default::default(),
    };
    visitor.membership = caller.membership();
    let extensions = request.extensions_mut();
    extensions.insert(visitor);
    extensions.insert(caller);
    extensions.insert(who);
    Ok(next.run(request).await)
}

/// The people service with the caller's rights.
pub fn callers(service: PeopleService, caller: Caller, visitor: &Visitor, headers: &HeaderMap) -> CallersPeople {
    CallersPeople {
        service,
        caller,
        user_agent: text(headers, header::USER_AGENT).into(),
        cookies: visitor.cookies.clone(),
        network: visitor.network,
        is_secure: visitor.is_secure,
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn visitor(peer: Option<SocketAddr>, headers: &HeaderMap, guard: &Guard, proxies: &TrustedProxies) -> Visitor {
    let is_direct = !OF_PROXIES.iter().any(|name| headers.contains_key(name));
    // A browser may send several.
    let cookies: Vec<&str> = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).collect();
    Visitor {
        is_local: is_direct && peer.is_some_and(|peer| peer.ip().is_loopback()),
        membership: Membership::Nowhere,
        network: peer.map(|peer| KEY.hash_one(proxies.source(peer, headers))),
        cookies: cookies.join("; "),
        is_secure: guard.is_secure(text(headers, header::HOST)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn of(peer: &str, headers: &[(HeaderName, &'static str)]) -> Visitor {
        let headers = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        let origins = ["https://effigy.example.org".into(), "http://lab.example.org".into()];
        let guard = Guard::new("127.0.0.1:3000".parse().expect("an address"), &origins).expect("origins");
        let proxies = TrustedProxies::of_this_machine();
        visitor(Some(peer.parse().expect("an address")), &headers, &guard, &proxies)
    }

    #[test]
    fn only_direct_requests_from_this_machine_are_local() {
        assert!(of("127.0.0.1:5000", &[]).is_local);
        assert!(of("[::1]:5000", &[]).is_local);
        assert!(!of("192.0.2.1:5000", &[]).is_local);
        assert!(!of("127.0.0.1:5000", &[(OF_PROXIES[1].clone(), "192.0.2.1")]).is_local);
    }

    #[test]
    fn callers_differ_by_network_and_behind_a_proxy_by_its_header() {
        let from = |peer, forwarded: Option<&'static str>| {
            let headers: Vec<_> = forwarded.map(|value| (FORWARDED_FOR, value)).into_iter().collect();
            of(peer, &headers).network.expect("known")
        };
        let one = from("192.0.2.1:5000", None);
        assert_eq!(one, from("192.0.2.1:6000", Some("198.51.100.7")), "no proxy of ours");
        assert_eq!(one, from("127.0.0.1:5000", Some("192.0.2.1")));
        assert_ne!(one, from("192.0.2.2:5000", None));
    }

    #[test]
    fn cookies_are_gathered_and_kept_to_https_where_the_site_is() {
        let cookies = [(header::COOKIE, "a=1"), (header::HOST, "effigy.example.org")];
        let visitor = of("192.0.2.1:5000", &cookies);
        assert_eq!((visitor.cookies.as_str(), visitor.is_secure), ("a=1", true));
        assert!(!of("192.0.2.1:5000", &[(header::HOST, "lab.example.org")]).is_secure);
    }
}
