//! The raters: their answers, whether they are used, and whether they are paid.

use super::show_all::ShowAll;
use crate::api::studies::decide_rater;
use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use crate::pages::studies::page_state::StudyPageState;
use crate::parts::error_note::sentence;
use leptos::ev;
use leptos::prelude::*;
use view_model::study::raters::{RaterWords, decision_key, decision_of, tally};
use wire::people::Role;
use wire::study::Population;
use wire::study::results::RaterRow;

/// Number of raters shown at first.
const FEW: usize = 50;

/// A decision on a rater: number, whether answers count, whether the rater is paid.
type Decision = (u64, Option<bool>, Option<bool>);

/// A row for each rater.
#[component]
pub fn Raters(page: StudyPageState) -> impl IntoView {
    let all = RwSignal::new(false);
    let count = Memo::new(move |_| page.results.with(|results| results.raters.len()));
    let decide = Action::new(move |&(rater, used, accepted): &Decision| decide_rater(page.id(), rater, used, accepted));
    Effect::new(move || {
        if let Some(Ok(())) = decide.value().get() {
            page.refresh();
        }
    });
    let is_paid = Memo::new(move |_| page.results.with(|results| results.population != Population::Simulated));
    let trouble = move || match decide.value().get() {
        Some(Err(error)) => Some(sentence(&error.to_string())),
        _ => None,
    };
    let rows = move || {
        let limit = if all.get() { usize::MAX } else { FEW };
        page.results.with(|results| {
            results.raters.iter().take(limit).map(|rater| row(rater, is_paid.get(), decide)).collect_view()
        })
    };
    view! {
        <section class="panel">
            <h3>"Raters"</h3>
            <p role="status">{move || page.results.with(|results| tally(&results.raters))}</p>
            <p class="quiet">
                "Whether answers count and whether a rater is paid are separate decisions: raters are paid for their work "
                "even if their answers are left out. Speed and focus losses alone exclude nobody."
            </p>
            <p class="field-problem" role="alert">
                {trouble}
            </p>
            // Viewers see the decisions, but cannot change them.
            <fieldset disabled=!current_user().has(Role::Collaborator)>
                <div class="scroll tall" tabindex="0" role="region" aria-label="Raters" hidden=move || count.get() == 0>
                    <table class="raters">
                        <thead>
                            <tr>
                                <th scope="col">"Rater"</th>
                                <th scope="col">"Standing"</th>
                                <th scope="col">"Use"</th>
                                {move || is_paid.get().then(|| view! { <th scope="col">"Accept (pay)"</th> })}
                                <th scope="col" class="number">"Answers"</th>
                                <th scope="col" class="number">"Median time"</th>
                                <th scope="col" class="number">"Controls right"</th>
                                <th scope="col" class="number">"Attention"</th>
                                <th scope="col" class="number">"Repeats alike"</th>
                                <th scope="col" class="number">"Correlation"</th>
                                <th scope="col" class="number">"Focus losses"</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </fieldset>
            <ShowAll all count few=FEW />
        </section>
    }
    .into_erased()
}

fn row(
    rater: &RaterRow,
    is_paid: bool,
    decide: Action<Decision, Result<(), crate::api::ApiError>>,
) -> impl IntoView + use<> {
    let words = RaterWords::of(rater);
    let (number, used, accepted) = (rater.rater, rater.use_decision, rater.accepted);
    let choose_use = move |event: ev::Event| {
        decide.dispatch((number, decision_of(&event_target_value(&event)), accepted));
    };
    let choose_pay = move |event: ev::Event| {
        decide.dispatch((number, used, decision_of(&event_target_value(&event))));
    };
    let pay = is_paid.then(|| {
        choice(
            format!("Accept rater {number}"),
            [("", "undecided"), ("yes", "accept"), ("no", "reject")],
            accepted,
            choose_pay,
        )
    });
    view! {
        <tr class:left-out=!rater.is_used>
            <th scope="row">{words.name}</th>
            <td class="standing">{words.status}</td>
            <td>
                {choice(
                    format!("Use answers of rater {number}"),
                    [("", "by screening"), ("yes", "use"), ("no", "leave out")],
                    used,
                    choose_use,
                )}
            </td>
            {pay.map(|choice| view! { <td>{choice}</td> })}
            <td class="number">{words.answers}</td>
            <td class="number">{words.speed}</td>
            <td class="number">{words.controls}</td>
            <td class="number">{words.attention}</td>
            <td class="number">{words.repeats}</td>
            <td class="number">{words.correlation}</td>
            <td class="number">{words.focus_losses}</td>
        </tr>
    }
}

fn choice(
    label: String,
    options: [(&'static str, &'static str); 3],
    decision: Option<bool>,
    choose: impl Fn(ev::Event) + 'static,
) -> impl IntoView {
    let key = decision_key(decision);
    let option = move |(value, words): (&'static str, &'static str)| {
        view! {
            <option value=value selected=value == key>
                {words}
            </option>
        }
    };
    view! {
        <select class="small" aria-label=label prop:value=key on:change=choose>
            {options.map(option)}
        </select>
    }
}
