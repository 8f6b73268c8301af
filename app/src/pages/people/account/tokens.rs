//! Access tokens for scripts.

use super::new_token::MakeToken;
use crate::api::people::revoke_token;
use crate::erased::IntoErasedView;
use crate::pages::people::page_state::PageState;
use crate::parts::ask::Question;
use crate::parts::server_request::{RequestError, ServerRequest};
use leptos::prelude::*;
use std::sync::Arc;
use view_model::time;
use wire::people::{Account, TokenView};

/// Existing tokens, and the form for a new one.
#[component]
pub fn Tokens(page: PageState<Account>) -> impl IntoView {
    let request = ServerRequest::default();
    let revoke = move |token: &TokenView| {
        let (id, told) = (token.id.clone(), format!("The token {} is revoked.", token.name));
        page.question.set(Some(Question {
            title: format!("Revoke the token “{}”?", token.name),
            line: "Scripts that use it stop working immediately. This cannot be undone; you can make another token.",
            yes: "Revoke it",
            no: "Keep it",
            act: Arc::new(move || page.change(request, revoke_token(id.clone()), told.clone(), |()| {})),
        }));
    };
    let item = move |token: TokenView| {
        let label = format!("Revoke {}", token.name);
        let (name, about) = (token.name.clone(), about(&token));
        view! {
            <li>
                <p>
                    <strong>{name}</strong>
                    <small>{about}</small>
                </p>
                <button type="button" class="button small danger" aria-label=label on:click=move |_| revoke(&token)>
                    "Revoke"
                </button>
            </li>
        }
        .into_any()
    };
    let list = move || page.data.with(|account| account.tokens.clone()).into_iter().map(item).collect_view();
    let is_empty = move || page.data.with(|account| account.tokens.is_empty()).then_some("There is no token.");
    view! {
        <section>
            <h2>"Tokens for scripts"</h2>
            <p>"A program that sends " <code>"Authorization: Bearer TOKEN"</code> " has the token's permissions."</p>
            <p>
                <a href="/api" rel="external">
                    "API reference"
                </a>
            </p>
            <p class="quiet">{is_empty}</p>
            <ul class="rows">{list}</ul>
            <RequestError request />
            <MakeToken page />
        </section>
    }
    .into_erased()
}

/// The token's workspace, role and lifetime.
fn about(token: &TokenView) -> String {
    let used = token.used_ms.map_or("not used yet".into(), |at| format!("last used {}", time::date(at)));
    let ends = token.expires_ms.map_or("until revoked".into(), |at| format!("until {}", time::date(at)));
    format!("{} in {}, made {}, {ends}, {used}.", token.role.word(), token.workspace, time::date(token.created_ms))
}
