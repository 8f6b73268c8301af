//! Pictures: loaded, asked for again when they do not come, shown all at once.

use super::desk::{Desk, Sight};
use crate::piece::IntoPiece;
use crate::view_model::backoff;
use crate::view_model::quiz::sheet::Form;
use js_sys::Promise;
use leptos::html::Img;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// The pictures that are no answers.
#[component]
pub fn Scene(desk: Desk) -> impl IntoView {
    preload(desk);
    let count = desk.read(|question, sheet| if sheet.form == Form::Pictures { 1 } else { question.pictures.len() });
    let shown = move || match desk.sight.get() {
        Sight::Coming => "scene coming",
        Sight::Hidden | Sight::Over => "scene hidden",
        Sight::Shown => "scene",
    };
    let session = desk.session;
    let cover = move || match desk.sight.get() {
        Sight::Hidden => Some(
            view! {
                <div class="cover">
                    <button type="button" class="button primary large" on:click=move |_| desk.show()>
                        {session.say("flash.show")}
                    </button>
                </div>
            }
            .into_piece(),
        ),
        Sight::Over => Some(view! { <p class="cover quiet">{session.say("flash.over")}</p> }.into_piece()),
        Sight::Coming => {
            let words = if desk.has_lost.get() { session.say("picture-lost") } else { session.say("loading") };
            Some(view! { <p class="cover quiet">{words}</p> }.into_piece())
        }
        Sight::Shown => None,
    };
    view! {
        <div class=shown>
            {(0..count).map(|at| view! { <Figure desk at /> }).collect_view()} {cover}
        </div>
    }
    .into_piece()
}

/// A picture with its name.
#[component]
fn Figure(desk: Desk, at: usize) -> impl IntoView {
    view! {
        <figure>
            <Picture desk at />
            <figcaption aria-hidden="true">{name(desk, at)}</figcaption>
        </figure>
    }
}

/// What a picture is called.
pub fn name(desk: Desk, at: usize) -> String {
    let name = desk.read(|_, sheet| sheet.pictures.get(at).copied());
    name.map(|name| desk.session.with_words(|words| name.in_words(words))).unwrap_or_default()
}

/// A picture.
#[component]
pub fn Picture(desk: Desk, at: usize) -> impl IntoView {
    let source = desk.read(|question, _| question.pictures.get(at).cloned());
    let node = NodeRef::<Img>::new();
    Effect::new(move || {
        if let Some(image) = node.get() {
            spawn_local(await_picture(desk, image));
        }
    });
    view! {
        <span class="frame">
            <img node_ref=node src=source alt=name(desk, at) draggable="false" />
        </span>
    }
}

/// Waits until a picture can be drawn; asks for it again for as long as it is on the page.
async fn await_picture(desk: Desk, image: web_sys::HtmlImageElement) {
    let mut attempt = 0;
    while JsFuture::from(image.decode()).await.is_err() {
        if !image.is_connected() {
            return;
        }
        let _ = desk.has_lost.try_set(true);
        pause(backoff::delay(attempt, js_sys::Math::random())).await;
        attempt += 1;
        image.set_src(&image.src());
    }
    desk.arrived();
}

async fn pause(wait: std::time::Duration) {
    let wait = wait.as_millis() as i32;
    let waited = Promise::new(&mut |resolve, _| {
        // Fails for nothing that is a function.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, wait);
    });
    // Is never refused.
    let _ = JsFuture::from(waited).await;
}

/// Has the browser fetch the pictures of the next question.
fn preload(desk: Desk) {
    Effect::new(move || {
        let next = desk.read(|question, _| question.next.clone());
        for source in next {
            if let Ok(image) = web_sys::HtmlImageElement::new() {
                image.set_src(&source);
            }
        }
    });
}
