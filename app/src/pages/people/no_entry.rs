//! The page for an owner's link that does not work.

use crate::erased::IntoErasedView;
use crate::parts::title::PageTitle;
use leptos::prelude::*;
use view_model::people::addresses::SIGN_IN;

/// Possible causes, and what to do. It reveals nothing about the valid link.
#[component]
pub fn NoEntryPage() -> impl IntoView {
    view! {
        <PageTitle text="Link" />
        <main id="main" class="page door">
            <section class="notice" role="alert">
                <h1>"This link does not work"</h1>
                <p>
                    "It may be from an earlier start of Effigy, mistyped, or opened on a different machine from the one that "
                    "Effigy runs on: it works only there."
                </p>
                <p>
                    "Open, on that machine, the link that Effigy printed when it last started. If you have an account, sign in: "
                    <a href=SIGN_IN>"Sign in"</a>
                </p>
            </section>
        </main>
    }
    .into_erased()
}
