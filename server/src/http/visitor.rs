//! What the server knows of whoever asks, for the pages and server functions that want to know.

use super::guard::Guard;
use crate::access::Caller;
use crate::error::Error;
use crate::people::{CallersPeople, PeopleDesk};
use crate::state::Door;
use app::api::people::SetCookie;
use app::api::quiz::{Membership, Visitor};
use axum::extract::{ConnectInfo, Extension, Path, Request, State};
use axum::http::{HeaderMap, HeaderName, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, LazyLock};

/// What proxies add. Whoever comes through one is not of this machine, whatever the connection says.
const OF_PROXIES: [HeaderName; 3] = [header::FORWARDED, HeaderName::from_static("x-forwarded-for"), header::VIA];

/// The key of networks' hashes, another one in every process.
static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);

/// Leaves with the request a [`Visitor`], a [`Caller`], and for pages [`Who`] that is.
pub async fn note(
    State(door): State<Door>,
    State(guard): State<Arc<Guard>>,
    State(people): State<PeopleDesk>,
    mut request: Request,
    next: Next,
) -> Result<Response, Error> {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0);
    let mut visitor = visitor(peer, request.headers(), &guard);
    // Behind the participants' door nobody is anybody; and whether the server is well is answered while nobody can be known.
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

/// `GET /enter/{told}`: lets the owner of this machine in, who comes by the link that the program printed.
pub async fn enter(
    State(desk): State<PeopleDesk>,
    Extension(visitor): Extension<Visitor>,
    Extension(caller): Extension<Caller>,
    Path(told): Path<String>,
    headers: HeaderMap,
) -> Result<impl IntoResponse, Error> {
    if !visitor.is_local {
        return Err(Error::NoFile("this page".into()));
    }
    let people = callers(desk, caller, &visitor, &headers);
    let SetCookie(cookie) = people.enter_as_local_owner(&told).await?;
    Ok(([(header::SET_COOKIE, cookie)], Redirect::to("/")))
}

/// People, as whoever asks may see and change them.
pub fn callers(desk: PeopleDesk, caller: Caller, visitor: &Visitor, headers: &HeaderMap) -> CallersPeople {
    CallersPeople { desk, caller, user_agent: text(headers, header::USER_AGENT).into(), is_secure: visitor.is_secure }
}

fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn visitor(peer: Option<SocketAddr>, headers: &HeaderMap, guard: &Guard) -> Visitor {
    let is_direct = !OF_PROXIES.iter().any(|name| headers.contains_key(name));
    // A browser may send several.
    let cookies: Vec<&str> = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok()).collect();
    Visitor {
        is_local: is_direct && peer.is_some_and(|peer| peer.ip().is_loopback()),
        membership: Membership::Nowhere,
        network: KEY.hash_one(peer.map(|peer| network(peer.ip(), headers))),
        cookies: cookies.join("; "),
        is_secure: guard.is_secure(text(headers, header::HOST)),
    }
}

/// An IPv4 address, or the first half of an IPv6 address, which is what one customer has. Of what comes through a proxy that is
/// on this machine or in its house, it is what the proxy says last; of anybody else such a word is not believed.
fn network(peer: IpAddr, headers: &HeaderMap) -> IpAddr {
    let of_proxy = match peer.to_canonical() {
        IpAddr::V4(peer) => peer.is_loopback() || peer.is_private(),
        IpAddr::V6(peer) => peer.is_loopback() || peer.is_unique_local(),
    };
    let last = headers.get_all(&OF_PROXIES[1]).iter().next_back().and_then(|value| value.to_str().ok());
    let told = last.and_then(|last| last.rsplit(',').next()?.trim().parse::<IpAddr>().ok());
    match told.filter(|_| of_proxy).unwrap_or(peer).to_canonical() {
        IpAddr::V6(address) => IpAddr::V6((u128::from(address) >> 64 << 64).into()),
        address => address,
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
        visitor(Some(peer.parse().expect("an address")), &headers, &guard)
    }

    #[test]
    fn only_who_comes_straight_from_this_machine_is_local() {
        assert!(of("127.0.0.1:5000", &[]).is_local);
        assert!(of("[::1]:5000", &[]).is_local);
        assert!(!of("192.0.2.1:5000", &[]).is_local);
        assert!(!of("127.0.0.1:5000", &[(OF_PROXIES[1].clone(), "192.0.2.1")]).is_local);
    }

    #[test]
    fn networks_are_told_apart_and_only_a_near_proxy_is_believed() {
        let from = |peer: &str, told: Option<&'static str>| {
            let told = told.map(|told| (OF_PROXIES[1].clone(), HeaderValue::from_static(told)));
            network(peer.parse().expect("an address"), &told.into_iter().collect())
        };
        let address = |text: &str| text.parse::<IpAddr>().expect("an address");
        assert_eq!(from("192.0.2.1", None), address("192.0.2.1"));
        assert_eq!(from("::ffff:192.0.2.1", None), address("192.0.2.1"));
        assert_eq!(from("2001:db8:1:2:3:4:5:6", None), from("2001:db8:1:2::9", None));
        assert_ne!(from("2001:db8:1:2::", None), from("2001:db8:1:3::", None));
        assert_eq!(from("127.0.0.1", Some("198.51.100.9, 203.0.113.7")), address("203.0.113.7"));
        assert_eq!(from("10.0.0.3", Some("203.0.113.7")), address("203.0.113.7"));
        assert_eq!(from("192.0.2.1", Some("203.0.113.7")), address("192.0.2.1"), "made up");
        assert_eq!(from("127.0.0.1", Some("unknown")), address("127.0.0.1"));
    }

    #[test]
    fn cookies_are_gathered_and_kept_to_https_where_the_site_is() {
        let cookies = [(header::COOKIE, "a=1"), (header::HOST, "effigy.example.org")];
        let visitor = of("192.0.2.1:5000", &cookies);
        assert_eq!((visitor.cookies.as_str(), visitor.is_secure), ("a=1", true));
        assert!(!of("192.0.2.1:5000", &[(header::HOST, "lab.example.org")]).is_secure);
    }
}
