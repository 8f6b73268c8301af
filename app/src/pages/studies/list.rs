//! All studies.

use crate::parts::title::PageTitle;
use crate::piece::IntoPiece;
use leptos::prelude::*;

/// All studies.
#[component]
pub fn StudiesPage() -> impl IntoView {
    view! {
        <PageTitle text="Studies" />
        <main id="main" class="page"></main>
    }
    .into_piece()
}
