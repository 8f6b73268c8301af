//! A clone in the gallery: beside its seed, and forming while hovered or focused.

use crate::erased::IntoErasedView;
use leptos::prelude::*;
use view_model::gallery::{addresses, words};
use view_model::{number, time};
use wire::gallery::GalleryItem;

/// The card, which links to the clone's page.
#[component]
pub fn CloneCard(item: GalleryItem) -> impl IntoView {
    let page = addresses::clone_page(&item.permalink, item.place, item.clone);
    let picture = |kind: &str| addresses::picture(&item.permalink, item.place, item.clone, kind);
    // The strip is fetched when it is first shown.
    let strip = format!("--film: url({})", picture("strip"));
    let label = words::card_label(&item);
    let said = words::human(item.human);
    let said = said.into_iter().map(|(name, figure)| view! { <Figure name figure /> }).collect_view();
    let seed = if item.has_seed {
        view! { <img src=picture("seed") alt="Its seed" width="128" height="128" loading="lazy" /> }.into_any()
    } else {
        view! { <span class="withheld">"Seed not shown"</span> }.into_any()
    };
    view! {
        <li class="card clone">
            <div class="pair">
                {seed}
                <span class="forming" style=strip>
                    <img src=picture("clone") alt=label.clone() width="128" height="128" loading="lazy" />
                </span>
            </div>
            <h2>
                <a href=page>{label}</a>
            </h2>
            {item.verdict.clone().map(|verdict| view! { <p class="of-run">"Verdict on its run: " <strong>{verdict}</strong></p> })}
            <dl>
                <Figure name="Evaluation score" figure=number::score(item.evaluation_score) />
                <Figure name="Target score" figure=number::score(item.target_score) />
                <Figure name="Rank" figure=item.evaluation_rank.to_string() />
                {said}
            </dl>
            <p class="quiet">
                {words::method(item.preset, item.objective)} " · " {item.recognizer.clone()} " · "
                {time::date(item.published_ms)}
            </p>
        </li>
    }
    .into_erased()
}

#[component]
fn Figure(name: &'static str, figure: String) -> impl IntoView {
    view! {
        <div>
            <dt>{name}</dt>
            <dd>{figure}</dd>
        </div>
    }
    .into_erased()
}
