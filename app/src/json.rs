//! JSON for server functions and for the data that a page starts from, read by [`wire::json::read`].

use leptos::prelude::Resource;
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use wire::json::read;

/// JSON as text, to and from the server.
pub struct JsonEncoding;

/// Arguments in the body of a request, the result in that of the answer.
pub type Body = Post<JsonEncoding>;

/// What a page asks of the server and the server leaves in the page for it to start from.
pub type JsonResource<T> = Resource<T, JsonEncoding>;

impl ContentType for JsonEncoding {
    const CONTENT_TYPE: &'static str = "application/json";
}

impl FormatType for JsonEncoding {
    const FORMAT_TYPE: Format = Format::Text;
}

impl<T: Serialize> Encodes<T> for JsonEncoding {
    type Error = serde_json::Error;

    fn encode(value: &T) -> serde_json::Result<leptos::server_fn::Bytes> {
        serde_json::to_value(value).map(|value| value.to_string().into())
    }
}

impl<T: DeserializeOwned> Decodes<T> for JsonEncoding {
    type Error = serde_json::Error;

    fn decode(bytes: leptos::server_fn::Bytes) -> serde_json::Result<T> {
        read(std::str::from_utf8(&bytes).map_err(serde_json::Error::custom)?)
    }
}

impl<T: Serialize> Encoder<T> for JsonEncoding {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(value: &T) -> serde_json::Result<String> {
        serde_json::to_string(value)
    }
}

impl<T: DeserializeOwned> Decoder<T> for JsonEncoding {
    type Error = serde_json::Error;
    type Encoded = str;

    fn decode(text: &str) -> serde_json::Result<T> {
        read(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::ApiError;

    #[test]
    fn an_answer_comes_back() {
        for answer in [Ok(7), Err(ApiError::NotFound("this run".into()))] {
            let text = <JsonEncoding as Encodes<_>>::encode(&answer).expect("JSON");
            assert_eq!(<JsonEncoding as Decodes<Result<u32, ApiError>>>::decode(text).expect("the same type"), answer);
        }
    }
}
