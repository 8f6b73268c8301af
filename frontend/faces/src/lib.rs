//! Hydrates the pages on which a workspace's faces are kept.

/// Takes over the page that the server drew.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::take_over(app::FacesApp);
}
