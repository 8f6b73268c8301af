//! A password that is being chosen.

use super::field::Password;
use crate::parts::server_request::ServerRequest;
use leptos::prelude::*;
use view_model::people::password;

/// The rule is told before, and what is missing while one types.
#[component]
pub fn NewPassword(
    label: &'static str,
    value: RwSignal<String>,
    /// What it is sent with.
    request: ServerRequest,
    /// Its name in complaints of the server.
    #[prop(default = "password")]
    problem: &'static str,
) -> impl IntoView {
    let hint = Signal::derive(move || value.with(|text| password::room(text)).unwrap_or_else(password::rule));
    view! { <Password id="new-password" label value problem request autocomplete="new-password" hint /> }
}
