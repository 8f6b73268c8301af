//! A chart in a page, and its legend.

use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::palette::COLOURS;

/// A drawing with a text alternative.
#[component]
pub fn Chart(
    /// The drawing; without text from outside.
    #[prop(into)]
    svg: Signal<String>,
    /// The text alternative for screen readers.
    #[prop(into)]
    label: Signal<String>,
    /// A class for its width.
    #[prop(default = "")]
    class: &'static str,
) -> impl IntoView {
    view! { <div class=format!("chart {class}") role="img" aria-label=label inner_html=svg></div> }.into_erased()
}

/// An entry of a legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The name of the line.
    pub name: String,
    /// Its colour; `None` for grey.
    pub colour: Option<usize>,
    /// Whether the line is dashed.
    pub dashed: bool,
}

/// Names of a chart's lines.
#[component]
pub fn Legend(
    /// In the order of the lines.
    keys: Vec<Key>,
) -> impl IntoView {
    let entry = |key: Key| {
        let colour = key.colour.map_or("muted".into(), |at| format!("series-{}", at % COLOURS));
        let class = format!("key {colour}{}", if key.dashed { " dashed" } else { "" });
        view! {
            <li>
                <span class=class aria-hidden="true"></span>
                {key.name}
            </li>
        }
    };
    view! { <ul class="legend">{keys.into_iter().map(entry).collect_view()}</ul> }.into_erased()
}
