//! What embedding networks make of the clones: a table and pictures for each, and how far judges agree.

use super::ReportView;
use crate::erased::IntoErasedView;
use crate::parts::chart::Chart;
use leptos::prelude::*;
use view_model::chart::distribution_svg;
use view_model::comparisons::{COLUMNS, NetworkWords, agreements, distribution, distribution_words, networks};
use view_model::palette::COLOURS;

/// A part for each network; nothing if there is none.
#[component]
pub fn Networks(view: ReportView) -> impl IntoView {
    let all = view.read(networks);
    if all.is_empty() {
        return None;
    }
    let parts = all.into_iter().enumerate().map(|(at, words)| view! { <Part view at words /> }).collect_view();
    Some(view! {
        <section>
            <h2>"By other networks, and by photographs of strangers"</h2>
            <p class="quiet">
                "Each network compares a picture with a template of the target, the mean of photographs that the target is \
                 registered with. It accepts a picture that is nearer than all but 1 % (or 0.1 %) of photographs of \
                 strangers."
            </p>
            {parts}
            <Agreements view />
        </section>
    })
}

#[component]
fn Part(view: ReportView, at: usize, words: NetworkWords) -> impl IntoView {
    let NetworkWords { title, about, rows } = words;
    let row = |(name, cells): (String, [String; 4])| {
        view! {
            <tr>
                <th scope="row">{name}</th>
                {cells.map(|cell| view! { <td class="number">{cell}</td> })}
            </tr>
        }
    };
    let pictures = view.each_identity(|index, identity| {
        let of = identity.comparisons.get(at)?;
        let svg = view.read(|report| distribution_svg(&distribution(&report.networks[at], of, index)));
        let label = distribution_words(&identity.name, of);
        Some(view! { <Picture index name=identity.name.clone() svg label /> })
    });
    view! {
        <div class="network">
            <h3>{title.clone()}</h3>
            <p class="quiet">{about}</p>
            <div class="scroll" tabindex="0" role="region" aria-label=format!("Figures of the {title}")>
                <table class="totals">
                    <thead>
                        <tr>
                            <th scope="col">"Figure"</th>
                            {COLUMNS.map(|column| view! { <th scope="col" class="number">{column}</th> })}
                        </tr>
                    </thead>
                    <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <details>
                <summary>"Each target beside strangers"</summary>
                <p class="quiet">
                    "From left to right, cosines to the target's template from −0.4 to 1. Bars: photographs of strangers in \
                     grey, of the target in colour, each as high as its largest. Dots below: clones, then seeds as rings. \
                     Dashed lines: the thresholds."
                </p>
                <div class="strips">{pictures}</div>
            </details>
        </div>
    }
    .into_erased()
}

#[component]
fn Picture(index: usize, name: String, svg: String, label: String) -> impl IntoView {
    view! {
        <div class="strip-row">
            <h4>
                <span class=format!("dot series-{}", index % COLOURS) aria-hidden="true"></span>
                {name}
            </h4>
            <Chart svg label />
        </div>
    }
    .into_erased()
}

/// How far each pair of judges agrees; nothing if there is one judge alone.
#[component]
fn Agreements(view: ReportView) -> impl IntoView {
    let pairs = view.read(agreements);
    if pairs.is_empty() {
        return None;
    }
    let row = |[one, other, kappa, correlation]: [String; 4]| {
        view! {
            <tr>
                <th scope="row">{one}</th>
                <td>{other}</td>
                <td class="number">{kappa}</td>
                <td class="number">{correlation}</td>
            </tr>
        }
    };
    Some(view! {
        <h3>"How far judges agree on the clones"</h3>
        <div class="scroll" tabindex="0" role="region" aria-label="Agreement between judges">
            <table class="totals">
                <thead>
                    <tr>
                        <th scope="col">"Judge"</th>
                        <th scope="col">"Beside"</th>
                        <th scope="col" class="number">
                            "Kappa of rank 1"
                        </th>
                        <th scope="col" class="number">
                            "Correlation of cosines"
                        </th>
                    </tr>
                </thead>
                <tbody>{pairs.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    })
}
