//! A study and its results.

use crate::parts::title::PageTitle;
use crate::piece::IntoPiece;
use leptos::prelude::*;

/// A study and its results.
#[component]
pub fn StudyPage() -> impl IntoView {
    view! {
        <PageTitle text="Study" />
        <main id="main" class="page"></main>
    }
    .into_piece()
}
