//! The home page: introduction, demo, runs in progress, recent reports.

use crate::api::{ApiError, get_new_run_defaults, get_overview, start_run};
use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::{ErrorNote, sentence};
use crate::parts::explain::Explain;
use crate::parts::run_card::RunCard;
use crate::parts::title::PageTitle;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use std::time::Duration;
use view_model::paths;
use view_model::terms::Term;
use wire::people::Role;
use wire::report::DeviceReport;
use wire::run::{Overview, RunState, RunSummary};

/// Time between updates of the list while a run is in progress.
const REFRESH: Duration = Duration::from_secs(2);

/// The home page.
#[component]
pub fn HomePage() -> impl IntoView {
    let overview = JsonResource::new_with_options(|| (), |()| get_overview(), false);
    refresh_while_busy(overview);
    view! {
        <PageTitle text="" />
        <main id="main" class="page home">
            <section class="hero">
                <img
                    class="forming"
                    src="/forming.svg"
                    alt="A drawn face in three stages, from a blur to sharp."
                    width="528"
                    height="168"
                />
                <h1>"How much of a face does a face recognizer give away?"</h1>
                <p class="lead">
                    "Effigy rebuilds the faces that a recognizer was trained on from its weights, or from its scores alone ("
                    <span class="term">"model inversion" <Explain term=Term::Inversion /></span>
                    "), and lets a recognizer that took no part judge how close it came."
                </p>
                {current_user().has(Role::Collaborator).then(|| view! { <DemoButton /> })}
            </section>
            <Transition fallback=|| {
                view! { <p class="quiet">"Loading runs…"</p> }
            }>
                {move || Suspend::new(async move {
                    match overview.await {
                        Ok(overview) => view! { <Runs overview /> }.into_any(),
                        Err(error) => view! { <ErrorNote error /> }.into_any(),
                    }
                })}
            </Transition>
        </main>
    }
    .into_erased()
}

fn refresh_while_busy(overview: JsonResource<Result<Overview, ApiError>>) {
    let busy = RwSignal::new(false);
    Effect::new(move || {
        if let Some(Ok(overview)) = overview.get() {
            busy.set(overview.runs.iter().any(|run| !run.state.is_over()));
        }
    });
    Effect::new(move || {
        let ask = move || {
            if busy.get_untracked() {
                overview.refetch();
            }
        };
        let timer = set_interval_with_handle(ask, REFRESH);
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    });
}

#[component]
fn DemoButton() -> impl IntoView {
    let navigate = use_navigate();
    let start = Action::new(|(): &()| async {
        let defaults = get_new_run_defaults(None).await?;
        start_run(defaults.demo).await
    });
    Effect::new(move || {
        if let Some(Ok(id)) = start.value().get() {
            navigate(&paths::live_page(&id), Default::default());
        }
    });
    let problem = move || match start.value().get() {
        Some(Err(error)) => Some(view! { <p class="field-problem" role="alert">{sentence(&error.to_string())}</p> }),
        _ => None,
    };
    view! {
        <div class="actions">
            <button class="button primary large" on:click=move |_| { start.dispatch(()); } disabled=start.pending()>
                {move || if start.pending().get() { "Starting…" } else { "Run the demo" }}
            </button>
            <a class="button large" href="/runs/new" rel="external">
                "Set up a run"
            </a>
        </div>
        {problem}
        <p class="quiet">
            "The demo draws its own people; nobody in it is real. It trains two recognizers on them, attacks one, and
            asks the other."
        </p>
    }
    .into_erased()
}

#[component]
fn Runs(overview: Overview) -> impl IntoView {
    let Overview { runs, device } = overview;
    let (over, busy): (Vec<_>, Vec<_>) = runs.into_iter().partition(|run| run.state.is_over());
    let empty = over.is_empty() && busy.is_empty();
    view! {
        {(!busy.is_empty()).then(|| view! { <RunList title="Under way" runs=busy /> })}
        {(!over.is_empty()).then(|| view! { <RunList title="Recent runs" runs=over /> })}
        {empty.then(|| view! { <NoRuns /> })}
        <DeviceLine device />
    }
}

#[component]
fn RunList(title: &'static str, runs: Vec<RunSummary>) -> impl IntoView {
    let is_finished = |run: &RunSummary| run.state == RunState::Finished;
    let several = runs.iter().filter(|run| is_finished(run)).count() > 1;
    let card = |run: RunSummary| {
        let to_choose = several && is_finished(&run);
        view! { <RunCard run to_choose /> }
    };
    view! {
        <section>
            <h2>{title}</h2>
            <form action="/compare" method="get">
                <ul class="cards runs">{runs.into_iter().map(card).collect_view()}</ul>
                {several.then(|| view! { <button class="button compare-runs">"Compare the chosen runs"</button> })}
            </form>
        </section>
    }
}

#[component]
fn NoRuns() -> impl IntoView {
    let points: [(&str, &str, Option<Term>); 4] = [
        ("Train or load", "Two recognizers learn faces: one to attack, one to judge.", None),
        ("Start from a blend", "Each attempt begins as the average of many public faces.", Some(Term::Seed)),
        ("Attack", "The image changes step by step until the recognizer sees its target in it.", Some(Term::Clone)),
        (
            "Judge",
            "A recognizer that the attack never used says who is in the picture.",
            Some(Term::EvaluationRecognizer),
        ),
    ];
    let item = |(title, text, term): (&'static str, &'static str, Option<Term>)| {
        view! {
            <li>
                <h3>{title} {term.map(|term| view! { <Explain term /> })}</h3>
                <p>{text}</p>
            </li>
        }
    };
    view! {
        <section>
            <h2>"No run yet"</h2>
            <p>"A run goes through these steps. The demo shows all of them."</p>
            <ol class="cards teach">{points.map(item).collect_view()}</ol>
        </section>
    }
    .into_erased()
}

#[component]
fn DeviceLine(device: DeviceReport) -> impl IntoView {
    let reason = sentence(&device.reason);
    view! {
        <p class="quiet device">
            <strong>"Computes on: " {device.name} "."</strong>
            {(!reason.is_empty()).then(|| format!(" {reason}"))}
        </p>
    }
}
