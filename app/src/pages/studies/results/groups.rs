//! Scores by target, by run and of controls, with charts of means and intervals.

use crate::erased::IntoErasedView;
use crate::pages::studies::page_state::StudyPageState;
use crate::parts::chart::Chart;
use leptos::prelude::*;
use view_model::chart::{Colour, IntervalStrip, Mark, interval_svg};
use view_model::number::count;
use view_model::palette::COLOURS;
use view_model::study::score::{percent, with_interval};
use wire::study::config::Task;
use wire::study::results::{Group, Score, TaskResults};

/// How items are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupKind {
    /// Clones of each target.
    Targets,
    /// Clones of each run.
    Methods,
    /// Controls of each kind.
    Controls,
}

impl GroupKind {
    fn title(self) -> &'static str {
        match self {
            Self::Targets => "By target",
            Self::Methods => "By run",
            Self::Controls => "Controls",
        }
    }

    fn groups(self, results: &TaskResults) -> &[Group] {
        match self {
            // Pairs give an order within each target, but no share over several targets.
            Self::Targets | Self::Methods if results.task == Task::Pairwise => &[],
            Self::Targets => &results.targets,
            // A single run's group would equal all clones.
            Self::Methods if results.methods.len() < 2 => &[],
            Self::Methods => &results.methods,
            Self::Controls => &results.controls,
        }
    }
}

/// A table of groups; nothing if there are none.
#[component]
pub fn Groups(
    page: StudyPageState,
    at: usize,
    /// The task's title.
    title: String,
    which: GroupKind,
    /// Whether to explain the marks.
    is_first: bool,
) -> impl IntoView {
    let groups = Memo::new(move |_| page.task(at, |results| which.groups(results).to_vec()).unwrap_or_default());
    let is_there = Memo::new(move |_| groups.with(|groups| !groups.is_empty()));
    view! {
        <Show when=move || is_there.get()>
            <h4>{which.title()}</h4>
            {is_first
                .then(|| {
                    view! {
                        <p class="quiet">
                            "From 0 to 100 %: the ring is the raw score, the dot the screened score, bars are 95 % intervals; the "
                            "dashed line is the score of guessing."
                        </p>
                    }
                })}
            <div class="scroll" tabindex="0" role="region" aria-label=format!("{title}: {}", which.title())>
                <table class="groups">
                    <thead>
                        <tr>
                            <th scope="col">"Name"</th>
                            <th scope="col">
                                <span class="scale" aria-hidden="true">
                                    <span>"0"</span>
                                    <span>"50"</span>
                                    <span>"100 %"</span>
                                </span>
                                <span class="unseen">"Chart"</span>
                            </th>
                            <th scope="col" class="number">"Raw"</th>
                            <th scope="col" class="number">"Screened"</th>
                            <th scope="col" class="number">"Answers"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {move || groups.get().into_iter().map(|group| row(page, which, group)).collect_view()}
                    </tbody>
                </table>
            </div>
        </Show>
    }
    .into_erased()
}

fn row(page: StudyPageState, which: GroupKind, group: Group) -> impl IntoView {
    let Group { name, score } = group;
    let colour = if which == GroupKind::Targets { page.mark_colour(&name) } else { Colour::Muted };
    let dot = match colour {
        Colour::Series(at) => Some(format!("dot series-{}", at % COLOURS)),
        Colour::Muted => None,
    };
    let strip =
        IntervalStrip { raw: mark(&score.raw), screened: mark(&score.screened), chance: score.screened.chance, colour };
    let chance = score.screened.chance.map(|chance| format!(", by guessing {}", percent(chance))).unwrap_or_default();
    let (raw, screened) = (with_interval(&score.raw), with_interval(&score.screened));
    view! {
        <tr>
            <th scope="row">{dot.map(|class| view! { <span class=class aria-hidden="true"></span> })} {name.clone()}</th>
            <td>
                <Chart svg=interval_svg(&strip) label=format!("{name}: {raw} raw, {screened} screened{chance}") />
            </td>
            <td class="number">{raw}</td>
            <td class="number">{screened}</td>
            <td class="number">{count(score.raw.votes.into())}</td>
        </tr>
    }
}

fn mark(score: &Score) -> Option<Mark> {
    score.percent.map(|at| Mark { at, interval: score.interval })
}
