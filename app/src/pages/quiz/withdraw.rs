//! Taking one's answers back.

use crate::parts::title::PageTitle;
use crate::piece::IntoPiece;
use leptos::prelude::*;

/// Asks for the withdrawal code.
#[component]
pub fn WithdrawPage() -> impl IntoView {
    view! {
        <PageTitle text="Withdraw" />
        <main id="main" class="page quiz"></main>
    }
    .into_piece()
}
