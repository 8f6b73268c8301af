//! Errors of the gallery's pages.

use crate::api::ApiError;
use crate::erased::IntoErasedView;
use crate::parts::error_note::{ErrorNote, set_status_not_found};
use crate::parts::title::PageTitle;
use leptos::prelude::*;
use wire::gallery::WITHDRAWN;

/// An error in place of a publication; withdrawn publications have their own.
#[component]
pub fn PublicationError(error: ApiError) -> impl IntoView {
    if error != ApiError::NotFound(WITHDRAWN.into()) {
        return view! { <PageTitle text="Not shown" /> <ErrorNote error /> }.into_erased();
    }
    set_status_not_found();
    view! {
        <PageTitle text="Withdrawn" />
        <section class="notice" role="alert">
            <h1>"Withdrawn"</h1>
            <p>"The owner has withdrawn this publication. It is no longer shown."</p>
            <p>
                <a class="button" href="/gallery">
                    "To the gallery"
                </a>
            </p>
        </section>
    }
    .into_erased()
}
