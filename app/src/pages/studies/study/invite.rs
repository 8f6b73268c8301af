//! Recruiting: the link, single-use links, addresses for recruiting services.

use crate::erased::IntoErasedView;
use crate::pages::studies::page_state::StudyPageState;
use crate::parts::copy::Copy;
use leptos::prelude::*;
use view_model::number::counted;
use view_model::study::addresses;
use wire::study::config::Recruiting;

/// Links for participants.
#[component]
pub fn Invite(page: StudyPageState) -> impl IntoView {
    let origin = RwSignal::new(String::new());
    // Only the browser knows the host name of this server.
    Effect::new(move || origin.set(window().location().origin().unwrap_or_default()));
    let (link, recruiting) = page.study.with_untracked(|study| (study.link.clone(), study.config.recruiting.clone()));
    let address = Signal::derive(move || origin.get() + &addresses::quiz(&link));
    let (line, own) = match recruiting {
        Recruiting::Open => ("Anybody who opens this link can take part.", view! { <Address address /> }.into_erased()),
        Recruiting::Tokens { .. } => {
            ("Each of these links works for one participant.", view! { <Tokens page origin /> }.into_erased())
        }
        Recruiting::Prolific { .. } => (
            "Enter this address at Prolific as the study's URL; it fills its own ids into the places in braces.",
            view! { <Service page origin /> }.into_erased(),
        ),
        Recruiting::MechanicalTurk => (
            "Use this address as the URL of an external question; Mechanical Turk adds workerId, hitId and assignmentId.",
            view! { <Service page origin /> }.into_erased(),
        ),
    };
    view! {
        <section class="panel">
            <h2>"Invite participants"</h2>
            <p>{line}</p>
            {own}
        </section>
    }
    .into_erased()
}

#[component]
fn Address(#[prop(into)] address: Signal<String>) -> impl IntoView {
    view! {
        <p class="address">
            <code>{address}</code>
            " "
            <Copy text=address what="the link" />
        </p>
    }
    .into_erased()
}

#[component]
fn Service(page: StudyPageState, origin: RwSignal<String>) -> impl IntoView {
    let path = page.study.with_untracked(|study| addresses::for_service(&study.link, &study.config.recruiting));
    let address = Signal::derive(move || origin.get() + &path);
    let code = page.study.with_untracked(|study| match &study.config.recruiting {
        Recruiting::Prolific { completion_code } => Some(completion_code.clone()),
        _ => None,
    });
    let days = page.study.with_untracked(|study| study.config.keep_recruits_days);
    view! {
        <Address address />
        {code
            .map(|code| {
                view! {
                    <p>
                        "Participants end with the completion code " <code>{code}</code> " and a link back to Prolific."
                    </p>
                }
            })}
        <p class="quiet">
            {format!("The service's ids are kept apart from the answers and deleted after {}.", counted(days.into(), "day"))}
        </p>
    }
    .into_erased()
}

#[component]
fn Tokens(page: StudyPageState, origin: RwSignal<String>) -> impl IntoView {
    let list = Memo::new(move |_| {
        let origin = origin.get();
        page.study.with(|study| {
            let line = |token: &String| origin.clone() + &addresses::with_token(&study.link, token);
            study.unused_tokens.iter().map(line).collect::<Vec<_>>().join("\n")
        })
    });
    let count = move || page.study.with(|study| study.unused_tokens.len() as u64);
    let file = move || format!("data:text/plain;charset=utf-8,{}", list.get().replace('\n', "%0A"));
    view! {
        <p>{move || format!("{} not used yet.", counted(count(), "link"))}</p>
        <pre class="tokens" tabindex="0" aria-label="Unused links">
            {list}
        </pre>
        <div class="actions">
            <Copy text=list what="all links" />
            <a class="button small" href=file download="links.txt" rel="external">
                "Download the list"
            </a>
        </div>
    }
    .into_erased()
}
