//! Results of one task.

use super::confusion::Confusion;
use super::correlation::CorrelationPlot;
use super::figures::Figures;
use super::groups::{GroupKind, Groups};
use super::items::Items;
use crate::erased::IntoErasedView;
use crate::pages::studies::page_state::StudyPageState;
use leptos::prelude::*;
use view_model::study::answers::answer;
use view_model::study::tasks::{TaskKind, figure_words, manner, title};
use wire::study::config::Task;

/// The answer in words, figures, groups, confusion matrix, correlation and items.
#[component]
pub fn TaskSection(
    page: StudyPageState,
    /// The task's index in the study.
    at: usize,
    /// All tasks of the study.
    tasks: Vec<Task>,
) -> impl IntoView {
    let task = tasks[at];
    let kind = TaskKind::of(task);
    let is_first = |wanted: TaskKind| tasks.iter().position(|&task| TaskKind::of(task) == wanted) == Some(at);
    let explains =
        (at == 0, kind == TaskKind::Pairwise && is_first(kind), kind == TaskKind::Recognition && is_first(kind));
    let tells_marks = tasks.iter().position(|&task| task != Task::Pairwise) == Some(at);
    let title = title(&tasks, at);
    let id = format!("task-{at}");
    let labelled = id.clone();
    view! {
        <section class="panel task" aria-labelledby=labelled>
            <h3 id=id>{title.clone()}</h3>
            <p class="answer">{move || page.task(at, answer)}</p>
            <p class="quiet">{figure_words(task)} " " {manner(task)}</p>
            <Figures page at title=title.clone() tasks />
            <ul class="quiet notes">
                {move || page.task(at, |results| {
                    results.notes.iter().map(|note| view! { <li>{note.clone()}</li> }).collect_view()
                })}
            </ul>
            <Groups page at title=title.clone() which=GroupKind::Targets is_first=tells_marks />
            <Groups page at title=title.clone() which=GroupKind::Methods is_first=false />
            <Groups page at title=title.clone() which=GroupKind::Controls is_first=false />
            {(kind == TaskKind::Recognition).then(|| view! { <Confusion page at title=title.clone() explains=explains.2 /> })}
            <CorrelationPlot page at is_pairwise=kind == TaskKind::Pairwise explains=explains.0 />
            <Items page at title is_pairwise=kind == TaskKind::Pairwise explains=explains.1 />
        </section>
    }
    .into_erased()
}
