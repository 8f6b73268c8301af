//! What `make watch` builds: the pages about runs alone. The site is made of `src/bin/`, a file for each section.

/// Hydrates the page that the server drew.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    app::take_over(app::App);
}
