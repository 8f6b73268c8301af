//! The field for a new password.

use super::field::Password;
use crate::parts::server_request::ServerRequest;
use leptos::prelude::*;
use view_model::people::password;

/// A password field that states the rule, then shows what is still missing as the user types.
#[component]
pub fn NewPassword(
    label: &'static str,
    value: RwSignal<String>,
    /// The request that sends it.
    request: ServerRequest,
    /// Its name in the server's messages.
    #[prop(default = "password")]
    problem: &'static str,
) -> impl IntoView {
    let hint = Signal::derive(move || value.with(|text| password::room(text)).unwrap_or_else(password::rule));
    view! { <Password id="new-password" label value problem request autocomplete="new-password" hint /> }
}
