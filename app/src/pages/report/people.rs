//! What people said of the clones, beside what the recognizers said.

use crate::api::studies::get_human_scores;
use crate::json::Asked;
use crate::parts::peoples_words::peoples_words;
use crate::piece::IntoPiece;
use crate::wire::run::RunId;
use crate::wire::study::summary::HumanScore;
use leptos::prelude::*;

/// The scores of every study of the run, and the way to a new one. Both lead out of this part of the site.
#[component]
pub fn PeoplesScores(id: RunId) -> impl IntoView {
    let new = format!("/studies/new?run={}", id.0);
    let scores = Asked::new_with_options(move || id.clone(), get_human_scores, false);
    view! {
        <section>
            <h2>"What people say"</h2>
            <Suspense>
                {move || Suspend::new(async move {
                    // The report stands without them.
                    let scores = scores.await.unwrap_or_default();
                    if scores.is_empty() { view! { <p>"Nobody has been asked yet."</p> }.into_any() } else { table(scores) }
                })}
            </Suspense>
            <a class="button" href=new rel="external">
                "Ask people"
            </a>
        </section>
    }
    .into_piece()
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
