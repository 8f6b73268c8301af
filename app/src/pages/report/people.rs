//! Human scores of the clones, beside the recognizers' scores.

use crate::api::ApiError;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::peoples_words::peoples_words;
use leptos::prelude::*;
use wire::run::RunId;
use wire::study::summary::HumanScore;

/// Human scores of a run's clones, loaded from the server.
pub type HumanScores = JsonResource<Result<Vec<HumanScore>, ApiError>>;

/// A line for each question, to show in the verdict.
pub fn in_short(scores: HumanScores) -> impl IntoView {
    let line = |score: HumanScore| view! { <span class="line">{format!("{}: {} (raters used: {})", score.question, score.screened, score.raters)}</span> };
    view! {
        <Suspense fallback=|| "…">
            {move || Suspend::new(async move {
                let scores = scores.await.unwrap_or_default();
                if scores.is_empty() { NOBODY.into_any() } else { scores.into_iter().map(line).collect_view().into_any() }
            })}
        </Suspense>
    }
}

const NOBODY: &str = "nobody has been asked yet";

/// The scores of every study of the run, and a link to make a study. Both links lead to another section of the site.
#[component]
pub fn PeoplesScores(id: RunId, scores: HumanScores) -> impl IntoView {
    let new = format!("/studies/new?run={}", id.0);
    view! {
        <section>
            <h2>"What people say"</h2>
            <Suspense>
                {move || Suspend::new(async move {
                    // The report is complete without them.
                    let scores = scores.await.unwrap_or_default();
                    if scores.is_empty() { view! { <p>"Nobody has been asked yet."</p> }.into_any() } else { table(scores) }
                })}
            </Suspense>
            <a class="button" href=new rel="external">
                "Ask people"
            </a>
        </section>
    }
    .into_erased()
}

const HEADS: [&str; 5] = ["Study", "Question", "Screened, 95 % interval", "Raw", "Raters used"];

fn table(scores: Vec<HumanScore>) -> AnyView {
    let row = |score: HumanScore| {
        let study = view! {
            <a href=format!("/studies/{}", score.study.0) rel="external">
                {score.name}
            </a>
        };
        (study.into_any(), [score.question, score.screened, score.raw, score.raters])
    };
    peoples_words(&HEADS, scores.into_iter().map(row).collect())
}
