//! What is asked of whoever adds something: a name for it, and who authorises the audit.

use app::wire::faces::{AUTHORISER_LENGTH, Authorisation, Basis, LONGEST_NAME};
use app::wire::run::Problem;

/// A name and an authorisation as they are kept.
///
/// # Errors
/// Everything that is wrong, field by field.
pub fn checked(name: &str, by: &str, basis: Option<Basis>) -> Result<(String, Authorisation), Vec<Problem>> {
    let (name, by) = (tidy(name), tidy(by));
    let mut problems = Vec::new();
    let mut unless = |fine: bool, field: &str, message: String| {
        if !fine {
            problems.push(Problem { field: field.into(), message });
        }
    };
    let fits = (1..=LONGEST_NAME).contains(&name.chars().count());
    unless(fits, "name", format!("a name of 1 to {LONGEST_NAME} characters is needed"));
    let (least, most) = (AUTHORISER_LENGTH.start(), AUTHORISER_LENGTH.end());
    let told = format!("say who authorises the audit, by name and position, in {least} to {most} characters");
    unless(AUTHORISER_LENGTH.contains(&by.chars().count()), "authorised_by", told);
    unless(basis.is_some(), "basis", "choose why the audit is allowed".into());
    match basis {
        Some(basis) if problems.is_empty() => Ok((name, Authorisation { by, basis })),
        _ => Err(problems),
    }
}

/// On one line, without what cannot be seen.
fn tidy(text: &str) -> String {
    let seen: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    seen.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_added_without_a_word_of_who_allows_it() {
        let fields = |name: &str, by: &str, basis| -> Vec<String> {
            checked(name, by, basis).err().into_iter().flatten().map(|problem| problem.field).collect()
        };
        assert_eq!(fields("", " \n", None), ["name", "authorised_by", "basis"]);
        assert_eq!(fields("Staff", "Al", Some(Basis::Consent)), ["authorised_by"]);
        assert_eq!(fields(&"x".repeat(81), &"x".repeat(201), Some(Basis::Contract)), ["name", "authorised_by"]);
        let kept = checked(" Staff \n 2026 ", "Ada Lovelace,\tDPO", Some(Basis::Consent));
        let authorisation = Authorisation { by: "Ada Lovelace, DPO".into(), basis: Basis::Consent };
        assert_eq!(kept, Ok(("Staff 2026".into(), authorisation)));
    }
}
