//! The origin of a request behind proxies. Only distinguishes callers (sign-in attempts, joins of a quiz): it grants no
//! access.

use axum::http::{HeaderMap, HeaderName};
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

/// The header in which proxies forward the client's address.
pub const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A range of addresses, as `10.1.0.0/16`, `fd00::/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    bits: u128,
    mask: u128,
}

/// An invalid range.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no range of addresses; give one such as 10.1.0.0/16 or fd00::/8, or a single address")]
pub struct BadNetwork(String);

/// Trusted proxies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustedProxies(Vec<Network>);

impl TrustedProxies {
    /// The proxies in any of these networks.
    pub fn new(networks: Vec<Network>) -> Self {
        Self(networks)
    }

    /// The proxies on this machine alone.
    pub fn of_this_machine() -> Self {
        let of = |address: Ipv6Addr, length| Network { bits: address.to_bits(), mask: mask(length) };
        let old = std::net::Ipv4Addr::LOCALHOST.to_ipv6_mapped();
        Self(vec![of(Ipv6Addr::LOCALHOST, 128), Network { bits: old.to_bits() & mask(104), mask: mask(104) }])
    }

    /// The origin of a request: the nearest of its hops that is no proxy of ours. Earlier hops may be forged. Of an
    /// IPv6 address the first half stands for the whole network.
    pub fn source(&self, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
        let mut source = peer.ip().to_canonical();
        // Each proxy appends the address of its peer.
        let lists = headers.get_all(FORWARDED_FOR).into_iter().rev().filter_map(|value| value.to_str().ok());
        for station in lists.flat_map(|list| list.rsplit(',')) {
            let Some(station) = station.trim().parse::<IpAddr>().ok().filter(|_| self.trusts(source)) else { break };
            source = station.to_canonical();
        }
        match source {
            IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & mask(64)).into(),
            address => address,
        }
    }

    fn trusts(&self, address: IpAddr) -> bool {
        let bits = bits(address);
        self.0.iter().any(|network| bits & network.mask == network.bits)
    }
}

impl FromStr for Network {
    type Err = BadNetwork;

    fn from_str(text: &str) -> Result<Self, BadNetwork> {
        let read = || {
            let (address, length) = text.split_once('/').map_or((text, None), |(address, rest)| (address, Some(rest)));
            let address: IpAddr = address.trim().parse().ok()?;
            let longest = if address.is_ipv4() { 32 } else { 128 };
            let length = length.map_or(Some(longest), |length| length.trim().parse().ok())?;
            let mask = (length <= longest).then(|| mask(128 - longest + length))?;
            Some(Self { bits: bits(address) & mask, mask })
        };
        read().ok_or_else(|| BadNetwork(text.into()))
    }
}

/// The first bits of an address.
fn mask(length: u32) -> u128 {
    u128::MAX.checked_shl(128 - length).unwrap_or(0)
}

/// IPv4 addresses as part of IPv6.
fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits(),
        IpAddr::V6(address) => address.to_bits(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn proxies(networks: &[&str]) -> TrustedProxies {
        TrustedProxies(networks.iter().map(|network| network.parse().expect("a range")).collect())
    }

    fn source(proxies: &TrustedProxies, peer: &str, forwarded: &[&'static str]) -> String {
        let headers = forwarded.iter().map(|value| (FORWARDED_FOR, HeaderValue::from_static(value))).collect();
        proxies.source(SocketAddr::new(peer.parse().expect("an address"), 5000), &headers).to_string()
    }

    /// A client in the server's own private network could once pass as any number of networks.
    #[test]
    fn only_trusted_proxies_may_forward_addresses() {
        let own = TrustedProxies::of_this_machine();
        for (peer, forwarded, expected) in [
            ("192.0.2.1", &[][..], "192.0.2.1"),
            ("192.0.2.1", &["198.51.100.7"], "192.0.2.1"),
            ("10.0.0.2", &["198.51.100.7"], "10.0.0.2"),
            ("fd00::2", &["198.51.100.7"], "fd00::"),
            ("127.0.0.1", &["made up, 198.51.100.7"], "198.51.100.7"),
            ("127.3.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("::1", &["198.51.100.7"], "198.51.100.7"),
            ("::ffff:127.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("127.0.0.1", &["made up"], "127.0.0.1"),
            ("127.0.0.1", &["192.0.2.9", "198.51.100.7"], "198.51.100.7"),
            ("::ffff:192.0.2.1", &[], "192.0.2.1"),
            ("2001:db8:1:2:3:4:5:6", &[], "2001:db8:1:2::"),
        ] {
            assert_eq!(source(&own, peer, forwarded), expected, "{peer} {forwarded:?}");
        }
        let near = proxies(&["10.1.0.0/16", "fd00::/8"]);
        assert_eq!(source(&near, "10.1.2.3", &["198.51.100.7"]), "198.51.100.7");
        assert_eq!(source(&near, "fd12::1", &["198.51.100.7, 10.1.9.9"]), "198.51.100.7", "through two of ours");
        assert_eq!(source(&near, "10.2.0.1", &["198.51.100.7"]), "10.2.0.1");
        assert_eq!(source(&near, "127.0.0.1", &["198.51.100.7"]), "127.0.0.1", "this machine was not named");
    }

    #[test]
    fn ranges_are_read_or_refused() {
        let all: Network = "0.0.0.0/0".parse().expect("all older addresses");
        assert_eq!((bits(IpAddr::from([203, 0, 113, 5])) & all.mask, all.mask), (all.bits, mask(96)));
        assert_eq!("10.1.2.3/16".parse::<Network>(), "10.1.0.0/16".parse());
        assert_eq!("::/0".parse::<Network>().expect("everything").mask, 0);
        for wrong in ["", "10.0.0", "10.0.0.0/33", "fd00::/129", "10.0.0.0/", "10.0.0.0/-1", "example.org"] {
            let refused = wrong.parse::<Network>().expect_err("no range").to_string();
            assert!(refused.contains("no range of addresses"), "{wrong}: {refused}");
        }
    }
}
