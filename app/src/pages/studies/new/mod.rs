//! The form for a new study: runs, clones, tasks, texts, stop rule and recruiting, on one page.

mod checks;
mod clones;
mod ends;
mod fields;
mod finish;
mod runs;
mod sample_size;
mod tasks;
mod words;

use crate::api::studies::get_new_study_defaults;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use checks::Checks;
use clones::ClonesStep;
use ends::EndsStep;
use fields::{SectionProblem, TextInput};
use finish::Finish;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use runs::RunsStep;
use tasks::TasksStep;
use view_model::study::new_study::{FormSection, NewStudy};
use wire::run::RunId;
use wire::study::summary::NewStudyDefaults;
use words::WordsStep;

/// State shared by the steps of the form.
#[derive(Clone, Copy)]
struct FormState {
    form: RwSignal<NewStudy>,
    /// Available languages: tag and native name.
    languages: StoredValue<Vec<(String, String)>>,
    checks: Checks,
}

/// The form.
#[component]
pub fn NewStudyPage() -> impl IntoView {
    let query = use_query_map();
    let run = move || query.read().get("run").filter(|id| !id.is_empty()).map(RunId);
    let defaults = JsonResource::new_with_options(run, get_new_study_defaults, false);
    view! {
        <PageTitle text="New study" />
        <main id="main" class="page new-run new-study">
            <h1>"New study"</h1>
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading runs…"</p> }
            }>
                {move || Suspend::new(async move {
                    match defaults.await {
                        Ok(defaults) if defaults.runs.is_empty() => view! { <NoRuns /> }.into_erased(),
                        Ok(defaults) => view! { <Form defaults /> }.into_erased(),
                        Err(error) => view! { <ErrorNote error /> }.into_erased(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_erased()
}

#[component]
fn NoRuns() -> impl IntoView {
    view! {
        <section class="notice">
            <h2>"There is no finished run"</h2>
            <p>"A study shows the clones of finished runs. Make some first: the demo takes less than a minute."</p>
            <p>
                <a class="button" href="/" rel="external">
                    "To the runs"
                </a>
            </p>
        </section>
    }
    .into_erased()
}

#[component]
fn Form(defaults: NewStudyDefaults) -> impl IntoView {
    let form = RwSignal::new(NewStudy::new(&defaults));
    let state = FormState { form, checks: Checks::watch(form), languages: StoredValue::new(defaults.languages) };
    view! {
        <form on:submit=|event: ev::SubmitEvent| event.prevent_default()>
            <div>
                <TextInput
                    id="field-name"
                    label="Name, for researchers"
                    value=Signal::derive(move || form.with(|form| form.name.clone()))
                    write=move |text: String| form.update(|form| form.name = text)
                />
                <SectionProblem state place=FormSection::Name />
            </div>
            <RunsStep state />
            <ClonesStep state />
            <TasksStep state />
            <WordsStep state />
            <EndsStep state />
            <Finish state />
        </form>
    }
    .into_erased()
}
