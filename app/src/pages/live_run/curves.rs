//! Curves of score and loss of the target shown, and of the recognizers' training.

use super::PageState;
use crate::erased::IntoErasedView;
use crate::live::LiveRun;
use crate::parts::chart::{Chart, Key, Legend};
use crate::parts::explain::Explain;
use leptos::prelude::*;
use view_model::chart::{Paint, StepAxis, band_plot, training_plot};
use view_model::curve::{Figure, band, of_earlier_runs, training};
use view_model::number;
use view_model::terms::Term;
use wire::live::{EpochPoint, StageKind, StepPoint};

/// Curves of the attack, and of training before it.
#[component]
pub fn Curves(view: PageState) -> impl IntoView {
    let points = Memo::new(move |_| view.of_target(|target| target.points.clone()));
    let limit = Memo::new(move |_| view.of_target(|target| target.max_steps));
    let is_by_scores = Memo::new(move |_| view.of_target(|target| target.is_by_scores));
    let unit = move || if is_by_scores.get() { "generations" } else { "steps" };
    let svg = move |figure: Figure| {
        let over = StepAxis { unit: unit(), most: limit.get() };
        points.with(|points| band_plot(&band(points, figure), figure, view.target.get(), over).svg(Paint::Page))
    };
    let label = move |figure: Figure| points.with(|points| words(points.last(), figure, unit()));
    let trained = move || view.live.state.with(|state| !state.epochs.is_empty());
    view! {
        <section class="curves" aria-label="Curves">
            <h2 class="term">"Score in the attack " <Explain term=Term::ScoreInAttack /></h2>
            <Chart svg=Signal::derive(move || svg(Figure::Score)) label=Signal::derive(move || label(Figure::Score)) />
            <Show
                when=move || is_by_scores.get()
                fallback=move || {
                    view! {
                        <h2 class="term">"Loss " <Explain term=Term::Loss /></h2>
                        <Chart
                            svg=Signal::derive(move || svg(Figure::Loss))
                            label=Signal::derive(move || label(Figure::Loss))
                        />
                    }
                }
            >
                <h2 class="term">"Queries " <Explain term=Term::Queries /></h2>
                <Chart
                    svg=Signal::derive(move || svg(Figure::Queries))
                    label=Signal::derive(move || label(Figure::Queries))
                />
            </Show>
            <p class="quiet">"Line: mean over the clones. Band: from the lowest to the highest."</p>
            <Show when=trained>
                <details>
                    <summary>"Training of the recognizers"</summary>
                    <Training live=view.live />
                </details>
            </Show>
        </section>
    }
    .into_erased()
}

fn words(point: Option<&StepPoint>, figure: Figure, unit: &str) -> String {
    if let (Figure::Queries, Some(point)) = (figure, point) {
        let queries = number::count(point.queries);
        return format!("Queries over {unit}. At {} {unit}: {queries} of all clones together.", point.iteration);
    }
    let (name, values) = match figure {
        Figure::Score => ("Score in the attack", point.map(|point| point.score)),
        Figure::Loss => ("Loss", point.map(|point| point.loss)),
        Figure::Queries => ("Queries", None),
    };
    match (point, values) {
        (Some(point), Some(values)) => {
            let [low, mean, high] = values.map(|value| number::significant(value.into()));
            format!("{name} over {unit}. At {} {unit}: mean {mean}, from {low} to {high}.", point.iteration)
        }
        _ => format!("{name} over {unit}, no point yet."),
    }
}

/// Accuracy and loss of both recognizers over epochs.
#[component]
pub fn Training(live: LiveRun) -> impl IntoView {
    let epochs = Memo::new(move |_| live.state.with(|state| state.epochs.clone()));
    let drawn = move |value: fn(&EpochPoint) -> f64, top: Option<f64>| {
        epochs.with(|epochs| {
            let line = |recognizer| training(epochs, recognizer, value);
            let lines = [line(StageKind::TargetRecognizer), line(StageKind::EvaluationRecognizer)];
            let planned = epochs.iter().map(|point| point.epochs).max().unwrap_or(1);
            training_plot(lines, planned, top).svg(Paint::Page)
        })
    };
    let said = move |name: &'static str, value: fn(&EpochPoint) -> f64| {
        epochs.with(|epochs| match epochs.last() {
            Some(point) => {
                format!("{name} over epochs; after epoch {}: {}.", point.epoch, number::significant(value(point)))
            }
            None => format!("{name} over epochs, no point yet."),
        })
    };
    let accuracy: fn(&EpochPoint) -> f64 = |point| point.accuracy;
    let loss: fn(&EpochPoint) -> f64 = |point| point.loss;
    let keys = vec![
        Key { name: "target recognizer".into(), colour: Some(0), dashed: false },
        Key { name: "evaluation recognizer".into(), colour: Some(1), dashed: true },
    ];
    view! {
        <Show
            when=move || epochs.with(|epochs| !epochs.is_empty())
            fallback=|| view! { <p class="quiet">"Training curves appear here after the first epoch."</p> }
        >
            <Legend keys=keys.clone() />
            <p class="quiet">{move || epochs.with(|epochs| of_earlier_runs(epochs))}</p>
            <h3 class="term">"Held-out accuracy " <Explain term=Term::Accuracy /></h3>
            <Chart
                svg=Signal::derive(move || drawn(accuracy, Some(1.0)))
                label=Signal::derive(move || said("Held-out accuracy", accuracy))
            />
            <h3>"Training loss"</h3>
            <Chart
                svg=Signal::derive(move || drawn(loss, None))
                label=Signal::derive(move || said("Training loss", loss))
            />
        </Show>
    }
    .into_erased()
}
