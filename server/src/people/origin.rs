//! The origin of a password: a browser in which its person has signed in before, or any other place.
//!
//! Such a browser keeps a cookie that nobody else can make: it is authenticated with the hash of the password, which
//! only the server has. So the server stores nothing for it, and a new password ends it. (After OWASP, "Slow Down
//! Online Guessing Attacks with Device Cookies".)

use crate::digits;
use crate::store::people::PersonRow;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The prefix of the cookie; the person's id follows.
const COOKIE: &str = "effigy-browser-";
/// How long a browser stays known, in seconds.
pub const LASTS_S: u64 = 365 * 24 * 60 * 60;
/// Random bytes that distinguish browsers.
const SIZE: usize = 8;

/// The origin of a password.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A browser that is known for its person, by its mark; or a session or a link.
    Known(String),
    /// A network, by its hash, if it is known.
    Stranger(Option<u64>),
}

/// A browser in which this person has just signed in: the name of its cookie and the value.
///
/// # Errors
/// If the system has no randomness to give.
pub fn known_from_now(person: &PersonRow) -> anyhow::Result<Option<(String, String)>> {
    let mark = digits::random(SIZE)?;
    let seal = seal(person, &mark).map(|seal| hex::encode(seal.finalize().into_bytes()));
    Ok(seal.map(|seal| (format!("{COOKIE}{}", person.id.0), format!("{mark}{seal}"))))
}

/// The mark of a browser that is known for a person, if these are its cookies.
pub fn known(person: &PersonRow, cookies: &str) -> Option<Origin> {
    let is_ours = |name: &str| name.strip_prefix(COOKIE) == Some(&person.id.0);
    let pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.filter(|(name, _)| is_ours(name)).find_map(|(_, value)| {
        let (mark, told) = value.split_at_checked(2 * SIZE)?;
        seal(person, mark)?.verify_slice(&hex::decode(told).ok()?).ok()?;
        Some(Origin::Known(mark.into()))
    })
}

fn seal(person: &PersonRow, mark: &str) -> Option<Hmac<Sha256>> {
    // A key may have any length, so this does not fail.
    let mut seal = <Hmac<Sha256> as KeyInit>::new_from_slice(person.password.as_ref()?.as_bytes()).ok()?;
    seal.update(format!("{COOKIE}{} {mark}", person.id.0).as_bytes());
    Some(seal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::people::PersonId;

    fn person(id: &str, password: Option<&str>) -> PersonRow {
        PersonRow {
            id: PersonId(id.into()),
            name: "Ada".into(),
            login: Some("ada".into()),
            password: password.map(str::to_owned),
            is_administrator: false,
            is_closed: false,
            created_ms: 0,
            seen_ms: None,
        }
    }

    #[test]
    fn a_browser_is_known_for_its_person_until_the_password_changes() {
        let ada = person("00aa", Some("$argon2id$1"));
        let (name, value) = known_from_now(&ada).expect("randomness").expect("a cookie");
        let cookies = format!("x=1; {name}={value}; y=2");
        assert!(matches!(known(&ada, &cookies), Some(Origin::Known(_))));
        assert_eq!(known(&person("00aa", Some("$argon2id$2")), &cookies), None, "another password");
        assert_eq!(
            known(&person("00bb", Some("$argon2id$1")), &cookies.replace("00aa", "00bb")),
            None,
            "another person"
        );
        assert_eq!(known(&person("00aa", None), &cookies), None);
        assert!(known_from_now(&person("00aa", None)).expect("randomness").is_none());
    }

    #[test]
    fn nobody_makes_such_a_cookie() {
        let ada = person("00aa", Some("$argon2id$1"));
        let (name, value) = known_from_now(&ada).expect("randomness").expect("a cookie");
        let mut other = value.clone();
        other.replace_range(..1, if value.starts_with('0') { "1" } else { "0" });
        for value in ["", "00", "é", &value[..16], &value[16..], &other] {
            assert_eq!(known(&ada, &format!("{name}={value}")), None, "{value}");
        }
    }
}
