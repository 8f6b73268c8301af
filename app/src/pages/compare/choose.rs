//! The choice of what to compare: whole runs by a form that works without script, and clones one by one.

use crate::api::get_overview;
use crate::erased::{ErasedView, IntoErasedView};
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use view_model::compare::subject::{CloneRef, Subject};
use view_model::time;
use wire::compare::MOST;
use wire::run::RunSummary;

/// Runs and clones to choose from; open if nothing is compared yet.
#[component]
pub fn Choose(
    /// The current comparison.
    subject: Subject,
    /// The clones shown, to which another is added.
    shown: Subject,
    open: bool,
) -> impl IntoView {
    let overview = JsonResource::new_with_options(|| (), |()| get_overview(), false);
    let (subject, shown) = (StoredValue::new(subject), StoredValue::new(shown));
    view! {
        <details class="panel choose" open=open>
            <summary>"Choose what to compare"</summary>
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading runs…"</p> }
            }>
                {move || Suspend::new(async move {
                    match overview.await {
                        Ok(overview) => choices(subject.get_value(), shown.get_value(), overview.runs),
                        Err(error) => view! { <ErrorNote error /> }.into_erased(),
                    }
                })}
            </Suspense>
        </details>
    }
    .into_erased()
}

fn choices(subject: Subject, shown: Subject, runs: Vec<RunSummary>) -> ErasedView {
    // A run whose targets are not drawn yet has nothing to show.
    let runs: Vec<_> = runs.into_iter().filter(|run| !run.targets.is_empty()).collect();
    if runs.is_empty() {
        return view! {
            <p>
                "There is no run yet whose clones could be compared. " <a href="/" rel="external">
                    "Run the demo"
                </a> " for a first one."
            </p>
        }
        .into_erased();
    }
    let clones = match subject {
        Subject::Clones(_) => subject.clone(),
        Subject::Runs(_) => shown,
    };
    view! {
        <div class="ways">
            <WholeRuns runs=runs.clone() chosen=subject />
            <AddClone runs clones />
        </div>
    }
    .into_erased()
}

#[component]
fn WholeRuns(runs: Vec<RunSummary>, chosen: Subject) -> impl IntoView {
    let chosen = match chosen {
        Subject::Runs(chosen) => chosen,
        Subject::Clones(_) => Vec::new(),
    };
    let choice = |run: RunSummary| {
        let checked = chosen.contains(&run.id);
        view! {
            <li>
                <label class="check">
                    <input type="checkbox" name="run" value=run.id.0 checked=checked />
                    <span>{run.name} <small>{time::date(run.created_ms)}</small></span>
                </label>
            </li>
        }
    };
    view! {
        <form action="/compare" method="get">
            <fieldset>
                <legend>"Whole runs"</legend>
                <ul class="options">{runs.into_iter().map(choice).collect_view()}</ul>
            </fieldset>
            <button class="button">{format!("Compare these runs, at most {MOST}")}</button>
        </form>
    }
    .into_erased()
}

#[component]
fn AddClone(runs: Vec<RunSummary>, clones: Subject) -> impl IntoView {
    let navigate = use_navigate();
    let (run, target, clone) = (RwSignal::new(0_usize), RwSignal::new(0_u32), RwSignal::new(1_u32));
    let full = clones.len() >= MOST;
    let runs = StoredValue::new(runs);
    let option = |(at, name): (usize, String)| view! { <option value=at.to_string()>{name}</option> };
    let names = runs.with_value(|runs| runs.iter().map(|run| run.name.clone()).enumerate().collect::<Vec<_>>());
    let targets = Memo::new(move |_| {
        runs.with_value(|runs| runs.get(run.get()).map(|run| run.targets.clone())).unwrap_or_default()
    });
    let choose_run = move |event: ev::Event| {
        run.set(event_target_value(&event).parse().unwrap_or(0));
        target.set(0);
    };
    let choose_target = move |event: ev::Event| target.set(event_target_value(&event).parse().unwrap_or(0));
    let choose_clone = move |event: ev::Event| clone.set(event_target_value(&event).parse().unwrap_or(1));
    let add = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(id) = runs.with_value(|runs| runs.get(run.get_untracked()).map(|run| run.id.clone())) else { return };
        let clone = clone.get_untracked().max(1) - 1;
        let more = clones.with_clone(CloneRef { run: id, target: target.get_untracked(), clone });
        navigate(&more.page(), Default::default());
    };
    view! {
        <form on:submit=add>
            <fieldset>
                <legend>"One more clone"</legend>
                <label>
                    "Run" <select on:change=choose_run>{names.into_iter().map(option).collect_view()}</select>
                </label>
                <label>
                    "Target"
                    <select on:change=choose_target prop:value=move || target.get().to_string()>
                        {move || targets.get().into_iter().enumerate().map(option).collect_view()}
                    </select>
                </label>
                <label>
                    "Clone"
                    <input
                        type="number"
                        min="1"
                        max="1000"
                        required
                        prop:value=move || clone.get().to_string()
                        on:input=choose_clone
                    />
                </label>
            </fieldset>
            <button class="button" disabled=full>
                "Add this clone"
            </button>
            {full.then(|| view! { <p class="quiet">{format!("There are {MOST}; remove one first.")}</p> })}
        </form>
    }
    .into_erased()
}
