//! Hydrates the pages of people: signing in, accounts, workspaces.

/// Takes over the page that the server drew.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::take_over(app::PeopleApp);
}
