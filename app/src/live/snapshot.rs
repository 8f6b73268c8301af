//! Fetches stored snapshots and decodes pictures.

use js_sys::{Array, Uint8Array};
use leptos::prelude::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ImageBitmap, Response};
use wire::frame::Codec;

/// Fetches a path of this server. The bytes stay in the browser's memory.
pub async fn fetch(path: &str) -> Result<Uint8Array, JsValue> {
    let response: Response = JsFuture::from(window().fetch_with_str(path)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from_str("the server does not have this snapshot"));
    }
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer))
}

/// Decodes a picture for a canvas.
pub async fn decode(picture: &Uint8Array, codec: Codec) -> Result<ImageBitmap, JsValue> {
    let parts = Array::of1(picture);
    let properties = BlobPropertyBag::new();
    properties.set_type(codec.media_type());
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &properties)?;
    JsFuture::from(window().create_image_bitmap_with_blob(&blob)?).await?.dyn_into()
}
