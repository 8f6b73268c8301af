//! Another password.

use crate::api::people::change_password;
use crate::pages::people::desk::Desk;
use crate::pages::people::field::Password;
use crate::pages::people::new_password::NewPassword;
use crate::parts::deed::{Deed, Trouble};
use crate::piece::IntoPiece;
use leptos::ev;
use leptos::prelude::*;
use view_model::people::password;
use wire::people::Account;

/// The form.
#[component]
pub fn ChangePassword(desk: Desk<Account>) -> impl IntoView {
    let [old, new] = [(); 2].map(|()| RwSignal::new(String::new()));
    let is_done = RwSignal::new(false);
    let deed = Deed::default();
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        is_done.set(false);
        desk.change(deed, change_password(old.get_untracked(), new.get_untracked()), "", move |()| {
            is_done.set(true);
            old.set(String::new());
            new.set(String::new());
        });
    };
    let login = desk.shown.with_untracked(|account| account.login.clone());
    view! {
        <section>
            <h2>"Password"</h2>
            <p class="quiet">"With another password you are signed out everywhere else, and your tokens open nothing any more."</p>
            <form class="narrow" on:submit=submit>
                // For whatever keeps passwords.
                <input type="text" hidden autocomplete="username" value=login readonly />
                <Password
                    id="old-password"
                    label="Password until now"
                    value=old
                    problem="old"
                    deed
                    autocomplete="current-password"
                />
                <NewPassword label="New password" value=new deed problem="new" />
                <Trouble deed fields=&["old", "new"] />
                <div class="actions">
                    <button
                        class="button"
                        disabled=move || deed.is_pending() || !new.with(|text| password::is_ready(text))
                    >
                        "Change the password"
                    </button>
                    <span role="status">{move || is_done.get().then_some("The password is changed.")}</span>
                </div>
            </form>
        </section>
    }
    .into_piece()
}
