//! Notifies the viewer when a run is over: by the page's title, and on request by a browser notification.

use crate::erased::IntoErasedView;
use crate::live::LiveRun;
use leptos::prelude::*;
use view_model::notification;
use web_sys::{Notification, NotificationOptions, NotificationPermission};

/// "Tell me when it is over", until it is.
#[component]
pub fn TellMe(live: LiveRun) -> impl IntoView {
    let wanted = RwSignal::new(false);
    let refused = RwSignal::new(false);
    let going = Memo::new(move |_| live.state.with(|state| !state.run.state.is_over()));
    Effect::new(move |was_going: Option<bool>| {
        if was_going == Some(true) && !going.get() && wanted.get_untracked() {
            live.state.with_untracked(|state| show(&notification::words(&state.run)));
        }
        going.get()
    });
    let toggle = move |_| {
        if wanted.get_untracked() {
            wanted.set(false);
            return;
        }
        ask(move |allowed| {
            wanted.set(allowed);
            refused.set(!allowed);
        });
    };
    view! {
        <Show when=move || going.get()>
            <button class="button" aria-pressed=move || wanted.get().to_string() on:click=toggle>
                "Tell me when it is over"
            </button>
            <p class="field-problem" role="alert">
                {move || refused.get().then_some("This browser does not let the page notify you; allow it in its settings for this site.")}
            </p>
        </Show>
    }
    .into_erased()
}

/// Requests permission if the browser has not asked before, and calls `then` with whether notifications are shown.
fn ask(then: impl FnOnce(bool) + 'static) {
    leptos::task::spawn_local(async move {
        let is_allowed = match Notification::request_permission() {
            Ok(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.is_ok(),
            Err(_) => false,
        };
        then(is_allowed && Notification::permission() == NotificationPermission::Granted);
    });
}

fn show([title, body]: &[String; 2]) {
    let options = NotificationOptions::new();
    options.set_body(body);
    options.set_icon("/favicon.svg");
    // If permission was revoked, the page still shows it.
    let _ = Notification::new_with_options(title, &options);
}
