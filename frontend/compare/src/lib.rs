//! Hydrates the pages on which runs are compared and talked about.

/// Takes over the page that the server drew.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::take_over(app::CompareApp);
}
