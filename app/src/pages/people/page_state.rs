//! State shared by the components of a page: its data, loaded again after each change.

use crate::api::ApiError;
use crate::parts::ask::Question;
use crate::parts::server_request::ServerRequest;
use leptos::html::H2;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

/// Loads a page's data.
pub type Ask<T> = fn() -> Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// The state of a page whose data can be changed. Copies share it.
pub struct PageState<T: Send + Sync + 'static> {
    /// The data shown.
    pub data: RwSignal<T>,
    /// The last action, for screen readers.
    pub announcement: RwSignal<String>,
    /// The open confirmation, if any.
    pub question: RwSignal<Option<Question>>,
    ask: Ask<T>,
}

impl<T: Send + Sync + 'static> Clone for PageState<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for PageState<T> {}

impl<T: Send + Sync + 'static> PageState<T> {
    /// Shows `data`, which `ask` loads again.
    pub fn new(data: T, ask: Ask<T>) -> Self {
        Self {
            data: RwSignal::new(data),
            announcement: RwSignal::new(String::new()),
            question: RwSignal::new(None),
            ask,
        }
    }

    /// Sends a request; on success calls `then` with the result, announces it, and loads the data again.
    pub fn change<D: 'static>(
        self,
        request: ServerRequest,
        what: impl Future<Output = Result<D, ApiError>> + 'static,
        announcement: impl Into<String>,
        then: impl FnOnce(D) + 'static,
    ) {
        let announcement = announcement.into();
        request.send(what, move |done| {
            then(done);
            self.announcement.set(announcement);
            self.refresh();
        });
    }

    /// Loads the data again.
    fn refresh(self) {
        spawn_local(async move {
            // On failure the data stays as it was; the page may be closed by then.
            if let Ok(now) = (self.ask)().await {
                let _ = self.data.try_set(now);
            }
        });
    }
}

/// Focuses the heading of a list after the focused row was removed.
pub fn focus(heading: NodeRef<H2>) {
    if let Some(heading) = heading.get_untracked() {
        // The heading can always be focused.
        let _ = heading.focus();
    }
}
