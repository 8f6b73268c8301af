//! A new study.

use crate::parts::title::PageTitle;
use crate::piece::IntoPiece;
use leptos::prelude::*;

/// A new study.
#[component]
pub fn NewStudyPage() -> impl IntoView {
    view! {
        <PageTitle text="New study" />
        <main id="main" class="page"></main>
    }
    .into_piece()
}
