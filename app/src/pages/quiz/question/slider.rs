//! A scale from 0 to 100: a slider, a number, and buttons for those who do not drag.

use super::ends::Ends;
use super::state::QuestionState;
use crate::erased::IntoErasedView;
use leptos::prelude::*;

/// Steps of the buttons.
const STEPS: [(i32, &str); 4] = [(-10, "−10"), (-1, "−1"), (1, "+1"), (10, "+10")];

/// The scale. Nothing is chosen until the slider is used, wherever its thumb is.
#[component]
pub fn Slider(state: QuestionState, ends: [&'static str; 2]) -> impl IntoView {
    let session = state.session;
    let ends = ends.map(|key| session.say(key));
    let told = [&session.say("slider.value"), ": 0 ", &ends[0], ", 100 ", &ends[1]].concat();
    let value = move || state.chosen.get().map(|value| value.to_string());
    let take = move |text: String| {
        if let Ok(value) = text.trim().parse::<i32>() {
            state.choose(value.clamp(0, 100));
        }
    };
    let button = move |(by, sign): (i32, &'static str)| {
        let key = if by < 0 { "slider.less" } else { "slider.more" };
        let name = session.fill(key, &[("n", &by.abs().to_string())]);
        let step = move |_| {
            if let Some(value) = state.read(|_, layout| layout.beside(state.chosen.get_untracked(), by)) {
                state.choose(value);
            }
        };
        view! {
            <button type="button" class="button step" aria-label=name on:click=step>
                {sign}
            </button>
        }
    };
    let [less10, less1, more1, more10] = STEPS.map(button);
    view! {
        <fieldset class="answers sliding" aria-labelledby="question" disabled=move || !state.is_open()>
            <input
                type="range"
                min="0"
                max="100"
                aria-label=told
                class:untouched=move || state.chosen.get().is_none()
                prop:value=move || value().unwrap_or_else(|| "50".into())
                on:input=move |event| take(event_target_value(&event))
                on:click=move |event| take(event_target_value(&event))
            />
            <Ends ends />
            <div class="row">
                {less10} {less1}
                <input
                    type="number"
                    min="0"
                    max="100"
                    inputmode="numeric"
                    aria-label=session.say("slider.value")
                    prop:value=move || value().unwrap_or_default()
                    on:input=move |event| take(event_target_value(&event))
                /> {more1} {more10}
            </div>
        </fieldset>
    }
    .into_erased()
}
