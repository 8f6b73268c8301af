//! The page of a link: for the first account, an invitation, or a new password.

mod forms;

use crate::api::ApiError;
use crate::api::people::get_offered;
use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::{ErrorNote, sentence};
use crate::parts::title::PageTitle;
use forms::{Accept, ChoosePassword, MakeAccount};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use view_model::people::addresses::SIGN_IN;
use view_model::people::offer::{Step, line, title};
use view_model::time;
use wire::people::{LinkInfo, Offer};

/// The page of a link.
#[component]
pub fn JoinPage() -> impl IntoView {
    let params = use_params_map();
    let link = Memo::new(move |_| params.read().get("link").unwrap_or_default());
    let offered = JsonResource::new_with_options(move || link.get(), get_offered, false);
    view! {
        <main id="main" class="page door">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Opening the link…"</p> }
            }>
                {move || {
                    let link = link.get();
                    Suspend::new(async move {
                        match offered.await {
                            Ok(offered) => view! { <ValidLink link offered /> }.into_erased(),
                            Err(error) => view! { <InvalidLink error /> }.into_erased(),
                        }
                    })
                }}
            </Suspense>
        </main>
    }
    .into_erased()
}

#[component]
fn ValidLink(link: String, offered: LinkInfo) -> impl IntoView {
    let LinkInfo { offer, expires_ms } = offered;
    let step = match Step::of(&offer, &current_user()) {
        Step::NewAccount => {
            let may_sign_in = matches!(offer, Offer::Workspace { .. });
            view! { <MakeAccount link may_sign_in /> }.into_erased()
        }
        Step::Yes => view! { <Accept link /> }.into_erased(),
        Step::NewPassword => view! { <ChoosePassword link /> }.into_erased(),
    };
    let head = title(&offer);
    view! {
        <PageTitle text=head.clone() />
        <header>
            <h1>{head}</h1>
            <p>{line(&offer)}</p>
        </header>
        {step}
        <p class="quiet">{format!("The link works once, until {}.", time::date(expires_ms))}</p>
    }
    .into_erased()
}

/// A link that does not work.
#[component]
fn InvalidLink(error: ApiError) -> impl IntoView {
    let why = match error {
        ApiError::NotFound(_) => "It was used, has expired, was withdrawn, or is mistyped.".into(),
        ApiError::Conflict(why) | ApiError::Forbidden(why) => sentence(&why),
        error => return view! { <PageTitle text="Link" /> <ErrorNote error /> }.into_erased(),
    };
    view! {
        <PageTitle text="Link" />
        <section class="notice" role="alert">
            <h1>"This link does not work"</h1>
            <p>{why}</p>
            <p>"Ask the sender for a new one. If you have an account already, sign in: " <a href=SIGN_IN>"Sign in"</a></p>
        </section>
    }
    .into_erased()
}
