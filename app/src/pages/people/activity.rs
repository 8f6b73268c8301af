//! The activity log, newest first.

use crate::api::people::get_activity;
use crate::current_user::current_user;
use crate::erased::{ErasedView, IntoErasedView};
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use view_model::people::activity::{page, subject};
use view_model::people::addresses;
use view_model::time;
use wire::people::{Activity, ActivityPage as Page};

/// The page, for the current workspace or, for administrators, for all.
#[component]
pub fn ActivityPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let query = query.read();
        (query.get("everywhere").is_some(), query.get("before").and_then(|before| before.parse().ok()))
    });
    let found = JsonResource::new_with_options(
        move || asked.get(),
        |(everywhere, before)| get_activity(everywhere, before),
        false,
    );
    let is_administrator = current_user().me.is_some_and(|me| me.is_administrator);
    view! {
        <PageTitle text="Activity" />
        <main id="main" class="page people">
            <h1>"Activity"</h1>
            {is_administrator.then(|| view! { <Scope asked /> })}
            <Transition fallback=|| {
                view! { <p class="quiet">"Loading the activity…"</p> }
            }>
                {move || {
                    let (everywhere, before) = asked.get();
                    Suspend::new(async move {
                        match found.await {
                            Ok(page) => view! { <Entries page everywhere is_first=before.is_none() /> }.into_any(),
                            Err(error) => view! { <ErrorNote error /> }.into_any(),
                        }
                    })
                }}
            </Transition>
        </main>
    }
    .into_erased()
}

/// Links to choose between the current workspace and all.
#[component]
fn Scope(asked: Memo<(bool, Option<u64>)>) -> impl IntoView {
    let way = move |everywhere: bool, text: &'static str| {
        let current = move || (asked.get().0 == everywhere).then_some("true");
        view! {
            <a class="button small" href=addresses::activity(everywhere, None) aria-current=current>
                {text}
            </a>
        }
    };
    view! {
        <nav class="tabs" aria-label="Scope">
            {way(false, "This workspace")} {way(true, "Everywhere")}
        </nav>
    }
    .into_erased()
}

#[component]
fn Entries(page: Page, everywhere: bool, is_first: bool) -> impl IntoView {
    let newest = (!is_first).then(|| addresses::activity(everywhere, None));
    let last = page.entries.last().map(|last| last.id).filter(|_| page.has_more);
    let older = last.map(|last| addresses::activity(everywhere, Some(last)));
    let is_empty = page.entries.is_empty().then(|| view! { <p class="quiet">"No activity yet."</p> });
    view! {
        {is_empty}
        <ol class="rows">{page.entries.into_iter().map(move |one| entry(one, everywhere)).collect_view()}</ol>
        <nav class="actions" aria-label="Pages">
            {newest.map(|newest| view! { <a class="button" href=newest>"Newest"</a> })}
            {older.map(|older| view! { <a class="button" href=older>"Older"</a> })}
        </nav>
    }
    .into_erased()
}

fn entry(activity: Activity, everywhere: bool) -> ErasedView {
    let did = match page(&activity) {
        Some(page) => view! {
            <a href=page rel="external">
                {activity.did.clone()}
            </a>
        }
        .into_erased(),
        None => view! { <span>{activity.did.clone()}</span> }.into_erased(),
    };
    let place = activity.workspace.clone().filter(|_| everywhere).map(|name| format!(" · {name}"));
    view! {
        <li>
            <p>
                <strong>{subject(&activity)}</strong>
                " "
                {did}
                <small>{time::date(activity.at_ms)} {place}</small>
            </p>
        </li>
    }
    .into_erased()
}
