//! Whole addresses and whole pages, as only a browser has them.

use leptos::prelude::*;

/// The address of a path of this site, with the name by which the browser reaches it.
pub fn address(path: &str) -> String {
    window().location().origin().unwrap_or_default() + path
}

/// Loads a page as a whole, so that the server draws all of it for whoever is signed in now.
pub fn load(path: &str) {
    // Fails only for what is no address.
    let _ = window().location().set_href(path);
}
