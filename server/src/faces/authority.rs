//! Required of everyone who adds something: a name for it, and who authorises the audit.

use crate::names;
use wire::faces::{AUTHORISER_LENGTH, Authorisation, Basis, LONGEST_NAME};
use wire::run::Problem;

/// A name and an authorisation in their stored form.
///
/// # Errors
/// Everything that is wrong, field by field.
pub fn checked(name: &str, by: &str, basis: Option<Basis>) -> Result<(String, Authorisation), Vec<Problem>> {
    let mut problems = Vec::new();
    let mut wrong = |field: &str, message: String| problems.push(Problem { field: field.into(), message });
    let name = names::checked(name, 1..=LONGEST_NAME).map_err(|why| wrong("name", why));
    let by = names::checked(by, AUTHORISER_LENGTH)
        .map_err(|why| wrong("authorised_by", format!("{why}; say who authorises the audit, by name and position")));
    if basis.is_none() {
        wrong("basis", "choose why the audit is allowed".into());
    }
    match (name, by, basis) {
        (Ok(name), Ok(by), Some(basis)) => Ok((name, Authorisation { by, basis })),
        _ => Err(problems),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_added_without_an_authorisation() {
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
