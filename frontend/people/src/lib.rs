//! Hydrates the pages of accounts and workspaces.

/// Hydrates the page that the server drew.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::take_over(app::PeopleApp);
}
