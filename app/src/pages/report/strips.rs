//! All scores of all clones as strips.

use super::ReportView;
use crate::erased::IntoErasedView;
use crate::parts::chart::Chart;
use leptos::prelude::*;
use view_model::chart::{Colour, Strip, strip_svg};
use view_model::number::score;
use view_model::palette::COLOURS;
use wire::report::IdentityReport;

/// Two strips for each identity.
#[component]
pub fn Strips(view: ReportView) -> impl IntoView {
    let rows = view
        .each_identity(|at, identity| view! { <StripRow at name=identity.name.clone() strips=strips(at, identity) /> });
    view! {
        <section>
            <h2>"Scores of all clones"</h2>
            <p class="quiet">
                "A dot for each clone, from 0 on the left to 1 on the right. The grey line is the mean of the seeds."
            </p>
            <div class="strips">{rows}</div>
        </section>
    }
    .into_erased()
}

fn strips(at: usize, identity: &IdentityReport) -> [(&'static str, Strip); 2] {
    let strip = |scores: Vec<f64>, seed_mean| Strip { scores, seed_mean, colour: Colour::Series(at) };
    let target = identity.clones.iter().map(|clone| clone.target_score).collect();
    let evaluation = identity.clones.iter().map(|clone| clone.evaluation_score).collect();
    [
        ("target score", strip(target, identity.seed.mean_target_score)),
        ("evaluation score", strip(evaluation, identity.seed.mean_evaluation_score)),
    ]
}

#[component]
fn StripRow(at: usize, name: String, strips: [(&'static str, Strip); 2]) -> impl IntoView {
    let strip = |(figure, strip): (&'static str, Strip)| {
        let label = words(&name, figure, &strip);
        view! {
            <div class="strip">
                <span class="quiet">{figure}</span>
                <Chart svg=strip_svg(&strip) label=label />
            </div>
        }
    };
    view! {
        <div class="strip-row">
            <h3>
                <span class=format!("dot series-{}", at % COLOURS) aria-hidden="true"></span>
                {name.clone()}
            </h3>
            <div>{strips.map(strip)}</div>
        </div>
    }
    .into_erased()
}

fn words(name: &str, figure: &str, strip: &Strip) -> String {
    let low = strip.scores.iter().copied().fold(f64::INFINITY, f64::min);
    let high = strip.scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mean = strip.scores.iter().sum::<f64>() / strip.scores.len() as f64;
    format!(
        "{figure} of the {} clones of {name}: from {} to {}, mean {}; mean of the seeds {}",
        strip.scores.len(),
        score(low),
        score(high),
        score(mean),
        score(strip.seed_mean)
    )
}
