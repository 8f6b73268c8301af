//! Going through moments: a slider, a button for one back and one for one on, and which moment it is in words.

use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::prelude::*;

/// What the controls are called by whoever does not see them.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// The button that goes back.
    pub back: &'static str,
    /// The button that goes on.
    pub on: &'static str,
    /// The slider.
    pub slider: &'static str,
}

/// The controls, to stand in a group of class `timeline`.
#[component]
pub fn Steps<J, S>(
    /// What they are called.
    names: Names,
    /// The moment shown, from 0.
    #[prop(into)]
    at: Signal<usize>,
    /// The last one.
    #[prop(into)]
    last: Signal<usize>,
    /// The moment in words.
    #[prop(into)]
    words: Signal<String>,
    /// Goes to a moment.
    jump: J,
    /// Goes some moments on or back.
    step: S,
) -> impl IntoView
where
    J: Fn(usize) + 'static,
    S: Fn(isize) + Copy + 'static,
{
    let slide = move |event: ev::Event| {
        if let Ok(to) = event_target_value(&event).parse() {
            jump(to);
        }
    };
    view! {
        <button type="button" class="button small" aria-label=names.back on:click=move |_| step(-1)>
            "‹"
        </button>
        <input
            type="range"
            min="0"
            max=move || last.get().to_string()
            step="1"
            value=move || at.get().to_string()
            prop:value=move || at.get().to_string()
            aria-label=names.slider
            aria-valuetext=words
            on:input=slide
        />
        <button type="button" class="button small" aria-label=names.on on:click=move |_| step(1)>
            "›"
        </button>
        <span class="at">{words}</span>
    }
    .into_erased()
}
