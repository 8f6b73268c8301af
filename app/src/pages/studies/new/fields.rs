//! Fields of the form: a number, a line of text, a choice among cards; and the messages of a section of the form.

use super::FormState;
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::ev;
use leptos::prelude::*;
use view_model::study::new_study::FormSection;
use view_model::study::number_field::NumberField;

/// A field with a number.
#[component]
pub fn NumberInput(state: FormState, field: NumberField, place: FormSection) -> impl IntoView {
    let id = field.id();
    let own = format!("{id}-problem");
    let described = format!("{own} {}", place.id());
    let text = Memo::new(move |_| state.form.with(|form| form.text(field)));
    let problem = Memo::new(move |_| state.form.with(|form| form.problem(field)));
    let enter = move |event: ev::Event| {
        let typed = event_target_value(&event);
        state.form.update(|form| form.enter(field, &typed));
    };
    view! {
        <div class="field number">
            <label for=id.clone()>{field.label()}</label>
            <input
                type="text"
                id=id
                inputmode="decimal"
                autocomplete="off"
                aria-describedby=described
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                value=text.get_untracked()
                prop:value=text
                on:input=enter
            />
            <p class="field-problem" id=own>
                {problem}
            </p>
        </div>
    }
    .into_erased()
}

/// A field with a line of text.
#[component]
pub fn TextInput(
    id: &'static str,
    label: &'static str,
    value: Signal<String>,
    #[prop(into)] write: Callback<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <input
                type="text"
                id=id
                autocomplete="off"
                value=value.get_untracked()
                prop:value=value
                on:input=move |event: ev::Event| write.run(event_target_value(&event))
            />
        </div>
    }
    .into_erased()
}

/// A choice among cards with a title and a line each.
#[component]
pub fn Cards(
    /// Name of the group of radio buttons.
    name: &'static str,
    /// The legend of the group.
    legend: &'static str,
    /// Title and line of each.
    cards: &'static [(&'static str, &'static str)],
    /// The number of the card chosen.
    chosen: Memo<usize>,
    #[prop(into)] choose: Callback<usize>,
) -> impl IntoView {
    let card = move |(at, &(title, line)): (usize, &(&'static str, &'static str))| {
        let is_chosen = move || chosen.get() == at;
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=name
                    value=at.to_string()
                    checked=is_chosen
                    prop:checked=is_chosen
                    on:change=move |_| choose.run(at)
                />
                <span class="choice-title">{title}</span>
                <span class="choice-line">{line}</span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend>{legend}</legend>
            <div class="choices">{cards.iter().enumerate().map(card).collect_view()}</div>
        </fieldset>
    }
    .into_erased()
}

/// Messages about a section of the form.
#[component]
pub fn SectionProblem(state: FormState, place: FormSection) -> impl IntoView {
    let words = move || {
        let here = state.checks.problems().into_iter().filter(|(other, _)| *other == place);
        here.map(|(_, problem)| sentence(&problem.message)).collect::<Vec<_>>().join(" ")
    };
    view! {
        <p class="field-problem" id=place.id() tabindex="-1">
            {words}
        </p>
    }
    .into_erased()
}
