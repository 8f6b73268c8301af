//! The list of studies.

use super::explain::ExplainStudy;
use crate::api::ApiError;
use crate::api::studies::get_studies;
use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use leptos::prelude::*;
use std::time::Duration;
use view_model::number::counted;
use view_model::study::progress::{items, participant_lines, state_meaning, state_word};
use view_model::study::terms::StudyTerm;
use view_model::study::{addresses, tasks::TaskKind};
use view_model::time;
use wire::people::Role;
use wire::study::summary::{StudyState, StudySummary};

/// Time between updates of the list while a study is open.
const REFRESH: Duration = Duration::from_secs(5);

/// The list of studies.
#[component]
pub fn StudiesPage() -> impl IntoView {
    let studies = JsonResource::new_with_options(|| (), |()| get_studies(), false);
    refresh_while_open(studies);
    view! {
        <PageTitle text="Studies" />
        <main id="main" class="page studies">
            <div class="section-head">
                <h1>"Studies"</h1>
                {current_user()
                    .has(Role::Collaborator)
                    .then(|| {
                        view! {
                            <a class="button primary" href="/studies/new">
                                "New study"
                            </a>
                        }
                    })}
            </div>
            <Transition fallback=|| {
                view! { <p class="quiet">"Loading studies…"</p> }
            }>
                {move || Suspend::new(async move {
                    match studies.await {
                        Ok(studies) if studies.is_empty() => view! { <NoStudies /> }.into_any(),
                        Ok(studies) => view! { <List studies /> }.into_any(),
                        Err(error) => view! { <ErrorNote error /> }.into_any(),
                    }
                })}
            </Transition>
        </main>
    }
    .into_erased()
}

fn refresh_while_open(studies: JsonResource<Result<Vec<StudySummary>, ApiError>>) {
    let busy = RwSignal::new(false);
    Effect::new(move || {
        if let Some(Ok(studies)) = studies.get() {
            busy.set(studies.iter().any(|study| matches!(study.state, StudyState::Pilot | StudyState::Open)));
        }
    });
    Effect::new(move || {
        let ask = move || {
            if busy.get_untracked() && !document().hidden() {
                studies.refetch();
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
fn List(studies: Vec<StudySummary>) -> impl IntoView {
    view! {
        <ul class="cards">
            {studies.into_iter().map(|study| view! { <StudyCard study /> }).collect_view()}
        </ul>
    }
}

#[component]
fn StudyCard(study: StudySummary) -> impl IntoView {
    let lines = participant_lines(&study);
    let nobody = lines.is_empty().then(|| view! { <p class="quiet">"Nobody has taken part yet."</p> });
    view! {
        <li class="card study">
            <h2>
                <a href=addresses::study_page(&study.id)>{study.name.clone()}</a>
            </h2>
            <p class="quiet">
                <span class=format!("state {}", state_word(study.state).to_ascii_lowercase())>
                    {state_word(study.state)}
                </span>
                {format!(
                    " · {} from {} · {}",
                    items(study.items),
                    counted(study.runs.len() as u64, "run"),
                    time::date(study.created_ms),
                )}
            </p>
            <p class="unseen">{state_meaning(study.state)}</p>
            {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
            {nobody}
        </li>
    }
}

#[component]
fn NoStudies() -> impl IntoView {
    let task = |kind: TaskKind| {
        view! {
            <li>
                <h3>{kind.title()}</h3>
                <p>{kind.line()}</p>
            </li>
        }
    };
    view! {
        <section>
            <h2>"No study yet"</h2>
            <p>
                "A recognizer's verdict is one thing, what people see another. A study asks people about the clones of "
                "finished runs, by a link that works on a phone. You choose what is asked, watch the answers come in, "
                "and get scores with intervals beside the recognizers' own. Try it out with a "
                <span class="term">"pilot " <ExplainStudy term=StudyTerm::Pilot /></span> " first."
            </p>
            <ul class="cards teach plain">{TaskKind::ALL.map(task)}</ul>
            <p class="quiet">
                "There must be a finished run: " <a href="/" rel="external">
                    "run the demo"
                </a> " if there is none yet."
            </p>
        </section>
    }
    .into_erased()
}
