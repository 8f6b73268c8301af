//! The confusion matrix of a recognition task.

use crate::erased::IntoErasedView;
use crate::pages::studies::explain::ExplainStudy;
use crate::pages::studies::page_state::StudyPageState;
use leptos::prelude::*;
use view_model::number::{count, counted};
use view_model::study::confusion::{Cell, Row, columns, rows};
use view_model::study::terms::StudyTerm;

/// The confusion matrix as a shaded table.
#[component]
pub fn Confusion(page: StudyPageState, at: usize, title: String, explains: bool) -> impl IntoView {
    let table = Memo::new(move |_| page.task(at, |results| results.confusion.clone()).flatten());
    let is_there = Memo::new(move |_| table.with(Option::is_some));
    let heads = move || {
        let names = table.with(|table| table.as_ref().map(columns)).unwrap_or_default();
        names.into_iter().map(|name| view! { <th scope="col" class="number">{name}</th> }).collect_view()
    };
    let body = move || {
        let rows = table.with(|table| table.as_ref().map(rows)).unwrap_or_default();
        rows.into_iter().map(row).collect_view()
    };
    view! {
        <Show when=move || is_there.get()>
            <h4>
                "Whom clones were taken for "
                {explains.then(|| view! { <ExplainStudy term=StudyTerm::Confusion /> })}
            </h4>
            <p class="quiet">
                "Rows: the people whom the clones imitate. Columns: the people whom raters saw in them, as shares of the row. The "
                "right answer has a frame."
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label=format!("{title}: whom clones were taken for")>
                <table class="confusion">
                    <thead>
                        <tr>
                            <th scope="col">"Clones of"</th>
                            {heads}
                            <th scope="col" class="number">"Answers"</th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </table>
            </div>
        </Show>
    }
    .into_erased()
}

fn row(row: Row) -> impl IntoView {
    let cell = |cell: Cell| {
        let shade = format!("--shade: {}%", cell.shade());
        view! {
            <td class="number" class:right=cell.is_right style=shade title=counted(cell.count.into(), "answer")>
                {cell.text()}
                {cell.is_right.then(|| view! { <span class="unseen">", right"</span> })}
            </td>
        }
    };
    view! {
        <tr>
            <th scope="row">{row.shown}</th>
            {row.cells.into_iter().map(cell).collect_view()}
            <td class="number">{count(row.answers.into())}</td>
        </tr>
    }
}
