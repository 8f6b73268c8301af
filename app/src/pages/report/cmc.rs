//! CMC curves with their legend.

use super::ReportView;
use crate::erased::IntoErasedView;
use crate::parts::chart::{Chart, Key, Legend};
use crate::parts::explain::Explain;
use leptos::prelude::*;
use view_model::chart::{Paint, cmc_plot};
use view_model::number::percent;
use view_model::terms::Term;
use wire::report::Report;

/// The curves.
#[component]
pub fn CmcSection(view: ReportView) -> impl IntoView {
    let mut keys =
        view.each_identity(|at, identity| Key { name: identity.name.clone(), colour: Some(at), dashed: false });
    keys.push(Key { name: "seeds alone".into(), colour: None, dashed: true });
    let plot = view.read(cmc_plot);
    let (svg, ranks) = (plot.svg(Paint::Page), plot.x.to);
    let label = view.read(words);
    view! {
        <section>
            <h2 class="term">"How often a target is among the first k " <Explain term=Term::Cmc /></h2>
            <p class="quiet">{format!("Cumulative matching characteristic, up to rank {ranks}.")}</p>
            <div class="beside">
                <Chart svg=svg label=label class="wide" />
                <Legend keys />
            </div>
        </section>
    }
    .into_erased()
}

fn words(report: &Report) -> String {
    let at = |cmc: &[f64], rank: usize| percent(cmc.get(rank - 1).or(cmc.last()).copied().unwrap_or(0.0));
    let identities = report.identities.iter().map(|identity| {
        format!("{}: rank 1 {}, rank 5 or better {}", identity.name, at(&identity.cmc, 1), at(&identity.cmc, 5))
    });
    format!("CMC curves. {}.", identities.collect::<Vec<_>>().join("; "))
}
