//! Fields that both forms share: text, and the grounds of an audit; each shows the server's message about it.

use crate::api::ApiError;
use crate::erased::IntoErasedView;
use crate::parts::error_note::sentence;
use leptos::ev;
use leptos::prelude::*;
use wire::faces::Basis;

/// The server's last error.
#[derive(Clone, Copy)]
pub struct FieldErrors(pub Signal<Option<ApiError>>);

impl FieldErrors {
    /// The message about a field.
    pub fn of(self, field: &'static str) -> Option<String> {
        let Some(ApiError::Invalid(problems)) = self.0.get() else { return None };
        problems.into_iter().find(|problem| problem.field == field).map(|problem| sentence(&problem.message))
    }

    /// The message that belongs to no field.
    pub fn other(self) -> Option<String> {
        let error = self.0.get().filter(|error| !matches!(error, ApiError::Invalid(_)));
        error.map(|error| sentence(&error.to_string()))
    }
}

/// The id of a field's input; `form` is unique on the page.
pub fn id_of(form: &str, field: &str) -> String {
    format!("{form}-{}", field.replace(['.', '_'], "-"))
}

/// A line of text.
#[component]
pub fn TextField(
    form: &'static str,
    field: &'static str,
    label: &'static str,
    hint: &'static str,
    value: RwSignal<String>,
    errors: FieldErrors,
) -> impl IntoView {
    let id = id_of(form, field);
    let described = format!("{id}-hint {id}-problem");
    view! {
        <div class="field">
            <label for=id.clone()>{label}</label>
            <input
                type="text"
                id=id.clone()
                name=field
                autocomplete="off"
                aria-describedby=described
                aria-invalid=move || errors.of(field).is_some().then_some("true")
                prop:value=value
                on:input=move |event: ev::Event| value.set(event_target_value(&event))
            />
            <p class="hint" id=format!("{id}-hint")>
                {hint}
            </p>
            <p class="field-problem" id=format!("{id}-problem")>
                {move || errors.of(field)}
            </p>
        </div>
    }
    .into_erased()
}

/// The grounds of the audit.
#[component]
pub fn Grounds(form: &'static str, value: RwSignal<Option<Basis>>, errors: FieldErrors) -> impl IntoView {
    let id = id_of(form, "basis");
    let option = |basis: Basis| view! { <option value=basis.name()>{basis.words()}</option> };
    let choose = move |event: ev::Event| {
        let name = event_target_value(&event);
        value.set(Basis::ALL.into_iter().find(|basis| basis.name() == name));
    };
    view! {
        <div class="field">
            <label for=id.clone()>"Why it is allowed"</label>
            <select
                id=id.clone()
                name="basis"
                aria-describedby=format!("{id}-problem")
                aria-invalid=move || errors.of("basis").is_some().then_some("true")
                on:change=choose
            >
                <option value="">"Choose…"</option>
                {Basis::ALL.map(option)}
            </select>
            <p class="field-problem" id=format!("{id}-problem")>
                {move || errors.of("basis")}
            </p>
        </div>
    }
    .into_erased()
}
