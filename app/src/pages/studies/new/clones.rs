//! Step 2: the choice of clones of each target.

use super::FormState;
use super::fields::{Cards, NumberInput, SectionProblem};
use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::study::new_study::FormSection;
use view_model::study::number_field::NumberField;

const CHOICES: [(&str, &str); 4] = [
    ("All", "Every clone. The fairest picture of a run, and the most work for people."),
    ("At random", "So many of each target, drawn by the study's seed."),
    ("Best by R_T", "Those that the recognizer under attack rates best: a choice that an attacker can make."),
    ("Oracle", "Those that the evaluation recognizer rates best. No attacker has it: cherry-picked."),
];

/// The choice of clones.
#[component]
pub fn ClonesStep(state: FormState) -> impl IntoView {
    let chosen = Memo::new(move |_| state.form.with(|form| form.clones));
    view! {
        <section class="panel">
            <h2>
                <span class="number">"2"</span>
                "Clones"
            </h2>
            <Cards
                name="clones"
                legend="Which clones of each target?"
                cards=&CHOICES
                chosen
                choose=move |at| state.form.update(|form| form.clones = at)
            />
            <Show when=move || { chosen.get() > 0 }>
                <NumberInput state field=NumberField::PerTarget place=FormSection::Clones />
            </Show>
            <p class="notice problem" class:none=move || chosen.get() != 3 role="status">
                {move || {
                    (chosen.get() == 3)
                        .then_some(
                            "No attacker could choose like this. Every result and export of this study will say that an \
                             oracle chose the clones.",
                        )
                }}
            </p>
            <SectionProblem state place=FormSection::Clones />
        </section>
    }
    .into_erased()
}
