//! Human scores as a table that scrolls on its own.

use leptos::prelude::*;

/// A row for each score: the first cell, then a text for each further column.
pub fn peoples_words<const N: usize>(heads: &'static [&'static str], rows: Vec<(AnyView, [String; N])>) -> AnyView {
    let row = |(of, texts): (AnyView, [String; N])| {
        view! {
            <tr>
                <th scope="row">{of}</th>
                {texts.map(|text| view! { <td>{text}</td> })}
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label="What people say">
            <table>
                <thead>
                    <tr>{heads.iter().map(|head| view! { <th scope="col">{*head}</th> }).collect_view()}</tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
