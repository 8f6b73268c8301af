//! What the parts of a page share: what it shows, asked for again after each change.

use crate::api::ApiError;
use crate::parts::ask::Question;
use crate::parts::deed::Deed;
use leptos::html::H2;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

/// How a page asks for what it shows.
pub type Ask<T> = fn() -> Pin<Box<dyn Future<Output = Result<T, ApiError>>>>;

/// A page of things that can be changed. Copies are handles of the same.
pub struct Desk<T: Send + Sync + 'static> {
    /// What the page shows.
    pub shown: RwSignal<T>,
    /// What was just done, for those who do not see it.
    pub told: RwSignal<String>,
    /// What is to be answered before it is done.
    pub asked: RwSignal<Option<Question>>,
    ask: Ask<T>,
}

impl<T: Send + Sync + 'static> Clone for Desk<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Copy for Desk<T> {}

impl<T: Send + Sync + 'static> Desk<T> {
    /// Shows this, and asks for it again by `ask`.
    pub fn new(shown: T, ask: Ask<T>) -> Self {
        Self { shown: RwSignal::new(shown), told: RwSignal::new(String::new()), asked: RwSignal::new(None), ask }
    }

    /// Does something, tells it, and shows what has become of it; `then` gets what came of it.
    pub fn change<D: 'static>(
        self,
        deed: Deed,
        what: impl Future<Output = Result<D, ApiError>> + 'static,
        told: impl Into<String>,
        then: impl FnOnce(D) + 'static,
    ) {
        let told = told.into();
        deed.ask(what, move |done| {
            then(done);
            self.told.set(told);
            self.refresh();
        });
    }

    /// Asks again for what the page shows.
    fn refresh(self) {
        spawn_local(async move {
            // What cannot be asked for now stays as it was; the page may be gone by then.
            if let Ok(now) = (self.ask)().await {
                let _ = self.shown.try_set(now);
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
