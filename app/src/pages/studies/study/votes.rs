//! Votes of the items against the number needed, as bars.

use crate::erased::IntoErasedView;
use crate::pages::studies::page_state::StudyPageState;
use leptos::prelude::*;
use view_model::study::progress::{VoteProgress, participants};
use wire::study::Population;

/// A bar for each population that has taken part.
#[component]
pub fn VotesSection(page: StudyPageState) -> impl IntoView {
    let rows =
        [(Population::People, "People"), (Population::Pilot, "Pilot"), (Population::Simulated, "Simulated raters")];
    view! {
        <section class="panel">
            <h2>"Votes of each item"</h2>
            <p class="quiet">
                "The dark bar is the item with the fewest votes, the light bar the item with the most; the line is the number needed."
            </p>
            {rows.map(|(population, name)| view! { <Bar page population name /> })}
        </section>
    }
    .into_erased()
}

/// One bar; the bar of people is always shown.
#[component]
fn Bar(page: StudyPageState, population: Population, name: &'static str) -> impl IntoView {
    let is_there = Memo::new(move |_| {
        population == Population::People || page.study.with(|study| participants(&study.summary, population).is_some())
    });
    let votes = Memo::new(move |_| page.study.with(|study| VoteProgress::of(study, population)));
    let width = |share: f64| format!("{}%", (share * 1000.0).round() / 10.0);
    let goal = move || votes.with(VoteProgress::goal).map(|goal| format!("left: {}", width(goal)));
    view! {
        <Show when=move || is_there.get()>
            <div class="vote-bar">
                <h3>{name}</h3>
                <p>{move || votes.with(VoteProgress::words)}</p>
                <div class="bar" aria-hidden="true">
                    <span class="most" style=move || format!("width: {}", width(votes.with(VoteProgress::shares)[1]))></span>
                    <span class="fewest" style=move || format!("width: {}", width(votes.with(VoteProgress::shares)[0]))></span>
                    <span class="goal" class:none=move || goal().is_none() style=goal></span>
                </div>
            </div>
        </Show>
    }
    .into_erased()
}
