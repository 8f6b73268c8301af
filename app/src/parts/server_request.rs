//! Asking the server to do something: whether it is under way, and what went wrong.

use super::error_note::sentence;
use super::sign_in_link::SignInLink;
use crate::api::ApiError;
use crate::api::problems;
use crate::erased::IntoErasedView;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Something that is asked of the server, one time after another. Copies are handles of the same.
#[derive(Clone, Copy, Default)]
pub struct ServerRequest {
    is_pending: RwSignal<bool>,
    error: RwSignal<Option<ApiError>>,
}

impl ServerRequest {
    /// Asks, unless it is being asked already; `then` gets what comes of it, if the page is still there.
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

    /// The answer has not come yet.
    pub fn is_pending(self) -> bool {
        self.is_pending.get()
    }

    /// It did not work.
    pub fn has_failed(self) -> bool {
        self.error.with(Option::is_some)
    }

    /// What is wrong with a field.
    pub fn problem_of(self, field: &str) -> Option<String> {
        self.error.with(|error| words(problems::of_field(error.as_ref()?, field)))
    }
}

fn words(messages: Vec<String>) -> Option<String> {
    (!messages.is_empty()).then(|| messages.iter().map(|message| sentence(message)).collect::<Vec<_>>().join(" "))
}

/// What went wrong, as far as no field shows it.
#[component]
pub fn RequestError(
    /// With what.
    request: ServerRequest,
    /// Fields that show what is wrong with them.
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
