//! The clones of one target on canvases, each with its score in the attack as a thin bar.

use super::PageState;
use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::html::{Canvas, Ul};
use leptos::prelude::*;
use view_model::{grid_keys, number, palette::COLOURS};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// One button for each target.
#[component]
pub fn Targets(view: PageState) -> impl IntoView {
    let names = Memo::new(move |_| {
        let name = |(at, target): (usize, &wire::live::TargetLive)| (at, target.name.clone(), target.points.is_empty());
        view.live.state.with(|state| state.targets.iter().enumerate().map(name).collect::<Vec<_>>())
    });
    let button = move |(at, name, waiting): (usize, String, bool)| {
        view! {
            <button
                class="target"
                aria-pressed=move || (view.target.get() == at).to_string()
                disabled=waiting
                on:click=move |_| view.picked.set(Some(at))
            >
                <span class=format!("dot series-{}", at % COLOURS) aria-hidden="true"></span>
                {name}
            </button>
        }
    };
    view! {
        <div class="targets" role="group" aria-label="Target shown">
            {move || names.get().into_iter().map(button).collect_view()}
            <Show when=move || view.picked.get().is_some()>
                <button class="link" on:click=move |_| view.picked.set(None)>
                    "Follow the run"
                </button>
            </Show>
        </div>
    }
    .into_erased()
}

/// One tile for each clone of the target shown. Tab reaches one of them, arrow keys the others.
#[component]
pub fn Grid(view: PageState) -> impl IntoView {
    let clones = Memo::new(move |_| view.of_target(|target| target.clones as usize));
    let slots = move || {
        let target = view.target.get();
        (0..clones.get()).map(|slot| (target, slot)).collect::<Vec<_>>()
    };
    let class = move || match clones.get() {
        0..=6 => "grid handful",
        7..=30 => "grid few",
        _ => "grid many",
    };
    let list = NodeRef::<Ul>::new();
    let key = move |event: ev::KeyboardEvent| {
        let Some(list) = list.get_untracked() else { return };
        let (at, count) = untrack(|| (view.slot(), clones.get()));
        if let Some(next) = grid_keys::moved(&event.key(), at, count, columns(&list)) {
            event.prevent_default();
            focus_tile(&list, next);
        }
    };
    view! {
        <ul class=class node_ref=list on:keydown=key>
            <For each=slots key=|key| *key let:key>
                <Tile view target=key.0 at=key.1 />
            </For>
        </ul>
    }
    .into_erased()
}

fn items(list: &Element) -> impl Iterator<Item = Element> {
    std::iter::successors(list.first_element_child(), Element::next_element_sibling)
}

/// The number of tiles in a row.
fn columns(list: &Element) -> usize {
    let top = |item: &Element| item.get_bounding_client_rect().top();
    let first = items(list).next().map(|item| top(&item));
    items(list).take_while(|item| Some(top(item)) == first).count()
}

fn focus_tile(list: &Element, at: usize) {
    let button = items(list).nth(at).and_then(|item| item.first_element_child());
    if let Some(button) = button.and_then(|button| button.dyn_into::<HtmlElement>().ok()) {
        // Fails only for an element that was removed.
        let _ = button.focus();
    }
}

#[component]
fn Tile(view: PageState, target: usize, at: usize) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let words = view.live.frames.words(target, at);
    Effect::new(move || {
        if let Some(canvas) = canvas.get() {
            view.live.frames.draw_on(target, at, canvas);
        }
    });
    let label = {
        let words = words.clone();
        move || match words.get() {
            Some(picture) => format!(
                "Clone {}, score in the attack {}, step {}",
                at + 1,
                number::score(picture.target_score.into()),
                picture.iteration
            ),
            None => format!("Clone {}, no picture yet", at + 1),
        }
    };
    let score = move || words.get().map_or(0.0, |picture| picture.target_score).to_string();
    let look = move || view.enlarged.set(at);
    view! {
        <li>
            <button
                class="tile"
                aria-label=label
                aria-pressed=move || (view.enlarged.get() == at).to_string()
                tabindex=move || if view.slot() == at { "0" } else { "-1" }
                on:pointerenter=move |_| look()
                on:focus=move |_| look()
                on:click=move |_| look()
            >
                <canvas node_ref=canvas width="128" height="128"></canvas>
                <progress class="score" max="1" value=score aria-hidden="true"></progress>
            </button>
        </li>
    }
    .into_erased()
}
