//! Pictures: fetched until they are complete, then shown all at once.

use super::fetched::fetch;
use super::state::{PictureVisibility, QuestionState};
use crate::erased::IntoErasedView;
use js_sys::Promise;
use leptos::html::Img;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;
use view_model::backoff;
use view_model::quiz::question_layout::AnswerForm;
use wasm_bindgen_futures::JsFuture;
use wire::study::quiz;

/// Interval at which to check whether the participant requests pictures again.
const BEAT: Duration = Duration::from_millis(100);

/// The pictures that are not answers.
#[component]
pub fn QuestionPictures(state: QuestionState) -> impl IntoView {
    preload(state);
    let count =
        state.read(|question, layout| if layout.form == AnswerForm::Pictures { 1 } else { question.pictures.len() });
    let shown = move || match state.visibility.get() {
        PictureVisibility::Loading => "scene coming",
        PictureVisibility::Hidden | PictureVisibility::Over => "scene hidden",
        PictureVisibility::Shown => "scene",
    };
    let session = state.session;
    let cover = move || match state.visibility.get() {
        PictureVisibility::Hidden => Some(
            view! {
                <div class="cover">
                    <button type="button" class="button primary large" on:click=move |_| state.show()>
                        {session.say("flash.show")}
                    </button>
                </div>
            }
            .into_erased(),
        ),
        PictureVisibility::Over => Some(view! { <p class="cover quiet">{session.say("flash.over")}</p> }.into_erased()),
        PictureVisibility::Loading if state.has_lost.get() => Some(
            view! {
                <div class="cover lost" role="alert">
                    <p>{session.say("picture-lost")}</p>
                    <button type="button" class="button large" on:click=move |_| state.fetch_again()>
                        {session.say("picture-again")}
                    </button>
                </div>
            }
            .into_erased(),
        ),
        PictureVisibility::Loading => Some(view! { <p class="cover quiet">{session.say("loading")}</p> }.into_erased()),
        PictureVisibility::Shown => None,
    };
    view! {
        <div class=shown>
            {(0..count).map(|at| view! { <Figure state at /> }).collect_view()} {cover}
        </div>
    }
    .into_erased()
}

/// A picture with its name.
#[component]
fn Figure(state: QuestionState, at: usize) -> impl IntoView {
    view! {
        <figure>
            <Picture state at />
            <figcaption aria-hidden="true">{name(state, at)}</figcaption>
        </figure>
    }
}

/// The name of a picture.
pub fn name(state: QuestionState, at: usize) -> String {
    let name = state.read(|_, layout| layout.pictures.get(at).copied());
    name.map(|name| state.session.with_words(|words| name.in_words(words))).unwrap_or_default()
}

/// A picture. It draws the verified file from an object URL; `data-picture` holds the original address.
#[component]
pub fn Picture(state: QuestionState, at: usize) -> impl IntoView {
    let picture = state.read(|question, _| question.pictures.get(at).cloned());
    let address = picture.as_ref().map(|picture| picture.address.clone());
    let node = NodeRef::<Img>::new();
    Effect::new(move || {
        if let Some((image, picture)) = node.get().zip(picture.clone()) {
            spawn_local(await_picture(state, image, picture));
        }
    });
    view! {
        <span class="frame">
            <img node_ref=node data-picture=address alt=name(state, at) draggable="false" />
        </span>
    }
}

/// Waits until a picture can be drawn, and retries as long as it is on the page.
async fn await_picture(state: QuestionState, image: web_sys::HtmlImageElement, picture: quiz::Picture) {
    let mut attempt = 0;
    while !is_drawn(&image, &picture).await {
        if !image.is_connected() {
            return;
        }
        let _ = state.has_lost.try_set(true);
        pause(state, backoff::delay(attempt, js_sys::Math::random())).await;
        attempt += 1;
    }
    state.arrived();
}

async fn is_drawn(image: &web_sys::HtmlImageElement, picture: &quiz::Picture) -> bool {
    let Some(fetched) = fetch(picture).await else { return false };
    image.set_src(fetched.address());
    JsFuture::from(image.decode()).await.is_ok()
}

/// Waits for a time, or until the participant requests pictures again.
async fn pause(state: QuestionState, wait: Duration) {
    let asked = state.again.try_get_untracked();
    let mut waited = Duration::ZERO;
    while waited < wait && state.again.try_get_untracked() == asked {
        sleep(BEAT).await;
        waited += BEAT;
    }
}

async fn sleep(wait: Duration) {
    let wait = wait.as_millis() as i32;
    let waited = Promise::new(&mut |resolve, _| {
        // Fails for no function.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, wait);
    });
    // Is never refused.
    let _ = JsFuture::from(waited).await;
}

/// Preloads the pictures of the next question, and retries incomplete ones once.
fn preload(state: QuestionState) {
    Effect::new(move || {
        for picture in state.read(|question, _| question.next.clone()) {
            spawn_local(async move { drop(fetch(&picture).await) });
        }
    });
}
