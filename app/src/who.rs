//! Whoever looks at a page, as the server tells it with the page.

use crate::json::Text;
use leptos::prelude::*;
use wire::people::CurrentUser;

/// Tells the pages of a part who looks at them; in a browser, what the server told when it drew the page.
pub fn provide_who() {
    let who = SharedValue::<CurrentUser, Text>::new_with_encoding(|| use_context().unwrap_or_default());
    provide_context(who.into_inner());
}

/// Whoever looks at this page; nobody on pages that are not told.
pub fn who() -> CurrentUser {
    use_context().unwrap_or_default()
}
