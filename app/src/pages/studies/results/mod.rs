//! Results of a study: the answers in words, the evidence for each task, the raters and their screening.
//!
//! New results update existing elements, so that focus, open details and pictures stay.

mod confusion;
mod correlation;
mod exports;
mod figures;
mod groups;
mod items;
mod raters;
mod screening;
mod show_all;
mod task;

use super::explain::ExplainStudy;
use super::page_state::StudyPageState;
use crate::erased::IntoErasedView;
use exports::Exports;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};
use raters::Raters;
use screening::Screening;
use task::TaskSection;
use view_model::study::terms::StudyTerm;
use view_model::study::{addresses, answers::answer};
use wire::study::Population;

/// All results of the selected population.
#[component]
pub fn Results(page: StudyPageState) -> impl IntoView {
    let tasks: Vec<_> = page.results.with_untracked(|results| results.tasks.iter().map(|task| task.task).collect());
    let is_oracle = page.results.with_untracked(|results| results.is_oracle);
    let tasks = StoredValue::new(tasks);
    let section = move |at| view! { <TaskSection page at tasks=tasks.get_value() /> };
    let has_answers = Memo::new(move |_| page.results.with(|results| !results.raters.is_empty()));
    view! {
        <section class="results" aria-labelledby="results">
            <div class="section-head">
                <h2 id="results">"Results"</h2>
                <Populations page />
            </div>
            <Banner page />
            {is_oracle
                .then(|| {
                    view! {
                        <p class="notice problem">
                            <strong>"An oracle chose these clones. "</strong>
                            "The evaluation recognizer picked the best of them, which no attacker could have done. "
                            <ExplainStudy term=StudyTerm::Oracle />
                        </p>
                    }
                })}
            <ul class="answers">
                {move || page.results.with(|results| {
                    results.tasks.iter().map(|task| view! { <li>{answer(task)}</li> }).collect_view()
                })}
            </ul>
            <p class="quiet" role="status">
                {move || page.results.with(|results| results.standing.clone())}
            </p>
            <ul class="quiet notes">
                {move || page.results.with(|results| {
                    results.held_back.iter().map(|words| view! { <li>{words.clone()}</li> }).collect_view()
                })}
            </ul>
            <p class="quiet">
                "Brackets hold 95 % intervals, for other people and other raters. Raw figures are those of all raters, screened figures those of the raters used."
            </p>
        </section>
        <Show when=move || has_answers.get()>
            {(0..tasks.with_value(Vec::len)).map(section).collect_view()} <Raters page /> <Screening page />
        </Show>
        <Exports page />
    }
    .into_erased()
}

/// The choice of the population. The address follows, so that it can be shared.
#[component]
fn Populations(page: StudyPageState) -> impl IntoView {
    let (navigate, here) = (use_navigate(), use_location().pathname);
    Effect::new(move |before: Option<Population>| {
        let now = page.population.get();
        if before.is_some_and(|before| before != now) {
            let address = format!("{}?population={}", here.get_untracked(), addresses::population_key(now));
            navigate(&address, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
        }
        now
    });
    let button = move |(population, name): (Population, &'static str)| {
        view! {
            <button
                type="button"
                class="button small"
                aria-pressed=move || (page.population.get() == population).to_string()
                on:click=move |_| page.population.set(population)
            >
                {name}
            </button>
        }
    };
    let names = [(Population::People, "People"), (Population::Pilot, "Pilot"), (Population::Simulated, "Simulated")];
    view! {
        <div class="tabs" role="group" aria-label="Whose answers">
            {names.map(button)}
        </div>
    }
    .into_erased()
}

/// A notice that explains pilot and simulated answers.
#[component]
fn Banner(page: StudyPageState) -> impl IntoView {
    let population = Memo::new(move |_| page.results.with(|results| results.population));
    let words = move || match population.get() {
        Population::Simulated => Some((
            "Simulated raters are not people. ",
            "They are programs that answer by a rule: these figures show whether quiz and screening work, and say \
             nothing about faces.",
        )),
        Population::Pilot => Some(("These are answers of the pilot. ", "They do not count in the study's results.")),
        Population::People | Population::Preview => None,
    };
    view! {
        <div class="banner" role="status">
            {move || {
                words()
                    .map(|(title, text)| {
                        view! {
                            <p class="notice" class:problem=move || population.get() == Population::Simulated>
                                <strong>{title}</strong>
                                {text}
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_erased()
}
