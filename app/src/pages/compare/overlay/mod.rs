//! Two pictures at one place: with a divider, blinking, or their difference.

mod blink;
mod difference;
mod slider;

use super::view::View;
use crate::piece::IntoPiece;
use blink::Blink;
use difference::Difference;
use leptos::ev;
use leptos::prelude::*;
use slider::Slider;
use view_model::compare::address::Way;
use view_model::compare::item::letter;

/// Which two, in which way.
#[component]
pub fn Overlay(view: View) -> impl IntoView {
    let way = move |way: Way| {
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || (view.way.get() == way).to_string()
                on:click=move |_| view.way.set(way)
            >
                {way.label()}
            </button>
        }
    };
    let stage = move || match view.way.get() {
        Way::Slider => view! { <Slider view /> }.into_piece(),
        Way::Blink => view! { <Blink view /> }.into_piece(),
        Way::Difference => view! { <Difference view /> }.into_piece(),
    };
    view! {
        <section class="overlay">
            <h2>"Two over each other"</h2>
            <div class="overlay-head">
                <div class="tabs" role="group" aria-label="How the two are shown">
                    {Way::ALL.map(way)}
                </div>
                {(view.places > 2)
                    .then(|| {
                        view! {
                            <Which view at=0 label="First" />
                            <Which view at=1 label="Second" />
                        }
                    })}
            </div>
            {stage}
        </section>
    }
    .into_piece()
}

#[component]
fn Which(view: View, at: usize, label: &'static str) -> impl IntoView {
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
    .into_piece()
}

/// The place of the first or second picture.
fn one(view: View, at: usize) -> Signal<usize> {
    Signal::derive(move || view.pair.get()[at])
}
