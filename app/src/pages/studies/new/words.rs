//! Step 4: languages, and participants' texts other than the questions.

use super::FormState;
use super::fields::SectionProblem;
use crate::erased::IntoErasedView;
use leptos::ev;
use leptos::prelude::*;
use view_model::study::new_study::{FormSection, TextKind};

/// Languages and texts.
#[component]
pub fn WordsStep(state: FormState) -> impl IntoView {
    let all = state.languages.get_value();
    let shown = RwSignal::new(state.form.with_untracked(|form| form.languages.first().cloned().unwrap_or_default()));
    view! {
        <section class="panel">
            <h2>
                <span class="number">"4"</span>
                "Words"
            </h2>
            <p class="quiet">"The questions themselves come in each language. These texts are yours to change."</p>
            <fieldset>
                <legend>"Offered in"</legend>
                <div class="checks">
                    {all.iter().cloned().map(|language| view! { <Language state language /> }).collect_view()}
                </div>
            </fieldset>
            <DefaultLanguage state />
            <div class="tabs" role="group" aria-label="Language of the texts below">
                {all
                    .into_iter()
                    .map(|(tag, name)| {
                        let (own, lang) = (tag.clone(), tag.clone());
                        let pressed = Memo::new(move |_| shown.with(|shown| *shown == own));
                        view! {
                            <button
                                type="button"
                                class="button small"
                                lang=lang
                                aria-pressed=move || pressed.get().to_string()
                                on:click=move |_| shown.set(tag.clone())
                            >
                                {name}
                            </button>
                        }
                    })
                    .collect_view()}
            </div>
            {TextKind::ALL.map(|kind| view! { <Text state kind shown /> })}
            <SectionProblem state place=FormSection::Texts />
        </section>
    }
    .into_erased()
}

#[component]
fn Language(state: FormState, language: (String, String)) -> impl IntoView {
    let (tag, name) = language;
    let (own, lang) = (tag.clone(), tag.clone());
    let chosen = Memo::new(move |_| state.form.with(|form| form.languages.contains(&own)));
    view! {
        <label class="check" lang=lang>
            <input
                type="checkbox"
                name="language"
                checked=chosen
                prop:checked=chosen
                on:change=move |_| state.form.update(|form| form.toggle_language(&tag))
            />
            {name}
        </label>
    }
    .into_erased()
}

#[component]
fn DefaultLanguage(state: FormState) -> impl IntoView {
    let names = state.languages.get_value();
    let offered = Memo::new(move |_| state.form.with(|form| form.languages.clone()));
    let options = move || {
        let first = offered.with(|offered| offered.first().cloned());
        let option = |(tag, name): &(String, String)| {
            let selected = first.as_ref() == Some(tag);
            view! {
                <option value=tag.clone() selected=selected>
                    {name.clone()}
                </option>
            }
        };
        names.iter().filter(|(tag, _)| offered.with(|all| all.contains(tag))).map(option).collect_view()
    };
    let choose = move |event: ev::Event| {
        let tag = event_target_value(&event);
        state.form.update(|form| form.put_first(&tag));
    };
    view! {
        <div class="field number">
            <label for="field-first-language">"Unless the browser asks for another"</label>
            <select id="field-first-language" on:change=choose>
                {options}
            </select>
        </div>
    }
    .into_erased()
}

#[component]
fn Text(state: FormState, kind: TextKind, shown: RwSignal<String>) -> impl IntoView {
    let id = format!("field-text-{}", kind.title().to_ascii_lowercase());
    let hint = format!("{id}-hint");
    let described = format!("{hint} {}", FormSection::Texts.id());
    let text = Memo::new(move |_| state.form.with(|form| shown.with(|tag| form.words(kind, tag))));
    let write = move |event: ev::Event| {
        let typed = event_target_value(&event);
        state.form.update(|form| form.write(kind, &shown.get_untracked(), &typed));
    };
    view! {
        <div class="field">
            <label for=id.clone()>{kind.title()}</label>
            <textarea
                id=id
                rows="4"
                lang=shown
                aria-describedby=described
                prop:value=text
                on:input=write
            >
                {text.get_untracked()}
            </textarea>
            <p class="hint" id=hint>
                {kind.line()}
            </p>
        </div>
    }
    .into_erased()
}
