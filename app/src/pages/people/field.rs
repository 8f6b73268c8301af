//! Form fields for a line of text or a password, with a hint and messages.

use crate::erased::IntoErasedView;
use crate::parts::server_request::ServerRequest;
use leptos::ev;
use leptos::html::Input;
use leptos::prelude::*;

/// A line of text. It has no name, so that a browser never puts its contents into an address.
#[component]
pub fn Field(
    /// The id of the input.
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    /// The field's name in the server's messages.
    problem: &'static str,
    /// The request that sends the value.
    request: ServerRequest,
    /// The `autocomplete` attribute.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// The hint.
    #[prop(optional, into)]
    hint: Signal<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <Line id value problem request autocomplete is_hidden=Signal::stored(false) />
            <Below id problem request hint />
        </div>
    }
    .into_erased()
}

/// A password, with a button to show it.
#[component]
pub fn Password(
    /// The id of the input.
    id: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    /// The field's name in the server's messages.
    problem: &'static str,
    /// The request that sends the value.
    request: ServerRequest,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    /// The hint.
    #[prop(optional, into)]
    hint: Signal<String>,
) -> impl IntoView {
    let is_hidden = RwSignal::new(true);
    let word = move || if is_hidden.get() { "Show" } else { "Hide" };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <div class="secret">
                <Line id value problem request autocomplete is_hidden=is_hidden.into() />
                <button
                    type="button"
                    class="button"
                    aria-controls=id
                    on:click=move |_| is_hidden.update(|is_hidden| *is_hidden = !*is_hidden)
                >
                    {word}
                    <span class="unseen">{format!(" the text of “{label}”")}</span>
                </button>
            </div>
            <Below id problem request hint />
        </div>
    }
    .into_erased()
}

#[component]
fn Line(
    id: &'static str,
    value: RwSignal<String>,
    problem: &'static str,
    request: ServerRequest,
    autocomplete: &'static str,
    is_hidden: Signal<bool>,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    // Input from before hydration, typed or filled in by the browser, is kept.
    Effect::new(move |is_later: Option<()>| {
        let text = value.get();
        let Some(input) = input.get() else { return };
        let typed = input.value();
        if is_later.is_none() && text.is_empty() && !typed.is_empty() {
            value.set(typed);
        } else if typed != text {
            input.set_value(&text);
        }
    });
    view! {
        <input
            node_ref=input
            type=move || if is_hidden.get() { "password" } else { "text" }
            id=id
            autocomplete=autocomplete
            autocapitalize="none"
            spellcheck="false"
            aria-describedby=format!("{id}-hint {id}-problem")
            aria-invalid=move || request.problem_of(problem).map(|_| "true")
            value=value.get_untracked()
            on:input=move |event: ev::Event| value.set(event_target_value(&event))
        />
    }
    .into_erased()
}

#[component]
fn Below(id: &'static str, problem: &'static str, request: ServerRequest, hint: Signal<String>) -> impl IntoView {
    view! {
        <p class="hint" id=format!("{id}-hint")>
            {hint}
        </p>
        <p class="field-problem" id=format!("{id}-problem") role="alert">
            {move || request.problem_of(problem)}
        </p>
    }
    .into_erased()
}
