//! The publications of a run, and their withdrawal.

use crate::api::gallery::withdraw_publication;
use crate::erased::IntoErasedView;
use crate::parts::ask::{Ask, Question};
use crate::parts::error_note::sentence;
use leptos::prelude::*;
use std::sync::Arc;
use view_model::gallery::addresses::published_page;
use view_model::time;
use wire::gallery::{Permalink, PublicationSummary, Visibility};

/// The list; withdrawal needs confirmation.
#[component]
pub fn Publications(shown: RwSignal<Vec<PublicationSummary>>) -> impl IntoView {
    let asked = RwSignal::new(None::<Question>);
    let withdraw = Action::new(move |permalink: &Permalink| {
        let permalink = permalink.clone();
        async move { withdraw_publication(permalink.clone()).await.map(|()| permalink) }
    });
    Effect::new(move || {
        if let Some(Ok(gone)) = withdraw.value().get() {
            let mark = |one: &mut PublicationSummary| {
                if one.permalink == gone {
                    one.withdrawn_ms = Some(js_sys::Date::now() as u64);
                }
            };
            shown.update(|shown| shown.iter_mut().for_each(mark));
        }
    });
    let trouble = move || withdraw.value().get().and_then(Result::err).map(|error| sentence(&error.to_string()));
    let ask = Callback::new(move |permalink: Permalink| {
        asked.set(Some(Question {
            title: "Withdraw this publication?".into(),
            line: "Its page, clones and pictures disappear for everybody immediately. This cannot be undone; you can publish again under a new link.",
            yes: "Withdraw",
            no: "Keep it",
            act: Arc::new(move || {
                withdraw.dispatch(permalink.clone());
            }),
        }));
    });
    let list = move || shown.get().into_iter().map(|one| view! { <Entry one ask /> }).collect_view();
    let is_empty = move || shown.with(Vec::is_empty).then_some("Nothing of this run is published.");
    view! {
        <section>
            <h2>"Published before"</h2>
            <p class="quiet">{is_empty}</p>
            <ul class="publications">{list}</ul>
            <p class="field-problem" role="alert">
                {trouble}
            </p>
            <Ask asked />
        </section>
    }
    .into_erased()
}

#[component]
fn Entry(one: PublicationSummary, ask: Callback<Permalink>) -> impl IntoView {
    let kind = match one.visibility {
        Visibility::Public => "Public",
        Visibility::Unlisted => "Unlisted",
    };
    let faces = if one.real_faces { ", faces of targets shown" } else { "" };
    let (is_withdrawn, permalink, title) = (one.withdrawn_ms.is_some(), one.permalink.clone(), one.title.clone());
    let standing = match one.withdrawn_ms {
        Some(at) => format!("Withdrawn {}", time::date(at)),
        None => format!("{kind}{faces}, since {}: {}", time::date(one.published_ms), one.targets.join(", ")),
    };
    let ask = move |_| ask.run(permalink.clone());
    view! {
        <li>
            <span>
                {if is_withdrawn {
                    view! { <span>{title.clone()}</span> }.into_any()
                } else {
                    view! {
                        <a href=published_page(&one.permalink) rel="external">
                            {title.clone()}
                        </a>
                    }
                        .into_any()
                }} <small>{format!(" {standing}")}</small>
            </span>
            {(!is_withdrawn)
                .then(|| {
                    view! {
                        <button
                            type="button"
                            class="button small danger"
                            aria-label=format!("Withdraw {title}")
                            on:click=ask
                        >
                            "Withdraw"
                        </button>
                    }
                })}
        </li>
    }
    .into_any()
}
