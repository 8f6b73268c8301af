//! A code with a copy button.

use super::session::Session;
use crate::erased::IntoErasedView;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A code, and a button that copies it.
#[component]
pub fn Code(
    /// The quiz session.
    session: Session,
    /// The name of the button's group.
    name: String,
    /// The code.
    code: String,
) -> impl IntoView {
    let copied = RwSignal::new(None::<bool>);
    let to_copy = code.clone();
    let copy = move |_| {
        let code = to_copy.clone();
        spawn_local(async move {
            let is_copied = write(&code).await.is_ok();
            let _ = copied.try_set(Some(is_copied));
        });
    };
    let said = move || match copied.get() {
        None => None,
        Some(true) => Some(session.say("copied")),
        Some(false) => Some(session.say("copy-failed")),
    };
    view! {
        <div class="code" role="group" aria-label=name>
            <code>{code}</code>
            <button type="button" class="button" on:click=copy>
                {session.say("copy")}
            </button>
            <span class="quiet" role="status">
                {said}
            </span>
        </div>
    }
    .into_erased()
}

/// Writes to the clipboard, which pages without https do not have.
async fn write(text: &str) -> Result<(), JsValue> {
    let clipboard = js_sys::Reflect::get(&window().navigator(), &"clipboard".into())?;
    if clipboard.is_undefined() {
        return Err(clipboard);
    }
    let clipboard: web_sys::Clipboard = clipboard.unchecked_into();
    JsFuture::from(clipboard.write_text(text)).await.map(|_| ())
}
