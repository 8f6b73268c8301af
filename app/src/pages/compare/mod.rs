//! Clones and runs side by side: pictures, scores, parameters and results.

mod choose;
mod outcomes;
mod overlay;
mod parameters;
mod pictures;
mod place;
mod scrub;
mod view;

use crate::api::compare::get_compared;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use choose::Choose;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use outcomes::Outcomes;
use overlay::Overlay;
use parameters::ParametersSection;
use place::Places;
use scrub::{Scrub, TargetChoice};
use view::CompareView;
use view_model::compare::address::Address;
use view_model::compare::item::different_people;
use view_model::compare::subject::Subject;
use wire::compare::ComparedRun;

/// The page.
#[component]
pub fn ComparePage() -> impl IntoView {
    let query = use_query_map();
    let subject = Memo::new(move |_| Subject::read(|key| query.read().get_all(key).unwrap_or_default()).0);
    let runs = JsonResource::new_with_options(move || subject.get().runs(), get_compared, false);
    view! {
        <PageTitle text="Compare" />
        <main id="main" class="page compare">
            <h1>"Compare"</h1>
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the comparison…"</p> }
            }>
                {move || {
                    let subject = subject.get();
                    Suspend::new(async move {
                        match runs.await {
                            Ok(runs) => {
                                let read = |key: &str| query.read_untracked().get_all(key).unwrap_or_default();
                                let (address, problems) = Address::read(read);
                                view! { <Comparison address problems runs /> }.into_erased()
                            }
                            Err(error) => {
                                view! {
                                    <ErrorNote error />
                                    <Choose subject=subject.clone() shown=subject open=true />
                                }
                                    .into_erased()
                            }
                        }
                    })
                }}
            </Suspense>
        </main>
    }
    .into_erased()
}

#[component]
fn Comparison(address: Address, problems: Vec<String>, runs: Vec<ComparedRun>) -> impl IntoView {
    let subject = address.subject.clone();
    let few = subject.len() < 2;
    let whole = matches!(subject, Subject::Runs(_));
    let different = (whole && !few).then(|| different_people(&runs)).flatten();
    let view = CompareView::new(address, runs);
    view.keep_address();
    let shown = view.as_clones();
    let pin = (whole && !few).then(|| shown.page());
    let introduction = match subject.len() {
        0 => Some(
            "Lay clones or whole runs beside each other: their pictures at the same step, their scores, and the \
                   parameters that differ. Choose what to compare.",
        ),
        1 => Some("There is one so far. Choose another to compare it with."),
        _ => None,
    };
    view! {
        {introduction.map(|text| view! { <p>{text}</p> })}
        {problems.into_iter().map(|problem| view! { <p class="notice problem">{problem}</p> }).collect_view()}
        {different.map(|text| view! { <p class="notice">{text}</p> })}
        {(!subject.is_empty())
            .then(|| {
                view! {
                    <section aria-label="Side by side">
                        <TargetChoice view />
                        <Places view />
                        <Scrub view />
                        {pin
                            .map(|href| {
                                view! {
                                    <p class="quiet">
                                        "Of each run, the clone that an attacker would choose. "
                                        <a href=href>"Go on with these clones"</a>
                                    </p>
                                }
                            })}
                    </section>
                }
            })}
        {(!few).then(|| view! { <Overlay view /> })}
        {(!few && whole).then(|| view! { <Outcomes view /> })}
        {(!few).then(|| view! { <ParametersSection view /> })}
        <Choose subject shown open=few />
    }
    .into_erased()
}
