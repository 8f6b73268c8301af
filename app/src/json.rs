//! JSON for server functions and for a page's initial data, read by [`wire::json::read`].

use leptos::prelude::Resource;
use leptos::server::codee::{Decoder, Encoder};
use leptos::server_fn::codec::Post;
use leptos::server_fn::{ContentType, Decodes, Encodes, Format, FormatType};
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use wire::json::read;

/// The JSON encoding of requests, answers and resources.
pub struct JsonEncoding;

/// The protocol of server functions: arguments and results as JSON in the body.
pub type Body = Post<JsonEncoding>;

/// Data that a page loads; the server embeds it in the page as JSON.
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
