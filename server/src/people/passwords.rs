//! Passwords: which are taken, and how they are kept (argon2id, by the parameters that its crate recommends).

use crate::blocking::blocking;
use crate::error::Error;
use app::wire::people::PASSWORD_LENGTH;
use app::wire::run::Problem;
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use std::sync::LazyLock;
use tokio::sync::Semaphore;

/// How hard a password must be to guess, of 0 to 4 (zxcvbn): one that programs with lists of common passwords, names and
/// patterns need more than 10⁸ guesses for.
const STRENGTH: u8 = 3;

/// Hashing takes tens of megabytes: so many at the same time, so that whoever guesses does not fill the memory.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Nobody's password. Whoever signs in by a name that nobody has waits as long as for one that somebody has.
static NOBODYS: LazyLock<Option<String>> = LazyLock::new(|| hash("of nobody at all").ok());

/// A password that is taken, as it is kept.
///
/// # Errors
/// If it is too short, too long, or easily guessed; `about` is what everybody knows of its person.
pub async fn kept(field: &'static str, password: String, about: &[&str]) -> Result<String, Error> {
    check(field, &password, about)?;
    let _turn = AT_ONCE.acquire().await.map_err(anyhow::Error::from)?;
    blocking(move || Ok(hash(&password)?)).await
}

/// Whether a password is the one that is kept; never if none is.
///
/// # Errors
/// If what is kept is no hash.
pub async fn is_right(password: String, kept: Option<String>) -> Result<bool, Error> {
    let _turn = AT_ONCE.acquire().await.map_err(anyhow::Error::from)?;
    blocking(move || {
        let is_somebodys = kept.is_some();
        let Some(kept) = kept.as_ref().or(NOBODYS.as_ref()) else { return Ok(false) };
        let kept = PasswordHash::new(kept).map_err(|error| anyhow::anyhow!("a kept password is none: {error}"))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &kept).is_ok() && is_somebodys)
    })
    .await
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
        _ => {
            let words = about.iter().flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
            let words: Vec<&str> = words.filter(|word| !word.is_empty()).chain(about.iter().copied()).collect();
            let entropy = zxcvbn::zxcvbn(password, &words);
            if u8::from(entropy.score()) >= STRENGTH {
                return Ok(());
            }
            let hint = entropy.feedback().and_then(zxcvbn::feedback::Feedback::warning);
            let hint = hint.map(|hint| format!(" ({})", hint.to_string().trim_end_matches('.').to_lowercase()));
            let hint = hint.unwrap_or_default();
            format!("is easily guessed{hint}; take several words that do not belong together")
        }
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
        let kept = kept("password", "heron quartz umbrella".into(), &[]).await.expect("taken");
        assert!(kept.starts_with("$argon2id$"), "{kept}");
        assert!(is_right("heron quartz umbrella".into(), Some(kept.clone())).await.expect("judged"));
        assert!(!is_right("heron quartz umbrellb".into(), Some(kept)).await.expect("judged"));
        assert!(!is_right("of nobody at all".into(), None).await.expect("judged"));
        assert!(is_right("x".into(), Some("plain".into())).await.is_err());
    }
}
