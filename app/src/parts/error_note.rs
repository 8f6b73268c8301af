//! What went wrong, in words.

use crate::api::ApiError;
use leptos::prelude::*;

/// An error that kept a page from its data.
#[component]
pub fn ErrorNote(
    /// What the server said.
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
                        <a class="button" href="/">
                            "All runs"
                        </a>
                    </p>
                </section>
            }
            .into_any()
        }
        error => view! {
            <section class="notice problem" role="alert">
                <h1>"This did not work"</h1>
                <p>{capital(&error.to_string())}"."</p>
                <p>"Reload the page to try again."</p>
            </section>
        }
        .into_any(),
    }
}

/// A sentence that begins with a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Answers 404, where the page is being drawn by the server.
pub fn set_status_not_found() {
    #[cfg(feature = "ssr")]
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(http::StatusCode::NOT_FOUND);
    }
}
