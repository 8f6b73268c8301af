//! Hydrates the pages of `app::GalleryApp`.
#![no_main]

/// Hydrates the page that the server drew.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::take_over(app::GalleryApp);
}
