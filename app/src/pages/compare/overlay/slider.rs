//! The first picture left of a divider, the second right of it.

use super::super::place::Picture;
use super::super::view::CompareView;
use super::one;
use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::prelude::*;
use view_model::compare::item::letter;

#[component]
pub fn Slider(view: CompareView) -> impl IntoView {
    let letters = move || view.pair.get().map(letter);
    let words = move || {
        let ([first, second], at) = (letters(), view.divider.get());
        format!("{at} % {first}, {} % {second}", 100 - at)
    };
    let slide = move |event: ev::Event| {
        if let Ok(at) = event_target_value(&event).parse() {
            view.divider.set(at);
        }
    };
    view! {
        <div class="over" style=move || format!("--at: {}%", view.divider.get())>
            <div class="stack">
                <Picture view place=one(view, 0) />
                <div class="right">
                    <Picture view place=one(view, 1) />
                </div>
                <span class="divider" aria-hidden="true"></span>
            </div>
            <input
                type="range"
                min="0"
                max="100"
                step="1"
                value=move || view.divider.get().to_string()
                prop:value=move || view.divider.get().to_string()
                aria-label="Divider"
                aria-valuetext=words
                on:input=slide
            />
            <p class="ends quiet" aria-hidden="true">
                <span>{move || letters()[0].to_string()}</span>
                <span>{move || letters()[1].to_string()}</span>
            </p>
        </div>
    }
    .into_erased()
}
