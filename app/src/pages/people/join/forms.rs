//! The forms on the page of a link.

use crate::api::people::{accept_offer, choose_password, join_by_link};
use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use crate::pages::people::field::Field;
use crate::pages::people::new_password::NewPassword;
use crate::parts::server_request::{RequestError, ServerRequest};
use crate::parts::sign_in_link::SignInLink;
use crate::parts::whole::load;
use leptos::ev;
use leptos::prelude::*;
use view_model::people::password;
use wire::people::NewAccount;

/// The form for a new account.
#[component]
pub fn MakeAccount(link: String, may_sign_in: bool) -> impl IntoView {
    let [name, login, password] = [(); 3].map(|()| RwSignal::new(String::new()));
    let request = ServerRequest::default();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let account =
            NewAccount { name: name.get_untracked(), login: login.get_untracked(), password: password.get_untracked() };
        request.send(join_by_link(link.clone(), account), |()| load("/"));
    };
    let blank = move || [name, login].iter().any(|text| text.with(|text| text.trim().is_empty()));
    view! {
        {may_sign_in.then(|| view! { <p>"Do you already have an account here? " <SignInLink /> " first, then accept."</p> })}
        <form class="narrow" on:submit=submit>
            <Field
                id="name"
                label="Your name"
                value=name
                problem="name"
                request
                autocomplete="name"
                hint="As others in the workspace see it."
            />
            <Field
                id="login"
                label="Sign-in name"
                value=login
                problem="login"
                request
                autocomplete="username"
                hint="Such as your e-mail address. No mail is ever sent."
            />
            <NewPassword label="Password" value=password request />
            <RequestError request fields=&["name", "login", "password"] />
            <div class="actions">
                <button
                    class="button primary"
                    disabled=move || request.is_pending() || blank() || !password.with(|text| password::is_ready(text))
                >
                    {move || if request.is_pending() { "Making the account…" } else { "Make the account" }}
                </button>
            </div>
        </form>
    }
    .into_erased()
}

/// The button that accepts, for signed-in users.
#[component]
pub fn Accept(link: String) -> impl IntoView {
    let name = current_user().me.map(|me| me.name).unwrap_or_default();
    let request = ServerRequest::default();
    let yes = move |_| request.send(accept_offer(link.clone()), |()| load("/"));
    view! {
        <p>
            {format!("You are signed in as {name}. ")}
            "If the invitation is for somebody else, sign out first with the menu above."
        </p>
        <RequestError request />
        <div class="actions">
            <button type="button" class="button primary" disabled=move || request.is_pending() on:click=yes>
                {format!("Join as {name}")}
            </button>
        </div>
    }
    .into_erased()
}

/// The form for a new password of an existing account.
#[component]
pub fn ChoosePassword(link: String) -> impl IntoView {
    let password = RwSignal::new(String::new());
    let request = ServerRequest::default();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        request.send(choose_password(link.clone(), password.get_untracked()), |()| load("/"));
    };
    view! {
        <form class="narrow" on:submit=submit>
            <NewPassword label="New password" value=password request />
            <RequestError request fields=&["password"] />
            <div class="actions">
                <button
                    class="button primary"
                    disabled=move || request.is_pending() || !password.with(|text| password::is_ready(text))
                >
                    {move || if request.is_pending() { "Keeping it…" } else { "Keep the new password" }}
                </button>
            </div>
        </form>
    }
    .into_erased()
}
