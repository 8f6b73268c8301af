//! Addresses of account and workspace pages.

use crate::paths::encode;

/// The sign-in page, without a return address.
pub const SIGN_IN: &str = "/sign-in";
/// The user's account.
pub const ACCOUNT: &str = "/account";
/// The current workspace.
pub const WORKSPACE: &str = "/workspace";
/// The activity log.
pub const ACTIVITY: &str = "/activity";
/// The administration of the installation.
pub const ADMINISTRATION: &str = "/administration";

/// The sign-in page, with the path and query of the page to return to.
pub fn sign_in(path: &str, search: &str) -> String {
    let search = search.trim_start_matches('?');
    if path == "/" && search.is_empty() || path == SIGN_IN {
        return SIGN_IN.into();
    }
    let here = if search.is_empty() { path.to_owned() } else { format!("{path}?{search}") };
    format!("{SIGN_IN}?next={}", encode(&here))
}

/// The page after sign-in: `next` if it is on this site, otherwise the home page.
pub fn destination(next: Option<&str>) -> String {
    // Browsers read `//host` and `/\host` as another host, and drop tabs and line breaks first.
    let is_ours = |next: &&str| {
        next.starts_with('/') && !next[1..].starts_with('/') && !next.contains(|c: char| c == '\\' || c.is_control())
    };
    next.filter(is_ours).filter(|next| !next.starts_with(SIGN_IN)).unwrap_or("/").to_owned()
}

/// The activity log of the current workspace or of all, before an entry if given.
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
