//! Passwords: which are accepted, and how they are stored (argon2id, with the parameters that its crate recommends).

use super::hashing::Hashing;
use super::origin::Origin;
use super::strength;
use crate::error::Error;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;
use wire::people::PASSWORD_LENGTH;
use wire::run::Problem;

/// Each hash takes tens of megabytes and a core.
static HASHING: LazyLock<Hashing> = LazyLock::new(|| Hashing::start(2));

/// Nobody's password: signing in takes as long with an unknown name as with a known one.
static NOBODYS: LazyLock<Option<String>> = LazyLock::new(|| hash("of nobody at all").ok());

/// The stored form of an accepted password.
///
/// # Errors
/// If it is too short, too long, or easily guessed; `about` is public knowledge of its person.
pub async fn kept(field: &'static str, password: String, about: &[&str], from: &Origin) -> Result<String, Error> {
    check(field, &password, about)?;
    Ok(HASHING.run(from, move || hash(&password)).await??)
}

/// Whether a password matches the stored one; never if none is stored.
///
/// # Errors
/// If too many passwords are being checked now, or the stored value is no hash.
pub async fn is_right(password: String, kept: Option<String>, from: &Origin) -> Result<bool, Error> {
    let is_right = HASHING.run(from, move || {
        let is_somebodys = kept.is_some();
        let Some(kept) = kept.as_ref().or(NOBODYS.as_ref()) else { return Ok(false) };
        let kept = PasswordHash::new(kept).map_err(|error| anyhow::anyhow!("a kept password is none: {error}"))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &kept).is_ok() && is_somebodys)
    });
    is_right.await?.map_err(Error::Other)
}

fn hash(password: &str) -> anyhow::Result<String> {
    let hash = Argon2::default().hash_password(password.as_bytes());
    Ok(hash.map_err(|error| anyhow::anyhow!("a password could not be hashed: {error}"))?.to_string())
}

fn check(field: &'static str, password: &str, about: &[&str]) -> Result<(), Error> {
    let (least, most) = (*PASSWORD_LENGTH.start(), *PASSWORD_LENGTH.end());
    let message = match password.chars().count() {
        length if length < least => format!("takes at least {least} characters; several words make a good one"),
        length if length > most => format!("takes at most {most} characters"),
        _ => match strength::fault(password, about) {
            None => return Ok(()),
            Some(why) => format!("is easily guessed: {why}; take several words that do not belong together"),
        },
    };
    Err(Error::Invalid(vec![Problem { field: field.into(), message }]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(password: &str) -> String {
        match check("password", password, &["ada@example.org", "Ada Lovelace"]) {
            Err(Error::Invalid(problems)) => problems[0].message.clone(),
            other => panic!("{password}: {other:?}"),
        }
    }

    #[test]
    fn short_common_and_own_names_are_refused() {
        assert!(refused("Xq7#kP2!vLm").contains("at least 12"));
        assert!(refused(&"x".repeat(201)).contains("at most 200"));
        for guessed in ["password1234", "qwertyuiop12", "123456789012", "ada@example.org", "aaaaaaaaaaaaaa"] {
            assert!(refused(guessed).contains("easily guessed"), "{guessed}");
        }
        assert!(check("password", "heron quartz umbrella", &[]).is_ok());
    }

    #[tokio::test]
    async fn only_the_right_one_is_right_and_nobody_has_none() {
        let from = Origin::Stranger(None);
        let kept = kept("password", "heron quartz umbrella".into(), &[], &from).await.expect("taken");
        assert!(kept.starts_with("$argon2id$"), "{kept}");
        assert!(is_right("heron quartz umbrella".into(), Some(kept.clone()), &from).await.expect("judged"));
        assert!(!is_right("heron quartz umbrellb".into(), Some(kept), &from).await.expect("judged"));
        assert!(!is_right("of nobody at all".into(), None, &from).await.expect("judged"));
        assert!(is_right("x".into(), Some("plain".into()), &from).await.is_err());
    }
}
