//! The sign-in page.

use super::field::{Field, Password};
use crate::api::people::{get_sign_in_defaults, sign_in};
use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use crate::parts::server_request::{RequestError, ServerRequest};
use crate::parts::title::PageTitle;
use crate::parts::whole::load;
use leptos::ev;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use view_model::people::addresses;
use wire::people::SignInDefaults;

/// The page; after sign-in it returns to the previous page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let defaults = JsonResource::new_with_options(|| (), |()| get_sign_in_defaults(), false);
    view! {
        <PageTitle text="Sign in" />
        <main id="main" class="page door">
            <h1>"Sign in"</h1>
            <Suspense fallback=|| {
                view! { <p class="quiet">"One moment…"</p> }
            }>
                {move || Suspend::new(async move {
                    match defaults.await {
                        Ok(SignInDefaults { is_set_up: true }) => view! { <Form /> }.into_erased(),
                        Ok(_) => view! { <NotSetUp /> }.into_erased(),
                        Err(error) => view! { <ErrorNote error /> }.into_erased(),
                    }
                })}
            </Suspense>
            <p class="quiet">
                "You need no account to read publications: " <a href="/gallery" rel="external">
                    "to the gallery"
                </a>
            </p>
        </main>
    }
    .into_erased()
}

#[component]
fn Form() -> impl IntoView {
    let query = use_query_map();
    let next = move || addresses::destination(query.with_untracked(|query| query.get("next")).as_deref());
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let request = ServerRequest::default();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        request.send(sign_in(login.get_untracked(), password.get_untracked()), move |()| load(&next()));
    };
    let already = current_user().me.map(|me| {
        view! { <p class="notice">{format!("You are signed in as {}.", me.name)}</p> }
    });
    view! {
        {already}
        <form class="narrow" on:submit=submit>
            <Field id="login" label="Sign-in name" value=login problem="login" request autocomplete="username" />
            <Password id="password" label="Password" value=password problem="password" request autocomplete="current-password" />
            <RequestError request fields=&["login", "password"] />
            <div class="actions">
                <button class="button primary" disabled=move || request.is_pending()>
                    {move || if request.is_pending() { "Signing in…" } else { "Sign in" }}
                </button>
            </div>
            <p class="quiet">"Forgot your password? An administrator can make you a link for a new one. The owner of the machine signs in \
                 without one, by the link that Effigy printed when it started."</p>
        </form>
    }
    .into_erased()
}

#[component]
fn NotSetUp() -> impl IntoView {
    view! {
        <section class="notice">
            <h2>"There is no account yet"</h2>
            <p>"Open the link that the server printed when it started. It lets you make the first one."</p>
        </section>
    }
    .into_erased()
}
