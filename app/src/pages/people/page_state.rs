//! What the parts of a page share: what it shows, question for again after each change.

use crate::api::ApiError;
use crate::parts::ask::Question;
use crate::parts::server_request::ServerRequest;
use leptos::html::H2;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

/// How a page asks for what it shows.
pub type Ask<T> = fn() -> Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// A page of things that can be changed. Copies are handles of the same.
pub struct PageState<T: Send + Sync + 'static> {
    /// What the page shows.
    pub data: RwSignal<T>,
    /// What was just done, for those who do not see it.
    pub announcement: RwSignal<String>,
    /// What is to be answered before it is done.
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
    /// Shows this, and asks for it again by `ask`.
    pub fn new(data: T, ask: Ask<T>) -> Self {
        Self {
            data: RwSignal::new(data),
            announcement: RwSignal::new(String::new()),
            question: RwSignal::new(None),
            ask,
        }
    }

    /// Does something, tells it, and shows what has become of it; `then` gets what came of it.
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

    /// Asks again for what the page shows.
    fn refresh(self) {
        spawn_local(async move {
            // What cannot be question for now stays as it was; the page may be gone by then.
            if let Ok(now) = (self.ask)().await {
                let _ = self.data.try_set(now);
            }
        });
    }
}

/// Puts the focus on the heading of a list, when the row that had it is gone.
pub fn focus(heading: NodeRef<H2>) {
    if let Some(heading) = heading.get_untracked() {
        // Fails only where the element cannot have the focus; this one can.
        let _ = heading.focus();
    }
}
