//! A button that copies a text.

use crate::erased::IntoErasedView;
use leptos::prelude::*;

/// Copies a text, and says so until the text changes.
#[component]
pub fn Copy(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What the text is, for screen readers.
    what: &'static str,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    Effect::new(move || {
        text.track();
        copied.set(false);
    });
    let copy = move |_| copied.set(write(&text.get_untracked()));
    view! {
        <button type="button" class="button small" aria-label=format!("Copy {what}") on:click=copy>
            {move || if copied.get() { "Copied" } else { "Copy" }}
        </button>
        <span class="unseen" role="status">
            {move || copied.get().then(|| format!("Copied {what}."))}
        </span>
    }
    .into_erased()
}

/// Writes to the clipboard and returns whether there is one. Unencrypted pages from another machine have none; there
/// the text can be selected by hand.
fn write(text: &str) -> bool {
    let navigator = window().navigator();
    let has_clipboard = js_sys::Reflect::get(&navigator, &"clipboard".into()).is_ok_and(|found| found.is_object());
    if has_clipboard {
        let _ = navigator.clipboard().write_text(text); // fails later, where the browser asks and a person refuses
    }
    has_clipboard
}
