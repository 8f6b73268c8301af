//! Full addresses and full page loads, for the browser.

use leptos::prelude::*;

/// The full URL of a path, with the host name that the browser uses.
pub fn address(path: &str) -> String {
    window().location().origin().unwrap_or_default() + path
}

/// Loads a page in full, so that the server draws it for the user signed in now.
pub fn load(path: &str) {
    // Fails only for an invalid address.
    let _ = window().location().set_href(path);
}
