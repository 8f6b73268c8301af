//! How hard a password is to guess.
//!
//! zxcvbn finds the words, names, dates and patterns in a password, and how common each is. But it overrates three
//! things: parts of any kind put together, repeated words, and combinations of well-known words. So this module adds up
//! the strength of the parts itself, each part once; does the same for the letters alone, without spaces and signs; and
//! looks for well-known phrases.

use std::collections::HashSet;
use zxcvbn::matching::Match;

/// Required strength, from 0 to 4 by zxcvbn's count, or 10 to the power of [`GUESSES`].
const STRENGTH: u8 = 3;
/// Required number of guesses, as a power of ten, by programs with lists of passwords, names and patterns.
const GUESSES: f64 = 8.0;
/// The worth of a repeated part.
const AGAIN: f64 = 2.0;

/// Phrases found in lists of passwords, without spaces.
const PHRASES: [&str; 24] = [
    "correcthorsebatterystaple",
    "correcthorsebattery",
    "tobeornottobe",
    "thatisthequestion",
    "maytheforcebewithyou",
    "thequickbrownfox",
    "jumpsoverthelazydog",
    "iloveyousomuch",
    "iloveyouforever",
    "letmeinplease",
    "opensesame",
    "onceuponatime",
    "helloworld",
    "loremipsumdolorsitamet",
    "itwasthebestoftimes",
    "winteriscoming",
    "allyourbasearebelongtous",
    "youshallnotpass",
    "livelongandprosper",
    "neverforgetyourpassword",
    "mypasswordis",
    "thisismypassword",
    "changemeplease",
    "knowledgeispower",
];

/// Words that come to mind first here, and words for times, which people use when passwords must change.
const WORDS: [&str; 22] = [
    "effigy",
    "face",
    "faces",
    "recognizer",
    "admin",
    "administrator",
    "password",
    "passwort",
    "secret",
    "welcome",
    "spring",
    "summer",
    "autumn",
    "winter",
    "fruehling",
    "sommer",
    "herbst",
    "january",
    "february",
    "october",
    "november",
    "december",
];

/// Why a password is easily guessed, if it is; `about` is public knowledge of its person.
pub fn fault(password: &str, about: &[&str]) -> Option<String> {
    let plain = password.to_lowercase();
    let own = about.iter().flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()).chain([*text]));
    let own: Vec<&str> = own.filter(|word| !word.is_empty()).collect();
    let letters = squeezed(&plain);
    if PHRASES.iter().any(|phrase| is_mostly(&letters, phrase)) {
        return Some("it is a phrase that everybody knows".into());
    }
    let known: Vec<&str> = own.iter().copied().chain(PHRASES).chain(WORDS).collect();
    // The letters say little about a password that is mostly signs.
    let says_much = 2 * letters.len() >= plain.len();
    weak(password, &known).or_else(|| weak(&letters, &known).filter(|_| says_much)).map(Into::into)
}

/// The reason why it is easily guessed, if it is.
fn weak(password: &str, known: &[&str]) -> Option<&'static str> {
    let entropy = zxcvbn::zxcvbn(password, known);
    let mut parts = HashSet::new();
    let mut comes_again = false;
    let worth = |part: &Match| match parts.insert(part.token.to_lowercase()) {
        true => part.guesses.unwrap_or(1) as f64,
        false => {
            comes_again |= part.token.chars().count() > 1;
            AGAIN
        }
    };
    let guesses: f64 = entropy.sequence().iter().map(worth).map(f64::log10).sum();
    let is_strong = u8::from(entropy.score()) >= STRENGTH && guesses >= GUESSES;
    (!is_strong).then_some(match comes_again {
        true => "it repeats itself, and little else is in it",
        false => "it is made of what stands in lists of common passwords, words, names and dates",
    })
}

/// Letters and digits alone.
fn squeezed(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).collect()
}

/// Whether a text is a phrase with little else.
fn is_mostly(text: &str, phrase: &str) -> bool {
    text.contains(phrase) && text.chars().count() - phrase.len() < phrase.len() / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessable_passwords_are_refused_with_the_reason() {
        for (password, why) in [
            ("correcthorsebatterystaple", "everybody knows"),
            ("Correct-Horse-Battery-Staple!1", "everybody knows"),
            ("to be or not to be", "everybody knows"),
            ("password password", "repeats itself"),
            ("Summer2026!Summer", "repeats itself"),
            ("Effigy2026!Effigy", "repeats itself"),
            ("January2026Feb", "lists"),
            ("monkey dragon sunshine", "lists"),
            ("effigy-admin-2026", "lists"),
            ("p a s s w o r d 1 2", "lists"),
            ("Xk9#Xk9#Xk9#Xk9#", ""),
            ("P@ssw0rd P@ssw0rd", ""),
            ("hunter2hunter2!", ""),
        ] {
            let said = fault(password, &[]).unwrap_or_else(|| panic!("{password} is taken"));
            assert!(said.contains(why), "{password}: {said}");
        }
        assert!(fault("ada.lovelace.ada", &["Ada Lovelace"]).is_some());
    }

    #[test]
    fn words_that_do_not_belong_together_are_taken() {
        for password in [
            "heron quartz umbrella",
            "walnut ferry eleven",
            "Zwölf Nüsse fallen leise",
            "q8V!mzT4#pLw",
            "夕焼け雲の上で眠る黒猫",
        ] {
            assert_eq!(fault(password, &["Ada Lovelace", "ada@example.org"]), None, "{password}");
        }
    }
}
