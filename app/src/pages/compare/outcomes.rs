//! Whole runs: their figures and their curves.

use super::view::CompareView;
use crate::erased::IntoErasedView;
use crate::parts::chart::{Chart, Key, Legend};
use crate::parts::explain::Explain;
use leptos::prelude::*;
use view_model::chart::{Paint, runs_cmc_plot, runs_cmc_words};
use view_model::compare::outcome::{Row, names, rows};
use view_model::terms::Term;

/// Figures over all clones of each run, and CMC curves.
#[component]
pub fn Outcomes(view: CompareView) -> impl IntoView {
    let names = view.runs.with_value(|runs| names(runs));
    let row = |(label, values): Row| {
        view! {
            <tr>
                <th scope="row">{label}</th>
                {values.into_iter().map(|value| view! { <td class="number">{value}</td> }).collect_view()}
            </tr>
        }
    };
    let heads = names.clone().into_iter().map(|name| view! { <th scope="col" class="number">{name}</th> });
    let keys = names.into_iter().enumerate();
    let keys = keys.map(|(at, name)| Key { name, colour: Some(at), dashed: false }).collect();
    let (plot, words) = view.runs.with_value(|runs| (runs_cmc_plot(runs), runs_cmc_words(runs)));
    let (svg, ranks) = (plot.svg(Paint::Page), plot.x.to);
    view! {
        <section>
            <h2>"What came out"</h2>
            <p class="quiet">
                "Over all clones of each run. Brackets hold "
                <span class="term">"95 % intervals " <Explain term=Term::Interval /></span> "."
            </p>
            <div class="scroll" tabindex="0" role="region" aria-label="Figures of each run">
                <table class="across">
                    <thead>
                        <tr>
                            <th scope="col">"Figure"</th>
                            {heads.collect_view()}
                        </tr>
                    </thead>
                    <tbody>{view.runs.with_value(|runs| rows(runs)).into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        </section>
        <section>
            <h2 class="term">"How often a target is among the first k " <Explain term=Term::Cmc /></h2>
            <p class="quiet">{format!("Cumulative matching characteristic over all clones, up to rank {ranks}.")}</p>
            <div class="beside">
                <Chart svg=svg label=words class="wide" />
                <Legend keys />
            </div>
        </section>
    }
    .into_erased()
}
