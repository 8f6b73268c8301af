//! The figures of a task in a table, raw beside screened.

use crate::erased::IntoErasedView;
use crate::pages::studies::explain::ExplainStudy;
use crate::pages::studies::page_state::StudyPageState;
use leptos::prelude::*;
use view_model::study::figure::{Figure, explained};
use wire::study::config::Task;

/// A row for each figure that applies to the task.
#[component]
pub fn Figures(page: StudyPageState, at: usize, title: String, tasks: Vec<Task>) -> impl IntoView {
    let task = tasks[at];
    let terms = explained(&tasks, at);
    let row = move |figure: Figure| {
        let text = move |which: usize| page.task(at, |results| figure.texts(results)[which].clone());
        let term = figure.term(task).filter(|term| terms.contains(term));
        view! {
            <tr>
                <th scope="row">
                    {figure.label(task)} " " {term.map(|term| view! { <ExplainStudy term /> })}
                </th>
                <td class="number">{move || text(0)}</td>
                <td class="number">{move || text(1)}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=format!("{title}: all clones")>
            <table class="figures-table">
                <thead>
                    <tr>
                        <th scope="col">"All clones"</th>
                        <th scope="col" class="number">"Raw"</th>
                        <th scope="col" class="number">"Screened"</th>
                    </tr>
                </thead>
                <tbody>{Figure::of(task).into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_erased()
}
