//! An account in words, for administrators.

use crate::time;
use wire::people::{Membership, PersonView};

/// The account's special status, if any.
pub fn status(person: &PersonView) -> &'static str {
    match (person.is_closed, person.is_administrator) {
        (true, _) => "closed",
        (false, true) => "administrator",
        (false, false) => "",
    }
}

/// The person's sign-in name, last visit and workspaces.
pub fn about(person: &PersonView) -> String {
    let seen = match person.seen_ms {
        _ if person.is_me => "here now".into(),
        None => "never seen".into(),
        Some(at) => format!("last seen {}", time::date(at)),
    };
    let place = |one: &Membership| format!("{} ({})", one.name, one.role.word());
    let places: Vec<_> = person.memberships.iter().map(place).collect();
    let places = if places.is_empty() { "in no workspace".into() } else { places.join(", ") };
    // The owner of the machine signs in by the link that Effigy prints.
    let way = match person.login.as_str() {
        "" => "Comes in by the link of this machine".into(),
        login => format!("Signs in as {login}"),
    };
    format!("{way}, {seen}; {places}.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::example;
    use wire::people::{PersonId, Role};

    #[test]
    fn an_account_is_told_in_a_line() {
        let memberships = example::who(Role::Viewer).me.expect("somebody").memberships;
        let mut person = PersonView {
            id: PersonId("0a".into()),
            name: "Ada".into(),
            login: "ada@example.org".into(),
            is_administrator: true,
            is_closed: false,
            created_ms: 0,
            seen_ms: Some(0),
            memberships,
            is_me: false,
        };
        assert_eq!(status(&person), "administrator");
        assert_eq!(
            about(&person),
            "Signs in as ada@example.org, last seen 1 Jan 1970, 00:00 UTC; Faces (viewer), Masks (owner)."
        );
        (person.is_closed, person.seen_ms) = (true, None);
        person.memberships.clear();
        assert_eq!(status(&person), "closed");
        assert_eq!(about(&person), "Signs in as ada@example.org, never seen; in no workspace.");
        person.login.clear();
        assert_eq!(about(&person), "Comes in by the link of this machine, never seen; in no workspace.");
        person.is_me = true;
        assert!(about(&person).contains(", here now;"), "whoever reads it is there");
    }
}
