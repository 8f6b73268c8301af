//! Controls for a sequence of steps: a slider, buttons for the previous and the next step, and the step in words.

use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::prelude::*;

/// Names of the controls, for screen readers.
#[derive(Clone, Copy, Debug)]
pub struct Names {
    /// The button for the previous step.
    pub back: &'static str,
    /// The button for the next step.
    pub on: &'static str,
    /// The slider.
    pub slider: &'static str,
}

/// The controls, for use in a group of class `timeline`.
#[component]
pub fn Steps<J, S>(
    /// Names of the controls.
    names: Names,
    /// The step shown, from 0.
    #[prop(into)]
    at: Signal<usize>,
    /// The last step.
    #[prop(into)]
    last: Signal<usize>,
    /// The step in words.
    #[prop(into)]
    words: Signal<String>,
    /// Goes to a step.
    jump: J,
    /// Moves by some steps.
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
