//! Addresses of the pages about people.

use crate::paths::encode;

/// Signing in, without a way back.
pub const SIGN_IN: &str = "/sign-in";
/// One's own account.
pub const ACCOUNT: &str = "/account";
/// The workspace that lists show.
pub const WORKSPACE: &str = "/workspace";
/// What was done in it.
pub const ACTIVITY: &str = "/activity";
/// The installation as a whole.
pub const ADMINISTRATION: &str = "/administration";

/// Signing in, then coming back to a page: its path, and what its address asks.
pub fn sign_in(path: &str, search: &str) -> String {
    let search = search.trim_start_matches('?');
    if path == "/" && search.is_empty() || path == SIGN_IN {
        return SIGN_IN.into();
    }
    let here = if search.is_empty() { path.to_owned() } else { format!("{path}?{search}") };
    format!("{SIGN_IN}?next={}", encode(&here))
}

/// Where to go after signing in: the page asked for if it is one of this site, else the first.
pub fn destination(next: Option<&str>) -> String {
    // A browser takes `//host` and `/\host` for another host, and drops tabs and line breaks first.
    let is_ours = |next: &&str| {
        next.starts_with('/') && !next[1..].starts_with('/') && !next.contains(|c: char| c == '\\' || c.is_control())
    };
    next.filter(is_ours).filter(|next| !next.starts_with(SIGN_IN)).unwrap_or("/").to_owned()
}

/// What was done, in one workspace or everywhere, before an entry or up to now.
pub fn activity(everywhere: bool, before: Option<u64>) -> String {
    let everywhere = everywhere.then(|| "everywhere=1".to_owned());
    let before = before.map(|before| format!("before={before}"));
    let asked: Vec<_> = everywhere.into_iter().chain(before).collect();
    if asked.is_empty() { ACTIVITY.into() } else { format!("{ACTIVITY}?{}", asked.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_back_to_where_one_was() {
        assert_eq!(sign_in("/runs/00ff", ""), "/sign-in?next=/runs/00ff");
        assert_eq!(sign_in("/compare", "?runs=1,2&at=3"), "/sign-in?next=/compare%3Fruns%3D1%2C2%26at%3D3");
        assert_eq!([sign_in("/", ""), sign_in("/sign-in", "next=/x")], [SIGN_IN, SIGN_IN]);
        assert_eq!(sign_in("/", "a=b"), "/sign-in?next=/%3Fa%3Db");
    }

    /// A link to our page for signing in must not be able to lead to another site afterwards.
    #[test]
    fn signing_in_never_leads_elsewhere() {
        for ours in ["/", "/runs/00ff", "/compare?runs=1,2", "/p/0:1"] {
            assert_eq!(destination(Some(ours)), ours);
        }
        for foreign in [
            "//evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "https://evil.example",
            "javascript:1",
            "runs",
            "",
        ] {
            assert_eq!(destination(Some(foreign)), "/", "{foreign:?}");
        }
        assert_eq!([destination(None), destination(Some("/sign-in?next=/sign-in"))], ["/", "/"]);
    }

    #[test]
    fn older_activity_has_an_address() {
        assert_eq!(activity(false, None), "/activity");
        assert_eq!(activity(true, None), "/activity?everywhere=1");
        assert_eq!(activity(true, Some(7)), "/activity?everywhere=1&before=7");
    }
}
