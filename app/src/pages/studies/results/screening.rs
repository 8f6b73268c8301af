//! The thresholds of screening, which can be changed; figures follow.

use crate::erased::IntoErasedView;
use crate::pages::studies::explain::ExplainStudy;
use crate::pages::studies::page_state::StudyPageState;
use leptos::ev;
use leptos::prelude::*;
use view_model::study::terms::StudyTerm;
use view_model::study::thresholds::{Rule, Thresholds};
use wire::study::results::ScreeningConfig;

/// A row for each rule.
#[component]
pub fn Screening(page: StudyPageState) -> impl IntoView {
    let usual = Thresholds::new(&ScreeningConfig::default());
    let is_usual = {
        let usual = usual.clone();
        Memo::new(move |_| page.thresholds.with(|thresholds| *thresholds == usual))
    };
    view! {
        <section class="panel">
            <h3>
                <span class="term">"Screening " <ExplainStudy term=StudyTerm::Screening /></span>
            </h3>
            <p class="quiet">
                "Change a threshold, and all figures, exports included, follow. Choose thresholds before you look at the results: "
                "thresholds chosen for their results prove nothing."
            </p>
            <div class="rules">{Rule::ALL.map(|rule| view! { <RuleRow page rule /> })}</div>
            <button
                type="button"
                class="button small"
                disabled=is_usual
                on:click=move |_| page.thresholds.set(usual.clone())
            >
                "Back to the usual thresholds"
            </button>
        </section>
    }
    .into_erased()
}

#[component]
fn RuleRow(page: StudyPageState, rule: Rule) -> impl IntoView {
    let id = format!("rule-{}", rule.key().replace('_', "-"));
    let (hint, wrong) = (format!("{id}-hint"), format!("{id}-problem"));
    let on = Memo::new(move |_| page.thresholds.with(|thresholds| thresholds.is_on(rule)));
    let text = Memo::new(move |_| page.thresholds.with(|thresholds| thresholds.text(rule).to_owned()));
    let problem = Memo::new(move |_| page.thresholds.with(|thresholds| thresholds.problem(rule)));
    let switch = move |event: ev::Event| {
        let on = event_target_checked(&event);
        page.thresholds.update(|thresholds| thresholds.switch(rule, on));
    };
    let enter = move |event: ev::Event| {
        let typed = event_target_value(&event);
        page.thresholds.update(|thresholds| thresholds.enter(rule, &typed));
    };
    view! {
        <div class="rule">
            <label class="check">
                <input type="checkbox" id=id.clone() checked=on prop:checked=on on:change=switch />
                {rule.label()}
            </label>
            <input
                type="text"
                inputmode="decimal"
                autocomplete="off"
                id=format!("{id}-limit")
                aria-label=format!("Threshold of {}", rule.label())
                aria-describedby=format!("{hint} {wrong}")
                aria-invalid=move || problem.with(Option::is_some).then_some("true")
                disabled=move || !on.get()
                value=text.get_untracked()
                prop:value=text
                on:input=enter
            />
            <p class="hint" id=hint>
                {rule.meaning()}
            </p>
            <p class="field-problem" id=wrong>
                {problem}
            </p>
        </div>
    }
    .into_erased()
}
