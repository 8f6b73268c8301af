//! The form for a new token.

use crate::api::people::make_token;
use crate::erased::{ErasedView, IntoErasedView};
use crate::pages::people::field::Field;
use crate::pages::people::once::ShownOnce;
use crate::pages::people::page_state::PageState;
use crate::parts::server_request::{RequestError, ServerRequest};
use leptos::ev;
use leptos::prelude::*;
use view_model::people::new_token::{LIFETIMES, TokenForm};
use wire::people::Account;

/// The form, and the new token; nothing for members of no workspace.
#[component]
pub fn MakeToken(page: PageState<Account>) -> impl IntoView {
    let form = page.data.with_untracked(|account| {
        let shown = account.me.workspace.as_ref().map(|one| &one.workspace);
        TokenForm::new(account.me.memberships.clone(), shown)
    });
    match form {
        Some(form) => view! { <Form page form=RwSignal::new(form) /> }.into_erased(),
        None => {
            view! { <p class="quiet">"You are in no workspace that a token could give access to."</p> }.into_erased()
        }
    }
}

#[component]
fn Form(page: PageState<Account>, form: RwSignal<TokenForm>) -> impl IntoView {
    let (name, made, request) = (RwSignal::new(String::new()), RwSignal::new(None), ServerRequest::default());
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let Some(token) = form.with_untracked(|form| form.token(name.get_untracked())) else { return };
        page.change(request, make_token(token), "", move |token| {
            made.set(Some(token));
            name.set(String::new());
        });
    };
    let workspaces = move || form.with(TokenForm::workspaces);
    let roles = move || {
        let roles = form.with(TokenForm::roles).into_iter();
        roles.map(|(role, is_chosen)| (role.word().to_owned(), role.word().to_owned(), is_chosen)).collect()
    };
    let lifetimes = move || {
        let chosen = form.with(TokenForm::lifetime);
        LIFETIMES.iter().map(|&(value, _, words)| (value.to_owned(), words.to_owned(), value == chosen)).collect()
    };
    view! {
        <form class="panel new" on:submit=submit>
            <h3>"A new token"</h3>
            <Field id="token-name" label="What it is for" value=name problem="name" request hint="Such as “Nightly audit”." />
            <div class="trio">
                {choice("token-workspace", "Workspace", workspaces, move |id| form.update(|form| form.choose_workspace(&id)))}
                {choice("token-role", "Role", roles, move |word| form.update(|form| form.choose_role(&word)))}
                {choice("token-days", "Valid for", lifetimes, move |days| form.update(|form| form.choose_lifetime(&days)))}
            </div>
            <RequestError request fields=&["name"] />
            <div class="actions">
                <button class="button" disabled=move || request.is_pending()>
                    "Make the token"
                </button>
            </div>
            <ShownOnce text=made what="the token" line="Anybody who has it has its permissions, so keep it like a password." />
        </form>
    }
    .into_erased()
}

/// A choice among values, each with its label and whether it is chosen.
fn choice(
    id: &'static str,
    label: &'static str,
    options: impl Fn() -> Vec<(String, String, bool)> + Send + 'static,
    choose: impl Fn(String) + 'static,
) -> ErasedView {
    let option = |(value, words, is_chosen): (String, String, bool)| {
        view! {
            <option value=value selected=is_chosen prop:selected=is_chosen>
                {words}
            </option>
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change=move |event: ev::Event| choose(event_target_value(&event))>
                {move || options().into_iter().map(option).collect_view()}
            </select>
        </div>
    }
    .into_erased()
}
