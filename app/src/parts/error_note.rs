//! Error messages.

use super::sign_in_link::SignInLink;
use crate::api::ApiError;
use crate::erased::IntoErasedView;
use leptos::prelude::*;
pub use view_model::sentence::{capital, sentence};

/// An error in place of a page's contents.
#[component]
pub fn ErrorNote(
    /// The server's error.
    error: ApiError,
) -> impl IntoView {
    match error {
        ApiError::NotFound(what) => {
            set_status_not_found();
            view! {
                <section class="notice" role="alert">
                    <h1>"Not found"</h1>
                    <p>
                        {capital(&what)} " was not found. It may have been deleted, or the address is mistyped."
                    </p>
                    <p>
                        <a class="button" href="/" rel="external">
                            "All runs"
                        </a>
                    </p>
                </section>
            }
            .into_erased()
        }
        ApiError::SignedOut => view! {
            <section class="notice" role="alert">
                <h1>"Sign in first"</h1>
                <p>"Sign in to see this page. You return here afterwards."</p>
                <p>
                    <SignInLink />
                </p>
            </section>
        }
        .into_erased(),
        ApiError::Forbidden(why) => view! {
            <section class="notice problem" role="alert">
                <h1>"No permission"</h1>
                <p>{sentence(&why)}</p>
            </section>
        }
        .into_erased(),
        error => view! {
            <section class="notice problem" role="alert">
                <h1>"Something went wrong"</h1>
                <p>{sentence(&error.to_string())}</p>
                <p>"Reload the page to try again."</p>
            </section>
        }
        .into_erased(),
    }
}

/// Sets status 404 while the server draws the page.
pub fn set_status_not_found() {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
}
