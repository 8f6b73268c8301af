//! The way to what is said about a run, which leads out of this part of the site.

use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::paths;
use wire::run::RunId;

/// A link.
#[component]
pub fn CommentsLink(
    /// The run.
    id: RunId,
    /// How many comments there are, where that is known.
    #[prop(optional)]
    count: Option<u32>,
) -> impl IntoView {
    view! {
        <a class="button" href=paths::comments_page(&id) rel="external">
            "Comments"
            {count.map(|count| format!(" ({count})"))}
        </a>
    }
    .into_erased()
}
