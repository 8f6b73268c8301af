//! A run as a card in a list.

use super::error_note::sentence;
use leptos::prelude::*;
use view_model::{number, paths, time};
use wire::run::{RunState, RunSummary};

/// Picture, name and state; links to the run's report or its live page.
#[component]
pub fn RunCard(
    /// The run.
    run: RunSummary,
    /// Whether it can be selected for comparison.
    to_choose: bool,
) -> impl IntoView {
    let href = if run.state == RunState::Finished { paths::report_page(&run.id) } else { paths::live_page(&run.id) };
    let put = to_choose.then(|| {
        view! {
            <label class="put">
                <input type="checkbox" name="run" value=run.id.0.clone() />
                "Compare"
                <span class="unseen">{format!(" {}", run.name)}</span>
            </label>
        }
    });
    view! {
        <li class="card run">
            <Thumbnail run=run.clone() />
            <div>
                <h3>
                    <a href=href>{run.name.clone()}</a>
                </h3>
                <p class="quiet">
                    {time::date(run.created_ms)} {run.synthetic.then_some(" · drawn people, none real")}
                </p>
                <Status run />
                {put}
            </div>
        </li>
    }
}

/// The picture. Its address changes with progress, so that the newest is fetched.
#[component]
fn Thumbnail(run: RunSummary) -> impl IntoView {
    match run.thumbnail {
        Some(path) if run.state.is_over() => view! { <img class="thumb" src=path alt="" loading="lazy" /> }.into_any(),
        Some(path) => {
            let src = format!("{path}?at={:.0}", run.progress * 1000.0);
            view! { <img class="thumb" src=src alt="" /> }.into_any()
        }
        None => view! { <span class="thumb empty" aria-hidden="true"></span> }.into_any(),
    }
}

#[component]
fn Status(run: RunSummary) -> impl IntoView {
    match run.state {
        RunState::Finished => {
            view! { <p>{run.verdict.unwrap_or_else(|| "Finished; see its report.".into())}</p> }.into_any()
        }
        RunState::Running => {
            let label = format!("Progress of {}", run.name);
            view! {
                <p>{format!("{}, {}", run.doing, number::progress(run.progress))}</p>
                <progress max="1" value=run.progress.to_string() aria-label=label></progress>
            }
            .into_any()
        }
        RunState::Queued => view! { <p>"Waiting for the device."</p> }.into_any(),
        RunState::Cancelled => view! { <p><span class="tag">"Stopped"</span>" It can be resumed."</p> }.into_any(),
        RunState::Failed => {
            view! { <p><span class="tag problem">"Failed"</span>" " {sentence(&run.problem.unwrap_or_default())}</p> }
                .into_any()
        }
    }
}
