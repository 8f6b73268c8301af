//! Types and sentences.

use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::reference::{Field, Fragment};

/// A type, with links to the named types in it.
pub fn kind(words: Vec<Fragment>) -> impl IntoView {
    let word = |word: Fragment| match word {
        Fragment::Text(text) => text.into_erased(),
        Fragment::Type(name) => view! { <a href=format!("#type-{name}")>{name.clone()}</a> }.into_erased(),
    };
    view! { <code>{words.into_iter().map(word).collect_view()}</code> }
}

/// Documentation from the code: text in backticks is code; brackets around names are dropped.
pub fn prose(text: &str) -> impl IntoView + use<> {
    let plain = text.replace("[`", "`").replace("`]", "`");
    let part = |(place, part): (usize, &str)| match place % 2 {
        0 => part.to_owned().into_erased(),
        _ => view! { <code>{part.to_owned()}</code> }.into_erased(),
    };
    let parts = plain.split('`').enumerate().map(part).collect_view();
    (!plain.is_empty()).then(|| view! { <p>{parts}</p> })
}

/// A table of fields; nothing if there are none.
pub fn fields(what: &'static str, fields: Vec<Field>) -> impl IntoView {
    let row = |field: Field| {
        let note = match (field.is_in_path, field.is_optional) {
            (true, _) => Some("in the path"),
            (false, true) => Some("may be absent"),
            (false, false) => None,
        };
        view! {
            <tr>
                <th scope="row">
                    <code>{field.name}</code>
                    {note.map(|note| view! { <span class="quiet">{note}</span> })}
                </th>
                <td>{kind(field.kind)}</td>
                <td>{prose(&field.about)}</td>
            </tr>
        }
    };
    (!fields.is_empty()).then(|| {
        view! {
            <div class="scroll">
                <table>
                    <thead>
                        <tr>
                            <th scope="col">{what}</th>
                            <th scope="col">"Type"</th>
                            <th scope="col">"Meaning"</th>
                        </tr>
                    </thead>
                    <tbody>{fields.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
    })
}
