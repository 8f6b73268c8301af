//! A term of the field with a `?` that explains it: by click, key and touch, without script.

use super::error_note::capital;
use crate::erased::{ErasedView, IntoErasedView};
use leptos::prelude::*;
use view_model::terms::Term;

/// The `?` of a term. A page explains a term once, where it first appears.
#[component]
pub fn Explain(
    /// The term.
    term: Term,
) -> impl IntoView {
    explanation(term.name(), term.meaning())
}

/// The `?` of a term that has a name and a meaning.
pub fn explanation(name: &'static str, meaning: &'static str) -> ErasedView {
    let id = format!("about-{}", name.replace([' ', '\'', '%'], "-"));
    let label = format!("What is {name}?");
    view! {
        <button type="button" class="explain" popovertarget=id.clone() aria-label=label>
            "?"
        </button>
        <span class="explanation" popover="auto" id=id role="note">
            <strong>{capital(name)}</strong>
            {meaning}
        </span>
    }
    .into_erased()
}
