//! The user's account: name, password, sessions, and tokens for scripts.

mod about;
mod new_token;
mod password;
mod sessions;
mod tokens;

use super::page_state::PageState;
use crate::api::people::get_account;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::ask::Ask;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use about::About;
use leptos::prelude::*;
use password::ChangePassword;
use sessions::Sessions;
use tokens::Tokens;
use wire::people::Account;

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let account = JsonResource::new_with_options(|| (), |()| get_account(), false);
    view! {
        <PageTitle text="Account" />
        <main id="main" class="page people">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading your account…"</p> }
            }>
                {move || Suspend::new(async move {
                    match account.await {
                        Ok(account) => view! { <Whole account /> }.into_erased(),
                        Err(error) => view! { <ErrorNote error /> }.into_erased(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_erased()
}

#[component]
fn Whole(account: Account) -> impl IntoView {
    let has_password = !account.me.is_local_owner;
    let page = PageState::new(account, || Box::pin(get_account()));
    view! {
        <About page />
        {has_password.then(|| view! { <ChangePassword page /> })}
        <Sessions page />
        <Tokens page />
        <Ask asked=page.question />
        <p class="unseen" role="status">
            {page.announcement}
        </p>
    }
    .into_erased()
}
