//! The verdict of a report with all that it stands on.

use crate::piece::IntoPiece;
use crate::view_model::verdict::{caveats, evidence, headline, obstacles, rule};
use crate::wire::report::Report;
use leptos::prelude::*;

/// The headline, the evidence below it, what stands against it, and the rule.
#[component]
pub fn VerdictBox(
    /// What the verdict is on.
    report: Report,
    /// What people say, in a line or two.
    #[prop(into)]
    people: ViewFn,
) -> impl IntoView {
    let line = |(why, remedy): (String, &'static str)| view! { <li>{why} <strong>{remedy}</strong></li> };
    let fact = |(name, value): (String, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let verdict = report.verdict.clone();
    let against = verdict.iter().flat_map(obstacles).map(line).collect_view();
    let facts = verdict.iter().flat_map(|verdict| evidence(&report, verdict)).map(fact).collect_view();
    let caveats = verdict.iter().flat_map(|verdict| caveats(&report, verdict));
    let caveats = caveats.map(|caveat| view! { <p>{caveat}</p> }).collect_view();
    view! {
        <h1>{headline(&report)}</h1>
        <div class="panel evidence">
            <ul class="obstacles">{against}</ul>
            <dl class="facts">
                {facts}
                <div>
                    <dt>"People"</dt>
                    <dd>{people.run()}</dd>
                </div>
            </dl>
            {caveats}
            <p class="quiet">{rule()}</p>
        </div>
    }
    .into_piece()
}
