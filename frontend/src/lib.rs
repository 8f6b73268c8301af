//! Hydrates the pages in the browser; everything else is in `app`.

use leptos::prelude::document;

/// Takes over the page that the server drew, and marks it as `data-hydrated`: whoever drives a page by program waits
/// for that before the first click.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    if let Some(root) = document().document_element() {
        let marked = root.set_attribute("data-hydrated", "");
        debug_assert!(marked.is_ok(), "the name is a valid attribute name");
    }
}
