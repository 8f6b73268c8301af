//! One operation of the API.

use super::words::{fields, kind, prose};
use leptos::prelude::*;
use view_model::reference::Operation;

/// Method, path and summary, with the arguments and the answer folded away.
pub fn operation(operation: Operation) -> impl IntoView {
    let refusal = |(status, why): (String, String)| view! { <li>{status} ": " {why}</li> };
    let refusals = (!operation.refusals.is_empty()).then(|| {
        view! { <ul class="forms">{operation.refusals.into_iter().map(refusal).collect_view()}</ul> }
    });
    let anchor = format!("{}{}", operation.method.to_lowercase(), operation.path.replace(['/', '{', '}'], "-"));
    view! {
        <details id=anchor>
            <summary>
                <code>{operation.method} " " {operation.path}</code>
                {prose(&operation.summary)}
            </summary>
            {fields("Argument", operation.parameters)}
            {operation.sent.map(|kind| view! { <p>"The body: " <code>{kind}</code></p> })}
            <p>"Answers with " {kind(operation.answer)}</p>
            {refusals}
        </details>
    }
}
