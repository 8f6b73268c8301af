//! The quiz of a link.

use crate::parts::title::PageTitle;
use crate::piece::IntoPiece;
use leptos::prelude::*;

/// The quiz.
#[component]
pub fn QuizPage() -> impl IntoView {
    view! {
        <PageTitle text="Quiz" />
        <main id="main" class="page quiz"></main>
    }
    .into_piece()
}
