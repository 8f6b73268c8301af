//! Figures over all clones, with intervals, beside those of the seeds and of faces of the targets.

use super::ReportView;
use crate::erased::IntoErasedView;
use crate::parts::explain::Explain;
use leptos::prelude::*;
use view_model::chart::seed_cmc;
use view_model::number::{percent, percent_interval, score, score_interval};
use view_model::terms::Term;
use wire::report::Report;

/// Figure, clones with the interval, seeds, faces of the targets.
#[component]
pub fn TotalsTable(view: ReportView) -> impl IntoView {
    let row = |[name, clones, interval, seeds, faces]: [String; 5]| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                <td class="number">
                    {clones} " " <small class="quiet">{interval}</small>
                </td>
                <td class="number">{seeds}</td>
                <td class="number">{faces}</td>
            </tr>
        }
    };
    view! {
        <section>
            <h2>"All clones together"</h2>
            <p class="quiet">
                "What the attack added is the difference between the clones and the seeds they started from; what it could \
                 reach at most is what faces of the targets reach, which training left out."
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label="Figures over all clones">
                <table class="totals">
                    <thead>
                        <tr>
                            <th scope="col">"Figure"</th>
                            <th scope="col" class="number">
                                "Clones, " <span class="term">"95 % interval " <Explain term=Term::Interval /></span>
                            </th>
                            <th scope="col" class="number">"Seeds alone"</th>
                            <th scope="col" class="number">{format!("{}s", view.own_face())}</th>
                        </tr>
                    </thead>
                    <tbody>{view.read(rows).map(row)}</tbody>
                </table>
            </div>
        </section>
    }
    .into_erased()
}

fn rows(report: &Report) -> [[String; 5]; 4] {
    let totals = &report.totals;
    let intervals = &totals.intervals;
    let or_dash = |value: Option<f64>, words: fn(f64) -> String| value.map_or("–".into(), words);
    let seeds_top5 = seed_cmc(report, 5).last().copied().map_or("–".into(), percent);
    [
        [
            "Ranked first by the evaluation recognizer".into(),
            percent(totals.top1),
            percent_interval(intervals.top1),
            percent(totals.seed_top1),
            or_dash(totals.photograph_top1, percent),
        ],
        [
            "Ranked fifth or better".into(),
            percent(totals.top5),
            percent_interval(intervals.top5),
            seeds_top5,
            "–".into(),
        ],
        [
            "Mean target score".into(),
            score(totals.mean_target_score),
            score_interval(intervals.mean_target_score),
            score(totals.seed_mean_target_score),
            or_dash(totals.photograph_mean_target_score, score),
        ],
        [
            "Mean evaluation score".into(),
            score(totals.mean_evaluation_score),
            score_interval(intervals.mean_evaluation_score),
            score(totals.seed_mean_evaluation_score),
            or_dash(totals.photograph_mean_evaluation_score, score),
        ],
    ]
}
