//! The form that changes the password.

use crate::api::people::change_password;
use crate::erased::IntoErasedView;
use crate::pages::people::field::Password;
use crate::pages::people::new_password::NewPassword;
use crate::pages::people::page_state::PageState;
use crate::parts::server_request::{RequestError, ServerRequest};
use leptos::ev;
use leptos::prelude::*;
use view_model::people::password;
use wire::people::Account;

/// The form.
#[component]
pub fn ChangePassword(page: PageState<Account>) -> impl IntoView {
    let [old, new] = [(); 2].map(|()| RwSignal::new(String::new()));
    let is_done = RwSignal::new(false);
    let request = ServerRequest::default();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        is_done.set(false);
        page.change(request, change_password(old.get_untracked(), new.get_untracked()), "", move |()| {
            is_done.set(true);
            old.set(String::new());
            new.set(String::new());
        });
    };
    let login = page.data.with_untracked(|account| account.login.clone());
    view! {
        <section>
            <h2>"Password"</h2>
            <p class="quiet">"A new password signs you out everywhere else, and your tokens stop working."</p>
            <form class="narrow" on:submit=submit>
                // For password managers.
                <input type="text" hidden autocomplete="username" value=login readonly />
                <Password
                    id="old-password"
                    label="Current password"
                    value=old
                    problem="old"
                    request
                    autocomplete="current-password"
                />
                <NewPassword label="New password" value=new request problem="new" />
                <RequestError request fields=&["old", "new"] />
                <div class="actions">
                    <button
                        class="button"
                        disabled=move || request.is_pending() || !new.with(|text| password::is_ready(text))
                    >
                        "Change the password"
                    </button>
                    <span role="status">{move || is_done.get().then_some("The password is changed.")}</span>
                </div>
            </form>
        </section>
    }
    .into_erased()
}
