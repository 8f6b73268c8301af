//! The current user, as the server embeds it in the page.

use crate::json::JsonEncoding;
use leptos::prelude::*;
use wire::people::CurrentUser;

/// Provides the current user to pages; in a browser, as of when the server drew the page.
pub fn provide_current_user() {
    let who = SharedValue::<CurrentUser, JsonEncoding>::new_with_encoding(|| use_context().unwrap_or_default());
    provide_context(who.into_inner());
}

/// The current user; nobody on pages without one.
pub fn current_user() -> CurrentUser {
    use_context().unwrap_or_default()
}
