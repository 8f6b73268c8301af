//! An address without a page.

use crate::erased::IntoErasedView;
use crate::parts::error_note::set_status_not_found;
use crate::parts::title::PageTitle;
use leptos::prelude::*;

/// A message with a link home.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    set_status_not_found();
    view! {
        <PageTitle text="Not found" />
        <main id="main" class="page">
            <section class="notice">
                <h1>"Page not found"</h1>
                <p>"The address is mistyped, or the page no longer exists."</p>
                <p>
                    <a class="button" href="/" rel="external">
                        "All runs"
                    </a>
                </p>
            </section>
        </main>
    }
    .into_erased()
}
