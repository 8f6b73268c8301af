//! Step 3: the attack; presets as cards with the expected time of each.

use super::FormState;
use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::new_run::NewRun;
use view_model::time;
use wire::experiment::Preset;
use wire::settings::Choice;

/// The presets.
#[component]
pub fn AttackStep(state: FormState) -> impl IntoView {
    view! {
        <section class="panel">
            <h2>
                <span class="number">"3"</span>
                "Attack"
            </h2>
            <fieldset>
                <legend>"Which attack?"</legend>
                <div class="choices">
                    {Preset::OFFERED.map(|preset| view! { <PresetCard state preset /> })}
                </div>
            </fieldset>
        </section>
    }
    .into_erased()
}

#[component]
fn PresetCard(state: FormState, preset: Preset) -> impl IntoView {
    let Choice { value, label, meaning } = preset.choice();
    let chosen = move || state.form.with(NewRun::preset) == preset;
    let expected = move || match state.checks.seconds(preset) {
        Some(seconds) => format!("about {} on this device", time::duration(seconds)),
        None => "time not known yet".into(),
    };
    view! {
        <label class="choice">
            <input
                type="radio"
                name="preset"
                value=value
                checked=chosen
                prop:checked=chosen
                on:change=move |_| state.form.update(|form| form.choose_preset(preset))
            />
            <span class="choice-title">{label}</span>
            <span class="choice-line">{meaning}</span>
            <span class="choice-time">{expected}</span>
        </label>
    }
    .into_erased()
}
