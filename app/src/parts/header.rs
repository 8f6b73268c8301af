//! The bar above every page.

use crate::Part;
use crate::piece::IntoPiece;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The name of the program and the ways to its pages. A link into another part of the site is `external` to the router.
#[component]
pub fn SiteHeader(
    /// The part of the site that this is.
    part: Part,
) -> impl IntoView {
    view! {
        <a class="skip" href="#main">
            "Skip to content"
        </a>
        <header class="site">
            <a href="/" rel=rel(part, Part::Lab) class="brand">
                <img src="/favicon.svg" alt="" width="28" height="28" />
                "Effigy"
            </a>
            <nav aria-label="Main">
                <Way part to=Part::Lab href="/" text="Runs" />
                <Way part to=Part::Lab href="/runs/new" text="New run" />
                <Way part to=Part::Studies href="/studies" text="Studies" />
                <Way part to=Part::Compare href="/compare" text="Compare" />
            </nav>
        </header>
    }
    .into_piece()
}

#[component]
fn Way(part: Part, to: Part, href: &'static str, text: &'static str) -> impl IntoView {
    let here = use_location().pathname;
    let current = move || (here.get() == href).then_some("page");
    view! {
        <a href=href rel=rel(part, to) aria-current=current>
            {text}
        </a>
    }
}

fn rel(from: Part, to: Part) -> Option<&'static str> {
    (from != to).then_some("external")
}
