//! The user's sessions.

use crate::api::people::{end_other_sessions, end_session};
use crate::erased::IntoErasedView;
use crate::pages::people::page_state::{PageState, focus};
use crate::parts::server_request::{RequestError, ServerRequest};
use leptos::html::H2;
use leptos::prelude::*;
use view_model::time;
use wire::people::{Account, SessionView};

/// The list; all but the current session can be ended.
#[component]
pub fn Sessions(page: PageState<Account>) -> impl IntoView {
    let (request, heading) = (ServerRequest::default(), NodeRef::<H2>::new());
    let end = move |session: &SessionView| {
        let id = session.id.clone();
        page.change(request, end_session(id), format!("{} is signed out.", session.browser), move |()| focus(heading));
    };
    let end_others = move |_| {
        page.change(request, end_other_sessions(), "Signed out everywhere else.", move |()| focus(heading));
    };
    let item = move |session: SessionView| {
        let (browser, is_this) = (session.browser.clone(), session.is_this);
        let times = format!("Since {}, last seen {}.", time::date(session.created_ms), time::date(session.seen_ms));
        let button = (!is_this).then(move || {
            let label = format!("Sign out {}", session.browser);
            view! {
                <button type="button" class="button small" aria-label=label on:click=move |_| end(&session)>
                    "Sign out"
                </button>
            }
        });
        view! {
            <li>
                <p>
                    <strong>{browser}</strong>
                    {is_this.then_some(" (this one)")}
                    <small>{times}</small>
                </p>
                {button}
            </li>
        }
        .into_any()
    };
    let list = move || page.data.with(|account| account.sessions.clone()).into_iter().map(item).collect_view();
    let has_others = move || page.data.with(|account| account.sessions.len() > 1);
    view! {
        <section>
            <h2 node_ref=heading tabindex="-1">
                "Where you are signed in"
            </h2>
            <ul class="rows">{list}</ul>
            <RequestError request />
            <Show when=has_others>
                <button type="button" class="button" disabled=move || request.is_pending() on:click=end_others>
                    "Sign out everywhere else"
                </button>
            </Show>
        </section>
    }
    .into_erased()
}
