//! The two pictures in turns. With reduced motion they change only on request.

use super::super::place::Picture;
use super::super::view::CompareView;
use super::one;
use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::prelude::*;
use view_model::compare::blink::Rate;
use view_model::compare::item::letter;

#[component]
pub fn Blink(view: CompareView) -> impl IntoView {
    let (second, running) = (RwSignal::new(false), RwSignal::new(false));
    // Only the browser knows.
    Effect::new(move || running.set(!prefers_stillness()));
    let change = move || second.update(|second| *second = !*second);
    Effect::new(move || {
        let stay = view.rate.get().stay();
        let timer = running.get().then(|| set_interval_with_handle(change, stay));
        on_cleanup(move || {
            if let Some(Ok(timer)) = timer {
                timer.clear();
            }
        });
    });
    let now = move || letter(view.pair.get()[usize::from(second.get())]).to_string();
    let set_rate = move |event: ev::Event| {
        let rate = event_target_value(&event).parse().ok().and_then(Rate::of_halves);
        if let Some(rate) = rate {
            view.rate.set(rate);
        }
    };
    view! {
        <div class="over">
            <div class="stack">
                <div class="turn" class:away=move || second.get()>
                    <Picture view place=one(view, 0) />
                </div>
                <div class="turn top" class:away=move || !second.get()>
                    <Picture view place=one(view, 1) />
                </div>
                <strong class="letter" aria-hidden="true">
                    {now}
                </strong>
            </div>
            <div class="actions">
                <button type="button" class="button small" on:click=move |_| running.update(|running| *running = !*running)>
                    {move || if running.get() { "Stop blinking" } else { "Start blinking" }}
                </button>
                <button type="button" class="button small" on:click=move |_| change()>
                    "Change now"
                </button>
            </div>
            <label class="amount">
                "Rate"
                <input
                    type="range"
                    min=Rate::MIN.to_string()
                    max=Rate::MAX.to_string()
                    step="1"
                    value=move || view.rate.get().halves().to_string()
                    prop:value=move || view.rate.get().halves().to_string()
                    aria-valuetext=move || view.rate.get().words()
                    on:input=set_rate
                />
                <span class="quiet">{move || view.rate.get().words()}</span>
            </label>
        </div>
    }
    .into_erased()
}

fn prefers_stillness() -> bool {
    let query = window().match_media("(prefers-reduced-motion: reduce)");
    query.ok().flatten().is_some_and(|query| query.matches())
}
