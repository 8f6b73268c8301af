//! Checks `Host` and `Origin`.
//!
//! - `Host` must be one of ours on every request: otherwise a foreign page could point its own name at this machine and
//!   read everything as if it were ours (DNS rebinding).
//! - `Origin`, if a browser sends it, must be ours on every change and on every WebSocket, which browsers do not
//!   otherwise protect from foreign pages. Browsers always send it there; a request without it comes from no browser,
//!   so no foreign page is behind it.

use crate::error::Error;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Arc;

/// The names of this server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guard {
    origins: BTreeSet<String>,
    hosts: BTreeSet<String>,
    is_private: bool,
}

/// An invalid origin.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no origin; give scheme, host and port as a browser shows them, such as https://effigy.example.org")]
pub struct BadOrigin(String);

impl Guard {
    /// For a listener at `address`, and further origins (of a proxy, say).
    ///
    /// # Errors
    /// If one of `further` is invalid.
    pub fn new(address: SocketAddr, further: &[String]) -> Result<Self, BadOrigin> {
        let port = address.port();
        let own = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("http://{host}:{port}"));
        let own = if address.ip().is_loopback() { own.to_vec() } else { Vec::new() };
        let is_private = address.ip().is_loopback() && further.is_empty();
        let mut guard = Self { origins: BTreeSet::new(), hosts: BTreeSet::new(), is_private };
        for origin in own.iter().chain(further) {
            let (origin, host) = parse(origin).ok_or_else(|| BadOrigin(origin.clone()))?;
            guard.origins.insert(origin);
            guard.hosts.insert(host);
        }
        Ok(guard)
    }

    /// Whether browsers reach this host by https.
    pub fn is_secure(&self, host: &str) -> bool {
        self.origins.contains(&format!("https://{}", without_default_port(&host.to_ascii_lowercase())))
    }

    /// Whether only people of this machine are meant to reach the server.
    pub fn is_private(&self) -> bool {
        self.is_private
    }

    /// Whether a request may go on.
    fn judge(&self, method: &Method, uri: &Uri, headers: &HeaderMap) -> Result<(), Error> {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let host = text(header::HOST).or_else(|| uri.authority().map(|authority| authority.as_str()));
        let known = host.is_some_and(|host| self.hosts.contains(&without_default_port(&host.to_ascii_lowercase())));
        if !known {
            return Err(Error::Forbidden("this server is not reached by that name; allow more by --origin"));
        }
        let guarded = !matches!(*method, Method::GET | Method::HEAD) || headers.contains_key(header::UPGRADE);
        match text(header::ORIGIN) {
            Some(origin) if guarded && !self.allows(origin) => {
                Err(Error::Forbidden("another site may not ask for this"))
            }
            _ => Ok(()),
        }
    }

    fn allows(&self, origin: &str) -> bool {
        parse(origin).is_some_and(|(origin, _)| self.origins.contains(&origin))
    }
}

/// Lets a request through or refuses it.
pub async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    match guard.judge(request.method(), request.uri(), request.headers()) {
        Ok(()) => next.run(request).await,
        Err(error) => error.into_response(),
    }
}

/// An origin in the form in which browsers send it, and its host.
fn parse(origin: &str) -> Option<(String, String)> {
    let (scheme, rest) = origin.trim_end_matches('/').split_once("://")?;
    let (scheme, host) = (scheme.to_ascii_lowercase(), rest.to_ascii_lowercase());
    let default_port = match scheme.as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => return None,
    };
    let host = host.strip_suffix(default_port).unwrap_or(&host).to_owned();
    let plain = !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ', '*']);
    plain.then(|| (format!("{scheme}://{host}"), host))
}

fn without_default_port(host: &str) -> String {
    host.strip_suffix(":80").or_else(|| host.strip_suffix(":443")).unwrap_or(host).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guard() -> Guard {
        let address = "127.0.0.1:3000".parse().expect("an address");
        Guard::new(address, &["https://effigy.example.org:443/".into()]).expect("origins")
    }

    fn passes(method: Method, headers: &[(header::HeaderName, &'static str)]) -> bool {
        let headers = headers.iter().map(|(name, value)| (name.clone(), header::HeaderValue::from_static(value)));
        guard().judge(&method, &Uri::from_static("/"), &headers.collect()).is_ok()
    }

    #[test]
    fn only_our_names_are_answered() {
        for (host, fine) in [
            ("127.0.0.1:3000", true),
            ("LOCALHOST:3000", true),
            ("[::1]:3000", true),
            ("effigy.example.org", true),
            ("effigy.example.org:443", true),
            ("127.0.0.1:3001", false),
            ("evil.example", false),
            ("effigy.example.org.evil.example", false),
        ] {
            assert_eq!(passes(Method::GET, &[(header::HOST, host)]), fine, "{host}");
        }
        assert!(!passes(Method::GET, &[]), "no host at all");
    }

    #[test]
    fn foreign_pages_may_neither_change_nor_listen() {
        let host = (header::HOST, "127.0.0.1:3000");
        let (ours, foreign) = ((header::ORIGIN, "http://127.0.0.1:3000"), (header::ORIGIN, "https://evil.example"));
        let upgrade = (header::UPGRADE, "websocket");
        assert!(passes(Method::POST, &[host.clone(), ours.clone()]));
        assert!(passes(Method::POST, std::slice::from_ref(&host)), "not a browser");
        assert!(!passes(Method::POST, &[host.clone(), foreign.clone()]));
        assert!(!passes(Method::POST, &[host.clone(), (header::ORIGIN, "null")]), "a sandboxed page");
        assert!(!passes(Method::POST, &[host.clone(), (header::ORIGIN, "https://127.0.0.1:3000")]), "another scheme");
        assert!(passes(Method::GET, &[host.clone(), foreign.clone()]), "reading is kept by the browser itself");
        assert!(passes(Method::GET, &[host.clone(), upgrade.clone(), ours]));
        assert!(!passes(Method::GET, &[host, upgrade, foreign]));
    }

    #[test]
    fn invalid_origins_are_refused_and_loopback_names_are_ours_only_here() {
        let outside = "0.0.0.0:80".parse().expect("an address");
        for bad in ["effigy.example.org", "ftp://x", "https://", "https://a/b", "https://*"] {
            assert!(Guard::new(outside, &[bad.into()]).is_err(), "{bad}");
        }
        let guard = Guard::new(outside, &["http://effigy.example.org".into()]).expect("an origin");
        assert_eq!(guard.hosts.iter().collect::<Vec<_>>(), ["effigy.example.org"]);
        assert!(!guard.is_private());
        assert!(
            !Guard::new("127.0.0.1:80".parse().expect("an address"), &["http://a.example".into()])
                .expect("fine")
                .is_private()
        );
        assert!(Guard::new("127.0.0.1:80".parse().expect("an address"), &[]).expect("fine").is_private());
    }
}
