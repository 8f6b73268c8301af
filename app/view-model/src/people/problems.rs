//! The field that a problem belongs to.

use wire::run::Problem;

/// The messages about a field.
pub fn of_field(problems: &[Problem], field: &str) -> Vec<String> {
    messages(problems, |name| name == field)
}

/// The messages that belong to none of these fields.
pub fn elsewhere(problems: &[Problem], fields: &[&str]) -> Vec<String> {
    messages(problems, |name| !fields.contains(&name))
}

/// Of the fields whose own names, without that of what they are in, are wanted.
fn messages(problems: &[Problem], is_wanted: impl Fn(&str) -> bool) -> Vec<String> {
    let wanted = problems.iter().filter(|problem| is_wanted(problem.field.rsplit('.').next().unwrap_or_default()));
    wanted.map(|problem| problem.message.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_stands_by_its_field_or_is_shown_elsewhere() {
        let problem = |field: &str, message: &str| Problem { field: field.to_owned(), message: message.to_owned() };
        let problems =
            [problem("account.login", "taken"), problem("password", "too easy"), problem("password", "too short")];
        assert_eq!(of_field(&problems, "login"), ["taken"]);
        assert_eq!(of_field(&problems, "password"), ["too easy", "too short"]);
        assert!(of_field(&problems, "name").is_empty() && elsewhere(&problems, &["login", "password"]).is_empty());
        assert_eq!(elsewhere(&problems, &["password"]), ["taken"]);
    }
}
