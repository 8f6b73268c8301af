//! Entries of the activity log, in words.

use wire::people::Activity;

/// The person, or the program itself.
pub fn subject(activity: &Activity) -> String {
    activity.person.clone().unwrap_or_else(|| "Effigy".into())
}

/// The page of the object, if it is on this site.
pub fn page(activity: &Activity) -> Option<String> {
    activity.page.clone().filter(|page| page.starts_with('/') && !page.starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_did_the_program_did() {
        let activity = |person: Option<&str>, page: Option<&str>| Activity {
            id: 1,
            at_ms: 0,
            person: person.map(str::to_owned),
            did: "started the run small".into(),
            workspace: None,
            page: page.map(str::to_owned),
        };
        assert_eq!([subject(&activity(Some("Ada"), None)), subject(&activity(None, None))], ["Ada", "Effigy"]);
        assert_eq!(page(&activity(None, Some("/runs/00ff"))).as_deref(), Some("/runs/00ff"));
        assert_eq!(page(&activity(None, Some("//evil.example"))), None);
    }
}
