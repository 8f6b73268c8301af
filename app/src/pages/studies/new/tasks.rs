//! Step 3: tasks, numbers of questions, and controls.

use super::FormState;
use super::fields::{NumberInput, SectionProblem};
use crate::erased::IntoErasedView;
use crate::pages::studies::explain::ExplainStudy;
use leptos::prelude::*;
use view_model::study::new_study::{FormSection, NewStudy};
use view_model::study::number_field::{ControlKind, NumberField};
use view_model::study::task_form::TaskForm;
use view_model::study::tasks::TaskKind;
use view_model::study::terms::StudyTerm;

/// The tasks.
#[component]
pub fn TasksStep(state: FormState) -> impl IntoView {
    let kinds = state.form.with_untracked(NewStudy::kinds);
    view! {
        <section class="panel">
            <h2>
                <span class="number">"3"</span>
                "Tasks"
            </h2>
            <p class="quiet">
                "One block of questions after another, in this order. Numbers are for each participant; "
                <span class="term">"controls " <ExplainStudy term=StudyTerm::Controls /></span>
                " and " <span class="term">"attention checks " <ExplainStudy term=StudyTerm::AttentionCheck /></span>
                " come on top of the questions about clones."
            </p>
            {kinds.into_iter().map(|kind| view! { <TaskCard state kind /> }).collect_view()}
            <SectionProblem state place=FormSection::Tasks />
        </section>
    }
    .into_erased()
}

#[component]
fn TaskCard(state: FormState, kind: TaskKind) -> impl IntoView {
    let asked = Memo::new(move |_| state.form.with(|form| form.task(kind).is_asked));
    let toggle = move |_| state.form.update(|form| form.task_mut(kind).is_asked ^= true);
    view! {
        <div class="task-card" class:chosen=asked>
            <label class="task-head">
                <input
                    type="checkbox"
                    name="task"
                    value=kind.key()
                    checked=asked
                    prop:checked=asked
                    on:change=toggle
                />
                <span class="choice-title">{kind.title()}</span>
                <span class="choice-line">{kind.line()}</span>
            </label>
            <Show when=move || asked.get()>
                <TaskFields state kind />
            </Show>
            <SectionProblem state place=FormSection::Task(kind) />
        </div>
    }
    .into_erased()
}

#[component]
fn TaskFields(state: FormState, kind: TaskKind) -> impl IntoView {
    let place = FormSection::Task(kind);
    let number = move |field| view! { <NumberInput state field place /> };
    let controls = ControlKind::of(kind).map(move |control| number(NumberField::Control(kind, control)));
    let candidates = (kind == TaskKind::Recognition).then(|| number(NumberField::Candidates));
    let flashed = Memo::new(move |_| state.form.with(|form| form.task(kind).is_flashed()));
    view! {
        <div class="task-fields">
            <Manner state kind />
            <div class="numbers">
                {number(NumberField::Items(kind))} {candidates}
                <Show when=move || flashed.get()>
                    <NumberInput state field=NumberField::FlashMs place />
                </Show>
            </div>
            <fieldset>
                <legend>"Controls"</legend>
                <div class="numbers">{controls.collect_view()}</div>
            </fieldset>
        </div>
    }
    .into_erased()
}

/// The form of the question, if there are several.
#[component]
fn Manner(state: FormState, kind: TaskKind) -> impl IntoView {
    let manners = TaskForm::manners(kind);
    let chosen = Memo::new(move |_| state.form.with(|form| form.task(kind).manner));
    let way = move |(at, &words): (usize, &&'static str)| {
        let is_chosen = move || chosen.get() == at;
        view! {
            <label class="check">
                <input
                    type="radio"
                    name=format!("manner-{}", kind.key())
                    checked=is_chosen
                    prop:checked=is_chosen
                    on:change=move |_| state.form.update(|form| form.task_mut(kind).manner = at)
                />
                {words}
            </label>
        }
    };
    (!manners.is_empty()).then(|| {
        view! {
            <fieldset>
                <legend>"Answered on"</legend>
                <div class="checks">{manners.iter().enumerate().map(way).collect_view()}</div>
            </fieldset>
        }
    })
}
