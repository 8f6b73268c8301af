//! JSON wherever it crosses the wire: server functions, the data that a page starts from, the live stream.
//!
//! All of it is read by [`read`]. Whatever reads JSON has the decoders of all types compiled for itself, and several
//! such copies would be much of what a browser loads.

mod part;

use leptos::prelude::Resource;
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use part::Part;
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Value;

/// JSON as text, to and from the server.
pub struct Text;

/// Arguments in the body of a request, the result in that of the answer.
pub type Body = Post<Text>;

/// What a page asks of the server and the server leaves in the page for it to start from.
pub type Asked<T> = Resource<T, Text>;

/// Reads a value.
///
/// # Errors
/// If the text is no JSON, or that of another type.
pub fn read<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    from_document(&serde_json::from_str(text)?)
}

/// The value that a document stands for.
///
/// # Errors
/// If it stands for one of another type.
pub fn from_document<T: DeserializeOwned>(document: &Value) -> serde_json::Result<T> {
    T::deserialize(Part(document))
}

impl ContentType for Text {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for Text {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for Text {
    type Error = serde_json::Error;

    fn encode(value: &T) -> serde_json::Result<leptos::server_fn::Bytes> {
        serde_json::to_value(value).map(|value| value.to_string().into())
    }
}

impl<T: DeserializeOwned> Decodes<T> for Text {
    type Error = serde_json::Error;

    fn decode(bytes: leptos::server_fn::Bytes) -> serde_json::Result<T> {
        read(std::str::from_utf8(&bytes).map_err(serde_json::Error::custom)?)
    }
}

impl<T: Serialize> Encoder<T> for Text {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> serde_json::Result<String> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for Text {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> serde_json::Result<T> {
        read(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view_model::{example, example_live};
    use wire::live::{LiveEvent, Watching};
    use wire::report::Report;
    use wire::run::RunState;

    fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) {
        let text = serde_json::to_string(value).expect("JSON");
        assert_eq!(&read::<T>(&text).expect("the same type"), value, "{text}");
    }

    #[test]
    fn what_crosses_the_wire_comes_back() {
        comes_back(&example::report(&[("A", &[1, 2]), ("Zoë \"", &[3])]));
        comes_back(&LiveEvent::Everything { state: Box::new(example_live::live(RunState::Running)) });
        comes_back(&LiveEvent::Viewers { count: 3, watching: Watching::default() });
        comes_back(&Err::<(), _>(crate::api::ApiError::NotFound("this run".into())));
        comes_back(&Ok::<_, crate::api::ApiError>(()));
    }

    #[test]
    fn what_is_something_else_is_refused_with_the_reason() {
        let whole =
            serde_json::to_string(&LiveEvent::Viewers { count: 3, watching: Watching::default() }).expect("JSON");
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
            Some(LiveEvent::Viewers { count: 2, watching: Watching::default() })
        );
        assert!(read::<wire::experiment::ExperimentConfig>(r#"{"sed": 1}"#).is_err());
    }
}
