//! The gallery: published clones, filtered by the address.

use super::card::CloneCard;
use super::filters::{Filters, Pairs};
use crate::api::gallery::get_gallery;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::{ErrorNote, sentence};
use crate::parts::title::PageTitle;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use view_model::gallery::addresses::{GALLERY, gallery, value};
use view_model::gallery::words;
use wire::gallery::{GalleryPage as Page, filter};
use wire::run::Problem;

/// The gallery.
#[component]
pub fn GalleryPage() -> impl IntoView {
    let query = use_query_map();
    let pairs =
        Memo::new(move |_| query.get().into_iter().map(|(name, value)| (name.to_string(), value)).collect::<Pairs>());
    let found = JsonResource::new_with_options(
        move || pairs.get(),
        |pairs| async move { get_gallery(pairs.clone()).await.map(|page| (pairs, page)) },
        false,
    );
    view! {
        <PageTitle text="Gallery" />
        <main id="main" class="page gallery">
            <header>
                <h1>"Gallery"</h1>
                <p class="quiet">
                    "Faces that attacks made from recognizers, each beside the seed it began with. None is a photograph."
                </p>
            </header>
            <Transition fallback=|| {
                view! { <p class="quiet">"Loading the gallery…"</p> }
            }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok((pairs, page)) => view! { <Found pairs page /> }.into_any(),
                        Err(error) => view! { <ErrorNote error /> }.into_any(),
                    }
                })}
            </Transition>
        </main>
    }
    .into_erased()
}

#[component]
fn Found(pairs: Pairs, page: Page) -> impl IntoView {
    // Invalid filters are reported and dropped.
    let is_wrong = |name: &str| page.problems.iter().any(|problem| problem.field == name);
    let pairs: Pairs = pairs.into_iter().filter(|(name, _)| !is_wrong(name)).collect();
    let is_filtered =
        pairs.iter().any(|(name, value)| !value.is_empty() && ![filter::SORT, filter::AFTER].contains(&name.as_str()));
    let problems = page.problems;
    let is_empty = page.items.is_empty();
    let count = words::count(page.total, is_filtered, &value(&pairs, filter::SORT));
    let is_first = value(&pairs, filter::AFTER).is_empty();
    let first = (!is_first).then(|| gallery(&pairs, None));
    let next = page.next.as_deref().map(|after| gallery(&pairs, Some(after)));
    let has_others = is_filtered || !is_first || page.total > 0 || !page.choices.recognizers.is_empty();
    view! {
        <Filters pairs=pairs choices=page.choices />
        {(!problems.is_empty()).then(|| view! { <Problems problems /> })}
        {(!is_empty).then(|| view! { <p class="count" role="status">{count}</p> })}
        {is_empty.then(|| view! { <Nothing has_others /> })}
        <ul class="clones">{page.items.into_iter().map(|item| view! { <CloneCard item /> }).collect_view()}</ul>
        {(first.is_some() || next.is_some()).then(|| view! { <Pagination first next /> })}
    }
    .into_any()
}

#[component]
fn Pagination(first: Option<String>, next: Option<String>) -> impl IntoView {
    view! {
        <nav class="actions" aria-label="Pages">
            {first.map(|first| view! { <a class="button" href=first>"First page"</a> })}
            {next.map(|next| view! { <a class="button" href=next>"Next page"</a> })}
        </nav>
    }
    .into_erased()
}

#[component]
fn Problems(problems: Vec<Problem>) -> impl IntoView {
    let problem = |problem: Problem| view! { <p class="field-problem">{sentence(&problem.message)}</p> };
    view! { <div role="alert">{problems.into_iter().map(problem).collect_view()}</div> }.into_erased()
}

#[component]
fn Nothing(has_others: bool) -> impl IntoView {
    if has_others {
        return view! {
            <section class="notice">
                <h2>"No clone matches"</h2>
                <p>"Widen a range, choose another target, or clear the filters."</p>
                <p>
                    <a class="button" href=GALLERY rel="external">
                        "Show all"
                    </a>
                </p>
            </section>
        }
        .into_erased();
    }
    view! {
        <section class="notice">
            <h2>"Nothing is published yet"</h2>
            <p>
                "Owners of a workspace publish a finished run from its report. Public runs are shown here, clone by "
                "clone, with what recognizers and people say of each."
            </p>
        </section>
    }
    .into_erased()
}
