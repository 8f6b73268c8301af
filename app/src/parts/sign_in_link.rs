//! The link to the sign-in page, which leads back here.

use crate::erased::IntoErasedView;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use view_model::people::addresses;

/// The link.
#[component]
pub fn SignInLink() -> impl IntoView {
    let here = use_location();
    let href = move || here.pathname.with(|path| here.search.with(|search| addresses::sign_in(path, search)));
    let is_here = move || here.pathname.with(|path| path == addresses::SIGN_IN).then_some("page");
    view! {
        <a href=href rel="external" aria-current=is_here>
            "Sign in"
        </a>
    }
    .into_erased()
}
