//! Asks a server on this machine, and no other.

use anyhow::{Context, Result, bail, ensure};
use app::api::ApiError;
use axum::http::Uri;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::net::{IpAddr, ToSocketAddrs};
use std::time::Duration;

/// Longest answer to be read: an export holds all answers of a study.
const LONGEST: u64 = 1 << 30;

/// A server.
#[derive(Clone)]
pub struct Client {
    agent: ureq::Agent,
    origin: String,
    /// A header that lets in; nobody in particular asks without.
    key: Option<(&'static str, String)>,
}

/// Keeps what lets in out of logs.
impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// A server function's result, and the cookie that came with it.
pub struct Reply<T> {
    /// Its result.
    pub value: T,
    /// `name=value`.
    pub cookie: Option<String>,
}

impl Client {
    /// A server at an address such as `http://127.0.0.1:3000`.
    ///
    /// # Errors
    /// Unless it is on this machine: simulated raters must not get among somebody else's people.
    pub fn new(url: &str) -> Result<Self> {
        let origin = loopback(url).with_context(|| format!("{url} is not asked"))?;
        // No proxy and no redirection: both would lead to another machine.
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .max_redirects(0)
            .max_idle_connections(1024)
            .max_idle_connections_per_host(1024)
            .timeout_global(Some(Duration::from_secs(60)));
        Ok(Self { agent: config.build().into(), origin, key: None })
    }

    /// Authenticates with an access token.
    #[must_use]
    pub fn with_token(self, token: &str) -> Self {
        Self { key: Some(("Authorization", format!("Bearer {token}"))), ..self }
    }

    /// Enters as the owner of this machine, by the path of the link that the server printed.
    ///
    /// # Errors
    /// If the server cannot be reached, or does not let in.
    pub fn enter(self, path: &str) -> Result<Self> {
        let response = self.agent.get(format!("{}{path}", self.origin)).call().with_context(|| self.unreachable())?;
        let cookie = response.headers().get("set-cookie").and_then(|value| value.to_str().ok()).map(pair);
        Ok(Self { key: Some(("Cookie", cookie.context("the link lets nobody in")?)), ..self })
    }

    /// Reads a file.
    ///
    /// # Errors
    /// If the server cannot be reached, or has no such file.
    pub fn get(&self, path: &str) -> Result<String> {
        let url = format!("{}{path}", self.origin);
        let request = self.agent.get(&url);
        let request = match &self.key {
            Some((name, key)) => request.header(*name, key),
            None => request,
        };
        let response = request.call().with_context(|| self.unreachable())?;
        read(response).with_context(|| format!("{url} could not be read"))
    }

    /// Calls a server function as a page does.
    ///
    /// # Errors
    /// If the server cannot be reached, refuses, or answers something else.
    pub fn call<T: DeserializeOwned>(&self, function: &str, arguments: &Value, cookie: &str) -> Result<Reply<T>> {
        let request = self.agent.post(format!("{}/api/fn/{function}", self.origin));
        let request = request.header("Content-Type", "application/json").header("Accept", "application/json");
        let request = match &self.key {
            _ if !cookie.is_empty() => request.header("Cookie", cookie),
            Some((name, key)) => request.header(*name, key),
            None => request,
        };
        let response = request.send(arguments.to_string()).with_context(|| self.unreachable())?;
        let cookie = response.headers().get("set-cookie").and_then(|value| value.to_str().ok()).map(pair);
        let text = read(response).with_context(|| format!("\"{function}\" was refused"))?;
        let value = serde_json::from_str(&text)
            .with_context(|| format!("\"{function}\" gave what this version of Effigy does not know"))?;
        Ok(Reply { value, cookie })
    }

    fn unreachable(&self) -> String {
        format!("{} cannot be reached; is `effigy serve` running?", self.origin)
    }
}

fn read(mut response: axum::http::Response<ureq::Body>) -> Result<String> {
    let status = response.status();
    let text = response.body_mut().with_config().limit(LONGEST).read_to_string()?;
    if status.is_success() {
        return Ok(text);
    }
    // Server functions say why in words of ours, other addresses in plain text.
    match serde_json::from_str::<ApiError>(&text) {
        Ok(error) => bail!("{error}"),
        Err(_) => bail!("{status}: {text}"),
    }
}

/// A cookie without its attributes.
fn pair(cookie: &str) -> String {
    cookie.split(';').next().unwrap_or_default().trim().to_owned()
}

/// The origin, with an address in place of a name, so that it is the one that was looked at.
fn loopback(url: &str) -> Result<String> {
    let uri: Uri = url.trim_end_matches('/').parse().context("it is no address")?;
    ensure!(uri.scheme_str() == Some("http"), "an address on this machine begins with http://");
    ensure!(uri.path() == "/" && uri.query().is_none(), "give the server's address alone, without a path");
    let authority = uri.authority().context("it names no host")?;
    ensure!(!authority.as_str().contains('@'), "an address without a user is needed");
    let port = authority.port_u16().unwrap_or(80);
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let addresses: Vec<IpAddr> = match host.parse() {
        Ok(address) => vec![address],
        Err(_) if host.eq_ignore_ascii_case("localhost") => {
            (host, port).to_socket_addrs()?.map(|address| address.ip()).collect()
        }
        Err(_) => bail!("only 127.0.0.1, [::1] and localhost are this machine for certain"),
    };
    ensure!(
        !addresses.is_empty() && addresses.iter().all(IpAddr::is_loopback),
        "simulated raters answer on this machine only (127.0.0.1, [::1], localhost)"
    );
    // `effigy serve` listens on 127.0.0.1 by default.
    let address = addresses.iter().find(|address| address.is_ipv4()).unwrap_or(&addresses[0]);
    Ok(match address {
        IpAddr::V4(address) => format!("http://{address}:{port}"),
        IpAddr::V6(address) => format!("http://[{address}]:{port}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_is_asked() {
        for (url, expected) in [
            ("http://127.0.0.1:3000", "http://127.0.0.1:3000"),
            ("http://127.0.0.1:3000/", "http://127.0.0.1:3000"),
            ("http://127.8.9.1", "http://127.8.9.1:80"),
            ("http://[::1]:4000", "http://[::1]:4000"),
        ] {
            assert_eq!(loopback(url).ok().as_deref(), Some(expected), "{url}");
        }
        assert!(loopback("http://localhost:3000").is_ok_and(|origin| origin.ends_with(":3000")));
    }

    #[test]
    fn no_other_machine_is_asked() {
        for url in [
            "http://example.org",
            "http://192.168.0.1:3000",
            "http://0.0.0.0:3000",
            "http://[::]:3000",
            "https://127.0.0.1:3000",
            "http://127.0.0.1.example.org",
            "http://localhost.example.org",
            "http://127.0.0.1@example.org",
            "http://example.org@127.0.0.1",
            "http://2130706433:3000",
            "http://127.0.0.1:3000/path",
            "127.0.0.1:3000",
            "",
        ] {
            assert!(Client::new(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_cookie_is_kept_without_its_attributes() {
        assert_eq!(pair("effigy-x=abc; Path=/; HttpOnly"), "effigy-x=abc");
    }
}
