//! Two pictures over each other: with a divider, blinking, or as their difference.

mod blink;
mod difference;
mod slider;

use super::view::CompareView;
use crate::erased::IntoErasedView;
use blink::Blink;
use difference::Difference;
use leptos::ev;
use leptos::prelude::*;
use slider::Slider;
use view_model::compare::address::OverlayMode;
use view_model::compare::item::letter;

/// The overlay, with the choice of the two pictures and of the mode.
#[component]
pub fn Overlay(view: CompareView) -> impl IntoView {
    let button = move |mode: OverlayMode| {
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || (view.mode.get() == mode).to_string()
                on:click=move |_| view.mode.set(mode)
            >
                {mode.label()}
            </button>
        }
    };
    let stage = move || match view.mode.get() {
        OverlayMode::Slider => view! { <Slider view /> }.into_erased(),
        OverlayMode::Blink => view! { <Blink view /> }.into_erased(),
        OverlayMode::Difference => view! { <Difference view /> }.into_erased(),
    };
    view! {
        <section class="overlay">
            <h2>"Two over each other"</h2>
            <div class="overlay-head">
                <div class="tabs" role="group" aria-label="How the two are shown">
                    {OverlayMode::ALL.map(button)}
                </div>
                {(view.places > 2)
                    .then(|| {
                        view! {
                            <PictureChoice view at=0 label="First" />
                            <PictureChoice view at=1 label="Second" />
                        }
                    })}
            </div>
            {stage}
        </section>
    }
    .into_erased()
}

#[component]
fn PictureChoice(view: CompareView, at: usize, label: &'static str) -> impl IntoView {
    let option = move |place: usize| {
        let title = move || view.of_item(place, |item| format!(" {}, {}", item.title(), item.run)).unwrap_or_default();
        view! {
            <option value=place.to_string() selected=move || view.pair.get()[at] == place>
                {letter(place).to_string()}
                {title}
            </option>
        }
    };
    let choose = move |event: ev::Event| {
        if let Ok(place) = event_target_value(&event).parse() {
            view.pair.update(|pair| pair[at] = place);
        }
    };
    view! {
        <label class="sort">
            {label} " " <select on:change=choose>{(0..view.places).map(option).collect_view()}</select>
        </label>
    }
    .into_erased()
}

/// The position of the first or second picture.
fn one(view: CompareView, at: usize) -> Signal<usize> {
    Signal::derive(move || view.pair.get()[at])
}
