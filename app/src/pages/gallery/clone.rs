//! A published clone: its film, its scores by recognizers and people, and its settings.

use super::film::FilmPlayer;
use super::publication_error::PublicationError;
use crate::api::gallery::get_published_clone;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::pages::report::facts;
use crate::parts::title::PageTitle;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use view_model::gallery::{addresses, words};
use view_model::number;
use view_model::paths::encode;
use wire::gallery::{Permalink, PublishedClone};
use wire::report::CloneReport;

/// The page.
#[component]
pub fn ClonePage() -> impl IntoView {
    let params = use_params_map();
    let asked = Memo::new(move |_| {
        let text = |name| params.read().get(name).unwrap_or_default();
        // Invalid numbers name no clone.
        let number = |name| text(name).parse::<u32>().unwrap_or(0);
        (Permalink(text("permalink")), number("place"), number("clone"))
    });
    let get = |(permalink, place, clone)| get_published_clone(permalink, place, clone);
    let found = JsonResource::new_with_options(move || asked.get(), get, false);
    view! {
        <main id="main" class="page published-clone">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the clone…"</p> }
            }>
                {move || Suspend::new(async move {
                    match found.await {
                        Ok(found) => view! { <Whole found /> }.into_any(),
                        Err(error) => view! { <PublicationError error /> }.into_any(),
                    }
                })}
            </Suspense>
        </main>
    }
    .into_erased()
}

#[component]
fn Whole(found: PublishedClone) -> impl IntoView {
    let label = format!("Clone {} of {}", found.clone, found.target);
    let publication = addresses::published_page(&found.permalink);
    let strip = addresses::picture(&found.permalink, found.place, found.clone, "film");
    let film = (!found.film.is_empty()).then(|| {
        view! { <FilmPlayer label=label.clone() strip steps=found.film.clone() /> }
    });
    let neighbour = |number: u32, words: &'static str| {
        let is_there = (1..=found.clones).contains(&number);
        let href = addresses::clone_page(&found.permalink, found.place, number);
        is_there.then(|| view! { <a class="button" href=href>{words}</a> })
    };
    view! {
        <PageTitle text=format!("{label} · {}", found.title) />
        <header>
            <p class="quiet">
                <a href=publication.clone()>{found.title.clone()}</a>
            </p>
            <h1>{label.clone()}</h1>
        </header>
        <div class="forming-and-facts">
            <div>{film} <Pictures found=found.clone() /></div>
            <Figures found=found.clone() />
        </div>
        <nav class="actions" aria-label="Clones">
            {neighbour(found.clone.saturating_sub(1), "‹ Previous clone")} {neighbour(found.clone + 1, "Next clone ›")}
            <a class="button" href=publication>
                "The whole report"
            </a>
        </nav>
    }
    .into_any()
}

#[component]
fn Pictures(found: PublishedClone) -> impl IntoView {
    let is_drawn = found.config.faces.synthetic.is_some();
    let seed = found.seed.as_ref().map(|seed| ("Its seed", seed.file.as_str()));
    let face = found.real_face.as_deref().map(|file| (if is_drawn { "Drawn face" } else { "Real face" }, file));
    let clone = Some(("The clone", found.report.file.as_str()));
    let picture = |(caption, file): (&'static str, &str)| {
        let address = format!("{}{}", found.files, encode(file));
        view! {
            <figure>
                <img src=address alt=format!("{caption}: {}", found.target) width="128" height="128" />
                <figcaption>{caption}</figcaption>
            </figure>
        }
    };
    view! { <div class="side-by-side">{[seed, clone, face].into_iter().flatten().map(picture).collect_view()}</div> }
        .into_erased()
}

#[component]
fn Figures(found: PublishedClone) -> impl IntoView {
    let judged = [
        ("Evaluation score".to_owned(), number::score(found.report.evaluation_score)),
        ("Target score".to_owned(), number::score(found.report.target_score)),
        ("Rank".to_owned(), found.report.evaluation_rank.to_string()),
    ];
    let beside = |name: &str, picture: &CloneReport| {
        let words = format!("{}, rank {}", number::score(picture.evaluation_score), picture.evaluation_rank);
        (name.to_owned(), words)
    };
    let seed = found.seed.as_ref().map(|seed| beside("Its seed's evaluation score", seed));
    let photograph = found.photograph.as_ref().map(|one| beside("Evaluation score of a face of the target", one));
    let people = words::human(found.human).into_iter().map(|(name, figure)| (name.to_owned(), figure));
    let people: Vec<_> = people.collect();
    let nobody = people.is_empty().then(|| view! { <p class="quiet">"Nobody was asked about this clone."</p> });
    // Scores stand above; the rest says how it was made.
    let [recognizer, layers] = found.recognizer;
    let recognizer = [("Recognizer attacked", recognizer), ("Its layers", layers)];
    let recognizer = recognizer.into_iter().filter(|(_, words)| !words.is_empty());
    let recognizer = recognizer.map(|(name, words)| (name.to_owned(), words));
    let made = recognizer.chain(facts(&found.report, found.chosen, &found.config).into_iter().skip(3)).collect();
    view! {
        <div>
            <section>
                <h2>"What recognizers say"</h2>
                <List entries=judged.into_iter().chain(seed).chain(photograph).collect() />
                <p class="quiet">{format!("Verdict on all targets shown: {}", found.verdict)}</p>
            </section>
            <section>
                <h2>"What people say"</h2>
                <List entries=people />
                {nobody}
            </section>
            <section>
                <h2>"How it was made"</h2>
                <List entries=made />
                <p class="quiet">{format!("Synthetic clone of run {}.", found.run.0)}</p>
            </section>
        </div>
    }
    .into_erased()
}

#[component]
fn List(entries: Vec<(String, String)>) -> impl IntoView {
    let entry = |(name, value): (String, String)| {
        view! {
            <div>
                <dt>{name}</dt>
                <dd>{value}</dd>
            </div>
        }
    };
    view! { <dl class="facts">{entries.into_iter().map(entry).collect_view()}</dl> }.into_erased()
}
