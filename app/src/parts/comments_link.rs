//! The link to the comments on a run, which are in another section of the site.

use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::paths;
use wire::run::RunId;

/// The link.
#[component]
pub fn CommentsLink(
    /// The run.
    id: RunId,
    /// The number of comments, if known.
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
