//! The bar above every page.

use crate::piece::IntoPiece;
use leptos::prelude::*;
use leptos_router::components::A;

/// The name of the program and the ways to its pages.
#[component]
pub fn SiteHeader() -> impl IntoView {
    view! {
        <a class="skip" href="#main">
            "Skip to content"
        </a>
        <header class="site">
            <A href="/" exact=true attr:class="brand">
                <img src="/favicon.svg" alt="" width="28" height="28" />
                "Effigy"
            </A>
            <nav aria-label="Main">
                <A href="/" exact=true>
                    "Runs"
                </A>
                <A href="/runs/new">"New run"</A>
            </nav>
        </header>
    }
    .into_piece()
}
