//! The user's name and sign-in.

use crate::api::people::{rename_me, sign_out};
use crate::erased::IntoErasedView;
use crate::pages::people::field::Field;
use crate::pages::people::page_state::PageState;
use crate::parts::server_request::{RequestError, ServerRequest};
use crate::parts::whole::load;
use leptos::ev;
use leptos::prelude::*;
use view_model::people::addresses::{ACCOUNT, SIGN_IN};
use wire::people::Account;

/// Name, sign-in name, and the sign-out button.
#[component]
pub fn About(page: PageState<Account>) -> impl IntoView {
    let (me, login) = page.data.with_untracked(|account| (account.me.clone(), account.login.clone()));
    let how = if me.is_local_owner {
        "You own this installation on this machine: the link that Effigy opens or prints when it starts signs you in. \
         There is no password."
            .to_owned()
    } else {
        format!("You sign in as {login}.")
    };
    let (name, renaming, leaving) =
        (RwSignal::new(me.name.clone()), ServerRequest::default(), ServerRequest::default());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        // The header of every page shows the name.
        renaming.send(rename_me(name.get_untracked()), |()| load(ACCOUNT));
    };
    view! {
        <header>
            <h1>{me.name}</h1>
            <p>{how} {me.is_administrator.then_some(" You run this installation.")}</p>
            <div class="actions">
                <button
                    type="button"
                    class="button"
                    disabled=move || leaving.is_pending()
                    on:click=move |_| leaving.send(sign_out(), |()| load(SIGN_IN))
                >
                    "Sign out"
                </button>
            </div>
            <RequestError request=leaving />
        </header>
        <section>
            <h2>"Name"</h2>
            <form class="narrow" on:submit=submit>
                <Field id="name" label="As others see it" value=name problem="name" request=renaming autocomplete="name" />
                <RequestError request=renaming fields=&["name"] />
                <div class="actions">
                    <button class="button" disabled=move || renaming.is_pending()>
                        "Change the name"
                    </button>
                </div>
            </form>
        </section>
    }
    .into_erased()
}
