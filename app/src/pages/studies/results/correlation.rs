//! Human scores against the recognizers' scores: a plot with coefficients.

use crate::erased::IntoErasedView;
use crate::pages::studies::explain::ExplainStudy;
use crate::pages::studies::page_state::StudyPageState;
use crate::parts::chart::{Chart, Key, Legend};
use leptos::ev;
use leptos::prelude::*;
use view_model::chart::{Paint, scatter_plot};
use view_model::study::scatter::{Measure, points, words};
use view_model::study::terms::StudyTerm;

/// A dot for each item; the horizontal measure can be chosen.
#[component]
pub fn CorrelationPlot(
    page: StudyPageState,
    at: usize,
    /// Whether items are pairs, which have no plot.
    is_pairwise: bool,
    explains: bool,
) -> impl IntoView {
    let measure = RwSignal::new(Measure::default());
    let dots = Memo::new(move |_| page.task(at, |results| points(&results.items, measure.get())).unwrap_or_default());
    let svg = Memo::new(move |_| {
        dots.with(|dots| {
            let drawn: Vec<_> = dots.iter().map(|dot| (dot.x, dot.y, page.mark_colour(&dot.target))).collect();
            let measure = measure.get();
            scatter_plot(&drawn, measure.range(dots), measure.name()).svg(Paint::Page)
        })
    });
    let told = Memo::new(move |_| {
        let name = measure.get().name();
        let found =
            page.task(at, |results| results.correlations.iter().find(|one| one.measure.starts_with(name)).map(words));
        found.flatten().unwrap_or_else(|| format!("There is nothing yet to compare with the {name}."))
    });
    let id = format!("measure-{at}");
    let options = Measure::ALL.map(|measure| view! { <option value=measure.name()>{measure.name()}</option> });
    view! {
        <h4>
            "Beside the recognizers "
            {explains.then(|| view! { <ExplainStudy term=StudyTerm::Correlation /> })}
        </h4>
        <p class="sort">
            <label for=id.clone()>"Compare with"</label>
            <select id=id on:change=move |event: ev::Event| measure.set(Measure::of(&event_target_value(&event)))>
                {options}
            </select>
        </p>
        <p role="status">{told}</p>
        {(!is_pairwise)
            .then(|| {
                view! {
                    <div class="beside">
                        <Chart svg=svg label=move || format!("A dot for each item. {}", told.get()) />
                        <Legend keys=keys(page, at) />
                    </div>
                }
            })}
    }
    .into_erased()
}

/// The targets of the study with their colours.
fn keys(page: StudyPageState, at: usize) -> Vec<Key> {
    let names =
        untrack(|| page.task(at, |results| results.targets.iter().map(|group| group.name.clone()).collect::<Vec<_>>()));
    let key = |name: String| Key { colour: page.colour(&name), name, dashed: false };
    names.unwrap_or_default().into_iter().map(key).collect()
}
