//! A picture's file, fetched and verified.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use view_model::quiz::pictures::is_whole;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, Request, RequestCache, RequestInit, Response, Url};
use wire::study::quiz::Picture;

/// An object URL of a picture; revoked on drop.
pub struct FetchedPicture(String);

impl FetchedPicture {
    /// The address.
    pub fn address(&self) -> &str {
        &self.0
    }
}

impl Drop for FetchedPicture {
    fn drop(&mut self) {
        // Fails for no text.
        let _ = Url::revoke_object_url(&self.0);
    }
}

/// Fetches a picture from the browser's cache if complete, else from the server. `None` if neither is complete.
pub async fn fetch(picture: &Picture) -> Option<FetchedPicture> {
    for cache in [RequestCache::Default, RequestCache::Reload] {
        if let Some(bytes) = bytes(&picture.address, cache).await.ok().filter(|bytes| is_whole(picture, bytes)) {
            return in_memory(&bytes).ok();
        }
    }
    None
}

async fn bytes(address: &str, cache: RequestCache) -> Result<Vec<u8>, JsValue> {
    let asked = RequestInit::new();
    asked.set_cache(cache);
    let request = Request::new_with_str_and_init(address, &asked)?;
    let response: Response = JsFuture::from(window().fetch_with_request(&request)).await?.dyn_into()?;
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

fn in_memory(bytes: &[u8]) -> Result<FetchedPicture, JsValue> {
    let kind = BlobPropertyBag::new();
    kind.set_type("image/png");
    let blob = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &kind)?;
    Url::create_object_url_with_blob(&blob).map(FetchedPicture)
}
