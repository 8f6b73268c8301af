//! A request to the server: whether it is pending, and what went wrong.

use super::error_note::sentence;
use super::sign_in_link::SignInLink;
use crate::api::ApiError;
use crate::api::problems;
use crate::erased::IntoErasedView;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// A request to the server that can be repeated, one at a time. Copies share its state.
#[derive(Clone, Copy, Default)]
pub struct ServerRequest {
    is_pending: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl ServerRequest {
    /// Sends a request, unless one is pending. `then` gets the result, if the page is still open.
    pub fn send<T: 'static>(
        self,
        what: impl Future<Output = Result<T, ApiError>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        if self.is_pending.get_untracked() {
            return;
        }
        self.is_pending.set(true);
        self.error.set(None);
        spawn_local(async move {
            let answer = what.await;
            if self.is_pending.try_set(false).is_some() {
                return; // the page is gone
            }
            match answer {
                Ok(done) => then(done),
                Err(error) => self.error.set(Some(error)),
            }
        });
    }

    /// Whether the answer is still to come.
    pub fn is_pending(self) -> bool {
        self.is_pending.get()
    }

    /// Whether the last request failed.
    pub fn has_failed(self) -> bool {
        self.error.with(Option::is_some)
    }

    /// The message about a field, if any.
    pub fn problem_of(self, field: &str) -> Option<String> {
        self.error.with(|error| words(problems::of_field(error.as_ref()?, field)))
    }
}

fn words(messages: Vec<String>) -> Option<String> {
    (!messages.is_empty()).then(|| messages.iter().map(|message| sentence(message)).collect::<Vec<_>>().join(" "))
}

/// Messages that no field shows.
#[component]
pub fn RequestError(
    /// The request.
    request: ServerRequest,
    /// Fields that show their own messages.
    #[prop(optional)]
    fields: &'static [&'static str],
) -> impl IntoView {
    let told = move || {
        let error = request.error.get()?;
        if error == ApiError::SignedOut {
            return Some(view! { "You are signed out. " <SignInLink /> }.into_erased());
        }
        words(problems::elsewhere(&error, fields)).map(|words| view! { <span>{words}</span> }.into_erased())
    };
    view! {
        <p class="field-problem" role="alert">
            {told}
        </p>
    }
    .into_erased()
}
