//! Deserialization of all JSON that crosses the wire.
//!
//! Every reader of JSON compiles the decoders of all types again. A single reader, [`read`], keeps the browser's code
//! small.

mod value;

use serde::de::DeserializeOwned;
use serde_json::Value;
use value::ValueDeserializer;

/// Reads a value from JSON.
///
/// # Errors
/// If the text is no JSON, or does not match the type.
pub fn read<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    from_document(&serde_json::from_str(text)?)
}

/// Converts a JSON document into a value.
///
/// # Errors
/// If it does not match the type.
pub fn from_document<T: DeserializeOwned>(document: &Value) -> serde_json::Result<T> {
    T::deserialize(ValueDeserializer(document))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::{LiveEvent, Viewers};
    use crate::report::Report;

    #[test]
    fn what_is_something_else_is_refused_with_the_reason() {
        let whole =
            serde_json::to_string(&LiveEvent::Viewers { count: 3, watching: Viewers::default() }).expect("JSON");
        for (text, reason) in [
            (whole.replace('3', "-1"), "whole number"),
            (whole.replace('3', "4294967296"), "u32"),
            (whole.replace("count", "number"), "count"),
            (whole.replace("viewers", "watchers"), "watchers"),
        ] {
            let refused = read::<LiveEvent>(&text).expect_err("refused").to_string();
            assert!(refused.contains(reason), "{text}: {refused}");
        }
        assert!(read::<Report>("{}").is_err() && read::<Report>("[]").is_err() && read::<Report>("").is_err());
    }

    #[test]
    fn unknown_fields_are_passed_over_unless_the_type_refuses_them() {
        assert_eq!(
            read::<LiveEvent>(r#"{"viewers": {"new": [{}], "count": 2}}"#).ok(),
            Some(LiveEvent::Viewers { count: 2, watching: Viewers::default() })
        );
        assert!(read::<crate::experiment::ExperimentConfig>(r#"{"sed": 1}"#).is_err());
    }
}
