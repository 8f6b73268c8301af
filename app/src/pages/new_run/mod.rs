//! The form for a new run: three steps on one page, all settings, and the configuration as a file.

mod attack;
mod checks;
mod faces;
mod field;
mod finish;
mod targets;

use crate::api::get_new_run_defaults;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use attack::AttackStep;
use checks::Checks;
use faces::FacesStep;
use field::{Field, Layout};
use finish::{AsFile, Finish};
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use targets::TargetsStep;
use view_model::new_run::{NewRun, Source};
use view_model::paths;
use view_model::settings::{GROUPS, Group};
use wire::run::{NewRunDefaults, RunId, TemplateRun};

/// State shared by the steps of the form.
#[derive(Clone, Copy)]
struct FormState {
    form: RwSignal<NewRun>,
    defaults: StoredValue<NewRunDefaults>,
    checks: Checks,
    all_settings: RwSignal<bool>,
}

/// The form.
#[component]
pub fn NewRunPage() -> impl IntoView {
    let query = use_query_map();
    let from = Memo::new(move |_| query.read().get("from").map(RunId));
    let defaults = JsonResource::new_with_options(move || from.get(), get_new_run_defaults, false);
    view! {
        <PageTitle text="New run" />
        <main id="main" class="page new-run">
            <h1>"New run"</h1>
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading settings…"</p> }
            }>
                {move || Suspend::new(async move {
                    match defaults.await {
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
fn Form(defaults: NewRunDefaults) -> impl IntoView {
    let mut begun = NewRun::new(&defaults);
    let asked = use_query_map().read_untracked().get("set");
    if let Some(set) = asked.and_then(|id| defaults.sets.iter().find(|set| set.id.0 == id)) {
        begun.start_from(Source::Set, &defaults);
        begun.choose_set(set);
    }
    let form = RwSignal::new(begun);
    let from = defaults.from.clone().map(|from| view! { <Beginning from /> });
    let state = FormState {
        form,
        checks: Checks::watch(form),
        defaults: StoredValue::new(defaults),
        all_settings: RwSignal::new(false),
    };
    view! {
        <form on:submit=|event: ev::SubmitEvent| event.prevent_default()>
            {from}
            <FacesStep state />
            <TargetsStep state />
            <AttackStep state />
            <AllSettings state />
            <AsFile state />
            <Finish state />
        </form>
    }
    .into_erased()
}

/// Names the run that the settings come from.
#[component]
fn Beginning(from: TemplateRun) -> impl IntoView {
    view! {
        <p class="notice">
            "All settings come from " <a href=paths::live_page(&from.id)>{from.config.name}</a>
            ". Change what should differ."
        </p>
    }
    .into_erased()
}

#[component]
fn AllSettings(state: FormState) -> impl IntoView {
    let group = move |group: Group| {
        let field = |setting| view! { <Field state setting layout=Layout::Row /> };
        view! {
            <section class="settings">
                <h3>{group.title}</h3>
                {group.settings().map(field).collect_view()}
            </section>
        }
    };
    let toggled = move |event: ev::Event| {
        let details = event_target::<web_sys::Element>(&event);
        state.all_settings.set(details.has_attribute("open"));
    };
    view! {
        <details class="panel" prop:open=state.all_settings on:toggle=toggled>
            <summary>"All settings"</summary>
            <p class="quiet">
                "Each with its range and the value in the paper. The defaults are sensible."
            </p>
            {GROUPS.map(group)}
        </details>
    }
    .into_erased()
}
