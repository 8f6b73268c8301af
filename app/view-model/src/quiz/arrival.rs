//! Parameters of a quiz link.

use crate::paths;
use wire::study::quiz::LinkParameters;

/// Reads the parameters: a single-use token, or the ids of Prolific or Mechanical Turk. `parameter` looks one up.
pub fn arrival(parameter: &dyn Fn(&str) -> Option<String>) -> LinkParameters {
    let first = |names: &[&str]| names.iter().find_map(|name| parameter(name)).unwrap_or_default();
    LinkParameters {
        token: first(&["token"]),
        participant: first(&["PROLIFIC_PID", "workerId"]),
        study: first(&["STUDY_ID", "hitId"]),
        session: first(&["SESSION_ID", "assignmentId"]),
        is_preview: first(&["preview"]) == "1",
    }
}

/// The query with the same parameters in another language, with its question mark.
pub fn query(arrival: &LinkParameters, language: &str) -> String {
    let preview = if arrival.is_preview { "1" } else { "" };
    let parameters = [
        ("lang", language),
        ("token", &arrival.token),
        ("PROLIFIC_PID", &arrival.participant),
        ("STUDY_ID", &arrival.study),
        ("SESSION_ID", &arrival.session),
        ("preview", preview),
    ];
    let mut query = String::new();
    for (name, value) in parameters.into_iter().filter(|(_, value)| !value.is_empty()) {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(name);
        query.push('=');
        query.push_str(&paths::encode(value));
    }
    query
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(parameters: &[(&str, &str)]) -> LinkParameters {
        arrival(&|name| parameters.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn ids_of_both_services_are_understood() {
        let prolific = read(&[("PROLIFIC_PID", "p"), ("STUDY_ID", "s"), ("SESSION_ID", "x")]);
        assert_eq!(prolific, read(&[("workerId", "p"), ("hitId", "s"), ("assignmentId", "x")]));
        assert_eq!((&*prolific.participant, &*prolific.study, &*prolific.session), ("p", "s", "x"));
        assert_eq!(read(&[]), LinkParameters::default());
        assert!(read(&[("preview", "1")]).is_preview && !read(&[("preview", "0")]).is_preview);
    }

    #[test]
    fn another_language_keeps_the_arrival() {
        assert_eq!(query(&LinkParameters::default(), "ja"), "?lang=ja");
        let arrival = read(&[("token", "a b&c=é"), ("preview", "1")]);
        assert_eq!(query(&arrival, "en"), "?lang=en&token=a%20b%26c%3D%C3%A9&preview=1");
    }
}
