//! The verdict of a report with its evidence.

use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::verdict::VerdictWords;
use wire::report::Report;

/// The headline, the evidence, the obstacles, and the rule.
#[component]
pub fn VerdictBox(
    /// The report.
    report: Report,
    /// Human scores, in a line or two.
    #[prop(into)]
    people: ViewFn,
) -> impl IntoView {
    let VerdictWords { headline, obstacles, evidence, caveats, rule } = VerdictWords::of(&report);
    let line = |[why, remedy]: [String; 2]| view! { <li>{why} <strong>{remedy}</strong></li> };
    let fact = |[name, value]: [String; 2]| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    let caveats = caveats.into_iter().map(|caveat| view! { <p>{caveat}</p> }).collect_view();
    view! {
        <h1>{headline}</h1>
        <div class="panel evidence">
            <ul class="obstacles">{obstacles.into_iter().map(line).collect_view()}</ul>
            <dl class="facts">
                {evidence.into_iter().map(fact).collect_view()}
                <div>
                    <dt>"People"</dt>
                    <dd>{people.run()}</dd>
                </div>
            </dl>
            {caveats}
            <p class="quiet">{rule}</p>
        </div>
    }
    .into_erased()
}
