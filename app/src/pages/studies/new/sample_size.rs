//! Help on the number of raters for an interval.

use crate::api::studies::get_sample_size;
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::ev;
use leptos::prelude::*;
use view_model::number::{self, counted};
use wire::study::summary::SampleSize;

/// Computes the number of raters from a width and a standard deviation.
#[component]
pub fn SampleSizeHelp() -> impl IntoView {
    let (half_width, deviation) = (RwSignal::new(String::from("5")), RwSignal::new(String::from("25")));
    let numbers = move || {
        let positive = |text: RwSignal<String>| text.with(|text| number::parse(text)).filter(|value| *value > 0.0);
        positive(half_width).zip(positive(deviation))
    };
    let ask = Action::new(|&(half_width, deviation): &(f64, f64)| get_sample_size(half_width, deviation));
    let dispatch = move |_| {
        if let Some(numbers) = untrack(numbers) {
            ask.dispatch(numbers);
        }
    };
    let answer = move || match ask.value().get() {
        None => String::new(),
        Some(Ok(size)) => words(&size),
        Some(Err(error)) => sentence(&error.to_string()),
    };
    let field = |id: &'static str, label: &'static str, value: RwSignal<String>| {
        view! {
            <div class="field number">
                <label for=id>{label}</label>
                <input
                    type="text"
                    id=id
                    inputmode="decimal"
                    autocomplete="off"
                    value=value.get_untracked()
                    prop:value=value
                    on:input=move |event: ev::Event| value.set(event_target_value(&event))
                />
            </div>
        }
    };
    view! {
        <details class="sample-size">
            <summary>"How many raters for ± x?"</summary>
            <div class="numbers">
                {field("field-sample-width", "± percentage points", half_width)}
                {field("field-sample-deviation", "Ratings deviate by, percentage points", deviation)}
            </div>
            <div class="actions">
                <button type="button" class="button" disabled=move || numbers().is_none() on:click=dispatch>
                    "Tell me"
                </button>
            </div>
            <p role="status">{answer}</p>
            <p class="quiet">
                "Ratings on five points commonly deviate by 20 to 30 percentage points. More answers of the same people "
                "do not replace more people."
            </p>
        </details>
    }
    .into_erased()
}

fn words(size: &SampleSize) -> String {
    let mean = size.for_mean.map(|raters| format!("{} of each item for a mean", counted(raters.into(), "rater")));
    let share =
        size.for_share.map(|answers| format!("{} for a share, at the worst", counted(answers.into(), "answer")));
    let parts: Vec<_> = mean.into_iter().chain(share).collect();
    let width = number::significant(size.half_width);
    if parts.is_empty() {
        format!("No number of raters gives ± {width} points.")
    } else {
        format!("For ± {width} points: {}.", parts.join("; "))
    }
}
