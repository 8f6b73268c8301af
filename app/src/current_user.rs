//! Whoever looks at a page, as the server tells it with the page.

use crate::json::JsonEncoding;
use leptos::prelude::*;
use wire::people::CurrentUser;

/// Tells the pages of a part who looks at them; in a browser, what the server told when it drew the page.
pub fn provide_current_user() {
    let who = SharedValue::<CurrentUser, JsonEncoding>::new_with_encoding(|| use_context().unwrap_or_default());
    provide_context(who.into_inner());
}

/// Whoever looks at this page; nobody on pages that are not told.
pub fn current_user() -> CurrentUser {
    use_context().unwrap_or_default()
}
