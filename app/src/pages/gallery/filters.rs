//! The bar of filters: a plain form, whose state is the address.

use crate::erased::{ErasedView, IntoErasedView};
use leptos::prelude::*;
use view_model::gallery::addresses::{GALLERY, value};
use view_model::gallery::words::{RANGES, RangeField, SORTS};
use wire::gallery::{GalleryChoices, filter};

/// The query of the address, as pairs of names and values.
pub type Pairs = Vec<(String, String)>;

/// The form.
#[component]
pub fn Filters(pairs: Pairs, choices: GalleryChoices) -> impl IntoView {
    let recognizers = choices.recognizers.iter().map(|name| (name.as_str(), name.as_str()));
    let targets = choices.targets.iter().map(|name| view! { <option value=name.clone()></option> }).collect_view();
    let presets = choices.presets.iter().map(|preset| preset.choice()).map(|choice| (choice.value, choice.label));
    let losses = choices.objectives.iter().map(|loss| loss.choice()).map(|choice| (choice.value, choice.label));
    let uses_more = RANGES.iter().flat_map(|range| range.names).any(|name| !value(&pairs, name).is_empty());
    view! {
        <form class="filters" method="get" action=GALLERY role="search" aria-label="Filters">
            <div class="row">
                {choice(&pairs, filter::RECOGNIZER, "Recognizer", Some("any"), recognizers)}
                {choice(&pairs, filter::METHOD, "Method", Some("any"), presets)}
                {choice(&pairs, filter::LOSS, "Objective", Some("any"), losses)} <label class="field">
                    "Target"
                    <input
                        type="text"
                        name=filter::TARGET
                        value=value(&pairs, filter::TARGET)
                        list="targets"
                        autocomplete="off"
                        placeholder="any"
                    />
                </label> <datalist id="targets">{targets}</datalist> <label class="field narrow">
                    "Rank at most"
                    <input
                        type="number"
                        name=filter::RANK
                        min="1"
                        step="1"
                        value=value(&pairs, filter::RANK)
                        placeholder="any"
                    />
                </label> {choice(&pairs, filter::SORT, "Order", None, SORTS.into_iter())}
            </div>
            <details open=uses_more>
                <summary>"Scores, people, date"</summary>
                <div class="row">{RANGES.map(|range| view! { <RangeInputs pairs=pairs.clone() range /> })}</div>
            </details>
            <div class="actions">
                <button type="submit" class="button primary">
                    "Show"
                </button>
                <a href=GALLERY rel="external">
                    "Clear all filters"
                </a>
            </div>
        </form>
    }
    .into_erased()
}

/// A choice among values; `any` is the label for no choice, if allowed.
fn choice<'a>(
    pairs: &Pairs,
    name: &'static str,
    label: &'static str,
    any: Option<&'static str>,
    options: impl Iterator<Item = (&'a str, &'a str)>,
) -> ErasedView {
    let chosen = value(pairs, name);
    let options = any.map(|any| ("", any)).into_iter().chain(options);
    let options = options.map(|(value, words)| {
        view! {
            <option value=value.to_owned() selected=value == chosen>
                {words.to_owned()}
            </option>
        }
    });
    view! {
        <label class="field">
            {label} <select name=name>{options.collect_view()}</select>
        </label>
    }
    .into_erased()
}

#[component]
fn RangeInputs(pairs: Pairs, range: RangeField) -> impl IntoView {
    let is_number = range.kind == "number";
    let input = |name: &'static str, end: &'static str| {
        view! {
            <input
                type=range.kind
                name=name
                aria-label=format!("{}, {end}", range.label)
                min=is_number.then_some("0")
                max=is_number.then_some(range.most)
                step=is_number.then_some("any")
                placeholder=is_number.then_some(end)
                value=value(&pairs, name)
            />
        }
    };
    view! {
        <fieldset class="range">
            <legend>{range.label}</legend>
            <div>{input(range.names[0], "from")} <span aria-hidden="true">"–"</span> {input(range.names[1], "to")}</div>
        </fieldset>
    }
    .into_erased()
}
