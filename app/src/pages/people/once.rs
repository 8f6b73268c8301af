//! A link or token that is shown once, right after it was created.

use crate::erased::IntoErasedView;
use crate::parts::copy::Copy;
use leptos::prelude::*;

/// The text, to be copied now.
#[component]
pub fn ShownOnce(
    /// The text, once created.
    text: RwSignal<Option<String>>,
    /// What it is, such as "the link".
    what: &'static str,
    /// What to do with it.
    line: &'static str,
) -> impl IntoView {
    let shown = Signal::derive(move || text.get().unwrap_or_default());
    view! {
        <div role="status">
            <Show when=move || text.with(Option::is_some)>
                <div class="notice once">
                    <p>
                        <strong>"Copy it now: it is not shown again."</strong>
                        " "
                        {line}
                    </p>
                    <p class="address">
                        <code>{shown}</code>
                        " "
                        <Copy text=shown what />
                    </p>
                </div>
            </Show>
        </div>
    }
    .into_erased()
}
