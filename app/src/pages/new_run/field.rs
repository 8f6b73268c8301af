//! A setting as a field: label, input, meaning, and messages about it.

use super::FormState;
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::ev;
use leptos::prelude::*;
use std::borrow::Cow;
use view_model::settings::{Choice, Kind, Setting, range};

/// The layout of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Label above, meaning below.
    Block,
    /// A row of the list of all settings.
    Row,
}

/// The id of a setting's input.
pub fn field_id(path: &str) -> String {
    format!("field-{}", path.replace(['.', '_'], "-"))
}

/// A setting as a field; nothing if it does not apply to the chosen source.
#[component]
pub fn Field(state: FormState, setting: &'static Setting, layout: Layout) -> impl IntoView {
    let concerns = Memo::new(move |_| state.form.with(|form| form.concerns(setting)));
    let class = if layout == Layout::Row { "field row" } else { "field" };
    view! {
        <Show when=move || concerns.get()>
            <div class=class>
                <label for=field_id(setting.path)>{setting.label}</label>
                <div class="input">
                    <Input state setting />
                    <FieldProblem state setting />
                    <FieldWarning state path=setting.path />
                </div>
                <Hint state setting />
            </div>
        </Show>
    }
    .into_erased()
}

#[component]
fn Input(state: FormState, setting: &'static Setting) -> impl IntoView {
    let id = field_id(setting.path);
    let described = format!("{id}-hint {id}-problem {id}-warning");
    let text = Memo::new(move |_| state.form.with(|form| form.text(setting)));
    let wrong = move || problem(state, setting).is_some().then_some("true");
    let enter = move |text: String| state.form.update(|form| form.enter(setting, &text));
    match setting.kind {
        Kind::Choice(options) => {
            let option = |&Choice { value, label, .. }: &Choice| {
                view! { <option value=value selected=move || text.get() == value>{label}</option> }
            };
            view! {
                <select
                    id=id
                    aria-describedby=described
                    aria-invalid=wrong
                    on:change=move |event: ev::Event| enter(event_target_value(&event))
                >
                    {options.iter().map(option).collect_view()}
                </select>
            }
            .into_erased()
        }
        Kind::Switch => view! {
            <input
                type="checkbox"
                id=id
                aria-describedby=described
                aria-invalid=wrong
                checked=move || text.get() == "true"
                prop:checked=move || text.get() == "true"
                on:change=move |event: ev::Event| enter(event_target_checked(&event).to_string())
            />
        }
        .into_erased(),
        Kind::Whole { .. } | Kind::Real { .. } | Kind::Text | Kind::Names | Kind::Section => view! {
            <input
                type="text"
                id=id
                inputmode=inputmode(setting.kind)
                spellcheck="false"
                autocomplete="off"
                aria-describedby=described
                aria-invalid=wrong
                value=text.get_untracked()
                prop:value=text
                on:input=move |event: ev::Event| enter(event_target_value(&event))
            />
        }
        .into_erased(),
    }
}

fn inputmode(kind: Kind) -> &'static str {
    match kind {
        Kind::Whole { .. } => "numeric",
        Kind::Real { .. } => "decimal",
        _ => "text",
    }
}

#[component]
fn Hint(state: FormState, setting: &'static Setting) -> impl IntoView {
    let range = range(setting.kind);
    let range = if range.is_empty() { String::new() } else { format!(" Range: {range}.") };
    let paper: Cow<'static, str> =
        if setting.paper.is_empty() { "".into() } else { format!(" Paper: {}.", setting.paper).into() };
    let changed = move || state.form.with(|form| form.overrides_preset(setting)).then_some(" Differs from the preset.");
    view! {
        <p class="hint" id=format!("{}-hint", field_id(setting.path))>
            {setting.meaning}
            <span class="facts">{range} {paper} {changed}</span>
        </p>
    }
    .into_erased()
}

/// The problem with a value, if there is one.
#[component]
pub fn FieldProblem(state: FormState, setting: &'static Setting) -> impl IntoView {
    view! {
        <p class="field-problem" id=format!("{}-problem", field_id(setting.path))>
            {move || problem(state, setting)}
        </p>
    }
    .into_erased()
}

/// A warning about a value with which a run can still start.
#[component]
pub fn FieldWarning(state: FormState, path: &'static str) -> impl IntoView {
    let warning = move || {
        let found = state.checks.warnings().into_iter().find(|warning| warning.field == path);
        found.map(|warning| sentence(&warning.message))
    };
    view! {
        <p class="field-warning" id=format!("{}-warning", field_id(path))>
            {warning}
        </p>
    }
    .into_erased()
}

fn problem(state: FormState, setting: &'static Setting) -> Option<String> {
    let problems = state.checks.problems();
    problems.into_iter().find(|problem| problem.field == setting.path).map(|problem| sentence(&problem.message))
}
