//! Assigns the server's error messages to form fields.

use crate::api::ApiError;
use wire::run::Problem;

/// Messages about one field.
pub fn of_field(error: &ApiError, field: &str) -> Vec<String> {
    let ApiError::Invalid(problems) = error else { return Vec::new() };
    messages(problems, |name| name == field)
}

/// Messages that belong to none of these fields.
pub fn elsewhere(error: &ApiError, fields: &[&str]) -> Vec<String> {
    let ApiError::Invalid(problems) = error else { return vec![error.to_string()] };
    messages(problems, |name| !fields.contains(&name))
}

/// Messages of the fields whose last path segment `is_wanted`.
fn messages(problems: &[Problem], is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let wanted = problems.iter().filter(|problem| is_wanted(problem.field.rsplit('.').next().unwrap_or_default()));
    wanted.map(|problem| problem.message.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_complaint_stands_by_its_field_or_is_told_all_the_same() {
        let problem = |field: &str, message: &str| Problem { field: field.to_owned(), message: message.to_owned() };
        let error = ApiError::Invalid(vec![
            problem("account.login", "taken"),
            problem("password", "too easy"),
            problem("password", "too short"),
        ]);
        assert_eq!(of_field(&error, "login"), ["taken"]);
        assert_eq!(of_field(&error, "password"), ["too easy", "too short"]);
        assert!(of_field(&error, "name").is_empty() && elsewhere(&error, &["login", "password"]).is_empty());
        assert_eq!(elsewhere(&error, &["password"]), ["taken"]);

        let other = ApiError::Conflict("the link was used".into());
        assert!(of_field(&other, "login").is_empty());
        assert_eq!(elsewhere(&other, &["login"]), ["the link was used"]);
    }
}
