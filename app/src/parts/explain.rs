//! A term of the field with a `?` that explains it: by click, key and touch, without script.

use super::error_note::capital;
use crate::piece::IntoPiece;
use crate::view_model::terms::Term;
use leptos::prelude::*;

/// The `?` of a term. A page explains a term once, where it first stands.
#[component]
pub fn Explain(
    /// The term.
    term: Term,
) -> impl IntoView {
    let id = format!("about-{}", term.name().replace([' ', '\'', '%'], "-"));
    let label = format!("What is {}?", term.name());
    view! {
        <button type="button" class="explain" popovertarget=id.clone() aria-label=label>
            "?"
        </button>
        <span class="explanation" popover="auto" id=id role="note">
            <strong>{capital(term.name())}</strong>
            {term.meaning()}
        </span>
    }
    .into_piece()
}
