//! Step 5: stop rule and recruiting.

use super::FormState;
use super::fields::{Cards, NumberInput, SectionProblem, TextInput};
use super::sample_size::SampleSizeHelp;
use crate::erased::IntoErasedView;
use crate::pages::studies::explain::ExplainStudy;
use leptos::prelude::*;
use view_model::study::new_study::FormSection;
use view_model::study::number_field::NumberField;
use view_model::study::terms::StudyTerm;

const STOPS: [(&str, &str); 3] = [
    ("Votes", "When every item has so many votes."),
    ("Precision", "When every task's 95 % interval is narrow enough."),
    ("By hand", "When you close the study."),
];

const WAYS: [(&str, &str); 4] = [
    ("Open link", "Anybody with the link can take part."),
    ("Single-use links", "Each link works for one participant."),
    ("Prolific", "Prolific's ids come with the link; a completion code goes back."),
    ("Mechanical Turk", "Its ids come with the link; every participant gets a code of their own."),
];

/// Stop rule and recruiting.
#[component]
pub fn EndsStep(state: FormState) -> impl IntoView {
    let stop = Memo::new(move |_| state.form.with(|form| form.stop));
    view! {
        <section class="panel">
            <h2>
                <span class="number">"5"</span>
                "Participants"
            </h2>
            <p class="quiet">
                "A " <span class="term">"stop rule " <ExplainStudy term=StudyTerm::StopRule /></span>
                " says when there are enough votes."
            </p>
            <Cards
                name="stop"
                legend="When is it enough?"
                cards=&STOPS
                chosen=stop
                choose=move |at| state.form.update(|form| form.stop = at)
            />
            <Show when=move || stop.get() == 0>
                <NumberInput state field=NumberField::Votes place=FormSection::Stop />
            </Show>
            <Show when=move || stop.get() == 1>
                <NumberInput state field=NumberField::HalfWidth place=FormSection::Stop />
            </Show>
            <SectionProblem state place=FormSection::Stop />
            <SampleSizeHelp />
            <Recruiting state />
            <details>
                <summary>"Limits"</summary>
                <NumberInput state field=NumberField::JoinsPerNetwork place=FormSection::Recruiting />
                <NumberInput state field=NumberField::FastestMs place=FormSection::Recruiting />
                <p class="quiet">
                    "They keep programs from filling a study. A class of sixty behind one address gets in; raise the first number \
                     for a lecture hall. No address is kept. A patient program can still pass for a person: where that matters, \
                     give single-use links."
                </p>
            </details>
            <details>
                <summary>"Random choices"</summary>
                <NumberInput state field=NumberField::Seed place=FormSection::Name />
                <p class="quiet">"The same seed draws the same clones and the same orders."</p>
            </details>
        </section>
    }
    .into_erased()
}

#[component]
fn Recruiting(state: FormState) -> impl IntoView {
    let way = Memo::new(move |_| state.form.with(|form| form.recruiting));
    let code = Signal::derive(move || state.form.with(|form| form.completion_code.clone()));
    view! {
        <Cards
            name="recruiting"
            legend="How do participants come?"
            cards=&WAYS
            chosen=way
            choose=move |at| state.form.update(|form| form.recruiting = at)
        />
        <Show when=move || way.get() == 1>
            <NumberInput state field=NumberField::Tokens place=FormSection::Recruiting />
        </Show>
        <Show when=move || way.get() == 2>
            <TextInput
                id="field-completion-code"
                label="Completion code, as Prolific shows it"
                value=code
                write=move |text: String| state.form.update(|form| form.completion_code = text)
            />
        </Show>
        <Show when=move || { way.get() > 1 }>
            <NumberInput state field=NumberField::KeepDays place=FormSection::Recruiting />
        </Show>
        <SectionProblem state place=FormSection::Recruiting />
    }
    .into_erased()
}
