//! One's own account: name, password, where one is signed in, tokens for scripts.

mod about;
mod new_token;
mod password;
mod sessions;
mod tokens;

use super::desk::Desk;
use crate::api::people::get_account;
use crate::json::Asked;
use crate::parts::ask::Ask;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use crate::piece::IntoPiece;
use about::About;
use leptos::prelude::*;
use password::ChangePassword;
use sessions::Sessions;
use tokens::Tokens;
use wire::people::Account;

/// The page.
#[component]
pub fn AccountPage() -> impl IntoView {
    let account = Asked::new_with_options(|| (), |()| get_account(), false);
    view! {
        <PageTitle text="Account" />
        <main id="main" class="page people">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading your account…"</p> }
            }>
                {move || Suspend::new(async move {
                    match account.await {
                        Ok(account) => view! { <Whole account /> }.into_piece(),
                        Err(error) => view! { <ErrorNote error /> }.into_piece(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_piece()
}

#[component]
fn Whole(account: Account) -> impl IntoView {
    let has_password = !account.me.is_local_owner;
    let desk = Desk::new(account, || Box::pin(get_account()));
    view! {
        <About desk />
        {has_password.then(|| view! { <ChangePassword desk /> })}
        <Sessions desk />
        <Tokens desk />
        <Ask asked=desk.asked />
        <p class="unseen" role="status">
            {desk.told}
        </p>
    }
    .into_piece()
}
