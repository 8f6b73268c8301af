//! The places side by side: a clone's picture, its title and its scores.

use super::view::CompareView;
use crate::erased::IntoErasedView;
use leptos::html::Canvas;
use leptos::prelude::*;
use view_model::compare::item::{Item, letter};
use view_model::palette::COLOURS;
use view_model::{number, paths};

/// All places.
#[component]
pub fn Places(view: CompareView) -> impl IntoView {
    view! { <ul class="places">{(0..view.places).map(|place| view! { <Place view place /> }).collect_view()}</ul> }
        .into_erased()
}

#[component]
fn Place(view: CompareView, place: usize) -> impl IntoView {
    let is_there = Memo::new(move |_| view.of_item(place, |_| ()).is_some());
    let rest = view.subject.with_value(|subject| subject.without(place).page());
    view! {
        <li class="place">
            <Show when=move || is_there.get() fallback=move || view! { <Nothing view place /> }>
                <Picture view place=Signal::stored(place) />
                <CloneTitle view place />
                {move || {
                    let warning = view.of_item(place, Item::warning).flatten();
                    warning.map(|warning| view! { <p class="field-warning">{warning}</p> })
                }}
                <p class="quiet now">{move || now(view, place)}</p>
                <Verdict view place />
            </Show>
            <a class="button small" href=rest>
                "Remove" <span class="unseen">{format!(" {}", letter(place))}</span>
            </a>
        </li>
    }
    .into_erased()
}

#[component]
fn Nothing(view: CompareView, place: usize) -> impl IntoView {
    // Without a picture only the run is known, perhaps not even its name.
    let named = view.subject.with_value(|subject| subject.run_at(place));
    let name = view.runs.with_value(|runs| {
        let run = runs.iter().find(|run| Some(&run.run.id) == named.as_ref());
        run.map(|run| run.run.name.clone())
    });
    let run = name.map_or_else(|| "This run".into(), |name| format!("“{name}”"));
    view! {
        <p class="nothing">
            <strong class="letter">{letter(place).to_string()}</strong>
            {format!("{run} has no such clone.")}
        </p>
    }
    .into_erased()
}

/// The name of a run, linked to its report, and of the clone.
#[component]
fn CloneTitle(view: CompareView, place: usize) -> impl IntoView {
    let of = move |read: fn(&Item) -> String| move || view.of_item(place, read).unwrap_or_default();
    let page = |item: &Item| match item.judged {
        Some(_) => paths::report_page(&item.clone.run),
        None => paths::live_page(&item.clone.run),
    };
    let colour = move || view.of_item(place, |item| item.run_at % COLOURS).unwrap_or_default();
    view! {
        <p class="which">
            <strong class="letter">{letter(place).to_string()}</strong>
            <span class=move || format!("dot series-{}", colour()) aria-hidden="true"></span>
            <a href=of(page) rel="external">
                {of(|item| item.run.clone())}
            </a>
        </p>
        <p>{of(Item::title)}</p>
    }
    .into_erased()
}

/// The scores of the judged clone.
#[component]
fn Verdict(view: CompareView, place: usize) -> impl IntoView {
    let facts = Memo::new(move |_| view.of_item(place, Item::verdict).flatten());
    let fact = |(name, value): (&'static str, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    move || match facts.get() {
        Some(facts) => view! { <dl class="facts">{facts.map(fact)}</dl> }.into_any(),
        None => view! { <p class="quiet">"Not judged yet."</p> }.into_any(),
    }
}

/// The picture at a place on a canvas.
#[component]
pub fn Picture(
    view: CompareView,
    /// The place.
    place: Signal<usize>,
) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    Effect::new(move || {
        let place = place.get();
        // A new picture is a new version.
        view.pictures.shown(place);
        if let Some(canvas) = canvas.get() {
            view.pictures.paint(place, &canvas);
        }
    });
    let words = move || {
        let place = place.get();
        let which = view.of_item(place, |item| format!("{}: {} in {}", letter(place), item.title(), item.run));
        format!("{}, {}", which.unwrap_or_default(), now(view, place))
    };
    view! { <canvas node_ref=canvas role="img" aria-label=words width="128" height="128"></canvas> }.into_erased()
}

/// The step shown at a place, and its target score.
fn now(view: CompareView, place: usize) -> String {
    let shown = view.pictures.shown(place);
    match shown.snapshot {
        _ if shown.is_missing => "this picture cannot be read".into(),
        Some((step, score)) => {
            format!("step {}, score in the attack {}", number::count(step.into()), number::score(score.into()))
        }
        None => "as judged".into(),
    }
}
