//! One account, with the administrators' actions.

use crate::api::people::{make_password_link, set_administrator, set_closed};
use crate::erased::IntoErasedView;
use crate::pages::people::page_state::PageState;
use crate::parts::ask::Question;
use crate::parts::server_request::{RequestError, ServerRequest};
use crate::parts::whole::address;
use leptos::prelude::*;
use std::sync::Arc;
use view_model::people::person::{about, status};
use wire::people::{Installation, PersonView};

/// A row of the list. `link` receives a new-password link to show.
#[component]
pub fn OnePerson(page: PageState<Installation>, person: PersonView, link: RwSignal<Option<String>>) -> impl IntoView {
    let request = ServerRequest::default();
    let is_me = person.is_me;
    let person = Memo::new(move |before: Option<&PersonView>| {
        let now = page.data.with(|all| all.people.iter().find(|one| one.id == person.id).cloned());
        now.or_else(|| before.cloned()).unwrap_or_else(|| person.clone())
    });
    let password = move |_| {
        link.set(None);
        let id = person.with_untracked(|person| person.id.clone());
        request.send(make_password_link(id), move |path| link.set(Some(address(&path))));
    };
    let name = person.with_untracked(|person| person.name.clone());
    let of_whom = format!(" of {name}");
    let actions = (!is_me).then(|| {
        view! {
            <div class="actions">
                <Administrator page request person />
                <Closed page request person />
                <button type="button" class="button small" on:click=password>
                    "New password link"
                    <span class="unseen">{of_whom}</span>
                </button>
            </div>
        }
    });
    view! {
        <li>
            <p>
                <strong>{name}</strong>
                {is_me.then_some(" (you) ")}
                <span class="tag">{move || person.with(status)}</span>
                <small>{move || person.with(about)}</small>
            </p>
            {actions}
            <RequestError request />
        </li>
    }
    .into_erased()
}

/// The button that makes a person an administrator or revokes that.
#[component]
fn Administrator(page: PageState<Installation>, request: ServerRequest, person: Memo<PersonView>) -> impl IntoView {
    let toggle = move |_| {
        let PersonView { id, name, is_administrator, .. } = person.get_untracked();
        let change = move |wanted: bool| {
            let told = if wanted { " is an administrator." } else { " is no longer an administrator." };
            page.change(request, set_administrator(id.clone(), wanted), format!("{name}{told}"), |()| {});
        };
        let name = person.with_untracked(|person| person.name.clone());
        page.question.set(Some(if is_administrator {
            Question {
                title: format!("Revoke administration from {name}?"),
                line: "They keep their account and their roles in workspaces.",
                yes: "Take it",
                no: "Leave it",
                act: Arc::new(move || change(false)),
            }
        } else {
            Question {
                title: format!("Make {name} an administrator?"),
                line: "Administrators own every workspace and manage all accounts, including yours.",
                yes: "Make administrator",
                no: "Leave it",
                act: Arc::new(move || change(true)),
            }
        }));
    };
    let word = move || {
        person.with(|person| if person.is_administrator { "Revoke administration" } else { "Make administrator" })
    };
    view! {
        <button type="button" class="button small" on:click=toggle>
            {word}
            <span class="unseen">{move || person.with(|person| format!(" ({})", person.name))}</span>
        </button>
    }
    .into_erased()
}

/// The button that closes or reopens an account.
#[component]
fn Closed(page: PageState<Installation>, request: ServerRequest, person: Memo<PersonView>) -> impl IntoView {
    let toggle = move |_| {
        let PersonView { id, name, is_closed, .. } = person.get_untracked();
        if is_closed {
            return page.change(
                request,
                set_closed(id, false),
                format!("The account of {name} is open again."),
                |()| {},
            );
        }
        let told = format!("The account of {name} is closed.");
        page.question.set(Some(Question {
            title: format!("Close the account of {name}?"),
            line: "They are signed out everywhere, and their tokens stop working. What they made stays. It can be opened again.",
            yes: "Close it",
            no: "Leave it open",
            act: Arc::new(move || page.change(request, set_closed(id.clone(), true), told.clone(), |()| {})),
        }));
    };
    let word = move || person.with(|person| if person.is_closed { "Open the account" } else { "Close the account" });
    view! {
        <button type="button" class="button small danger" on:click=toggle>
            {word}
            <span class="unseen">{move || person.with(|person| format!(" of {}", person.name))}</span>
        </button>
    }
    .into_erased()
}
