//! Hydrates the pages about runs; everything else is in `app`.

/// Hydrates the page that the server drew.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::take_over(app::App);
}
