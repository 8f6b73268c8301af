//! All downloads of a run.

use super::ReportView;
use crate::api::downloads::get_downloads;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::error_note::ErrorNote;
use leptos::prelude::*;
use view_model::{number, paths};
use wire::downloads::DownloadOptions;
use wire::run::RunId;

/// Files that every run has, with descriptions.
const FIGURES: [(&str, &str); 8] = [
    ("totals.csv", "figures over all clones, with intervals"),
    ("table2.csv", "the choices of each target"),
    ("cmc.csv", "all ranks of the curves"),
    ("comparisons.csv", "every picture by every embedding network"),
    ("cmc.svg", "the curves as a drawing"),
    ("report.json", "every figure, for programs"),
    ("split.json", "who was registered where"),
    ("config.toml", "the settings, to run it again"),
];

/// The list of downloads.
#[component]
pub fn Downloads(view: ReportView, id: RunId) -> impl IntoView {
    let asked = id.clone();
    let offer = JsonResource::new_with_options(move || asked.clone(), get_downloads, false);
    view! {
        <section class="downloads">
            <h2>"Downloads"</h2>
            <p class="quiet">"The metadata of every clone says that it is synthetic and names its run."</p>
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the downloads…"</p> }
            }>
                {move || {
                    let id = id.clone();
                    Suspend::new(async move {
                        match offer.await {
                            Ok(offer) => view! { <Offered view id offer /> }.into_erased(),
                            Err(error) => view! { <ErrorNote error /> }.into_erased(),
                        }
                    })
                }}
            </Suspense>
        </section>
    }
    .into_erased()
}

#[component]
fn Offered(view: ReportView, id: RunId, offer: DownloadOptions) -> impl IntoView {
    let [html, pdf, clones] = ["report.html", "report.pdf", "clones.csv"].map(|file| paths::made(&id, file));
    let faces = view.has_faces().then(|| with_faces(view, &html));
    let printed = match offer.prints {
        true => view! {
            {link(pdf.clone(), "Report as PDF")}
            <span class="quiet">"to print; takes some seconds to make"</span>
            {view.has_faces().then(|| with_faces(view, &pdf))}
        }
        .into_any(),
        false => view! {
            <span class="quiet">
                "No PDF: this server has no browser to print with. Print the HTML file from your own."
            </span>
        }
        .into_any(),
    };
    view! {
        <Archive view id=id.clone() offer=offer.clone() />
        <h3>"To read"</h3>
        <ul class="files">
            <li>
                {link(html, "Report as one HTML file")}
                <span class="quiet">"opens from your disk, without a network"</span> {faces}
            </li>
            <li>{printed}</li>
        </ul>
        <h3>"Tables and figures"</h3>
        <ul class="files">
            <li>
                {link(clones, "clones.csv")}
                <span class="quiet">"every clone: its scores, its seed's scores, and human scores if any"</span>
            </li>
            {FIGURES.map(|(file, about)| view! { <li>{kept(view, &offer, file, about)}</li> })}
        </ul>
        <h3>"Pictures to show"</h3>
        <ul class="files">
            <li>
                {link(paths::made(&id, "sheet.png"), "Contact sheet of all targets")}
                <span class="quiet">"PNG, with scores in words; the seed stands first"</span>
            </li>
            {view.each_identity(|at, _| view! { <OfTarget view id=id.clone() at /> })}
        </ul>
        <p class="quiet">"A film shows the clone forming (animated PNG). Enlarge any other clone for its own."</p>
        <h3>"Recognizers"</h3>
        <ul class="files">{recognizers(view, &offer)}</ul>
    }
    .into_erased()
}

/// One archive of everything, with optional parts.
#[component]
fn Archive(view: ReportView, id: RunId, offer: DownloadOptions) -> impl IntoView {
    let DownloadOptions { archive_bytes, faces_bytes, recognizers_bytes, hides_seeds, .. } = offer;
    let seeds = if hides_seeds { "" } else { " and seed" };
    let about = format!(
        "A ZIP archive of about {}: report, tables, curves, settings, every clone{seeds}.",
        number::bytes(archive_bytes)
    );
    let (drawn, also) =
        (view.own_face().to_lowercase(), if hides_seeds { ", and seeds, which show people" } else { "" });
    let faces = format!("with {drawn}s of the targets{also}, {} more", number::bytes(faces_bytes));
    let recognizers = format!("with both recognizers' weights, {} more", number::bytes(recognizers_bytes));
    let choice = |name: &'static str, words: String| {
        view! {
            <label>
                <input type="checkbox" name=name value="true" />
                {words}
            </label>
        }
    };
    view! {
        <form class="panel" action=paths::made(&id, "export.zip") method="get">
            <h3>"Everything in one archive"</h3>
            <p>{about}</p>
            {(faces_bytes > 0).then(|| choice("faces", faces))}
            {(recognizers_bytes > 0).then(|| choice("recognizers", recognizers))}
            <button class="button primary">"Download the archive"</button>
        </form>
    }
    .into_erased()
}

#[component]
fn OfTarget(view: ReportView, id: RunId, at: usize) -> impl IntoView {
    let (name, choice) = view.read(|report| {
        let identity = &report.identities[at];
        (identity.name.clone(), identity.attacker_choice as usize)
    });
    view! {
        <li>
            {link(paths::sheet(&id, at), &format!("Contact sheet of {name}"))}
            {link(paths::film(&id, at, choice), &format!("Film of the attacker's choice for {name}"))}
        </li>
    }
    .into_erased()
}

fn recognizers(view: ReportView, offer: &DownloadOptions) -> [impl IntoView + use<>; 2] {
    let files = view.read(|report| {
        let recognizers = &report.recognizers;
        [recognizers.target.file.clone(), recognizers.evaluation.file.clone()]
    });
    let about = ["the one attacked", "the independent judge"];
    [0, 1].map(|at| view! { <li>{kept(view, offer, &files[at], about[at])}</li> })
}

/// A stored file, with its size.
fn kept(view: ReportView, offer: &DownloadOptions, file: &str, about: &'static str) -> impl IntoView + use<> {
    let name = file.rsplit('/').next().unwrap_or(file).to_owned();
    let found = offer.files.iter().find(|kept| kept.path == file);
    let size = found.map(|kept| format!("{}, {about}", number::bytes(kept.bytes))).unwrap_or(about.into());
    view! {
        <a href=view.url(file) download=name.clone() rel="external">
            {name.clone()}
        </a>
        <span class="quiet">{size}</span>
    }
}

fn with_faces(view: ReportView, address: &str) -> impl IntoView + use<> {
    link(format!("{address}?faces=true"), &format!("with {}s", view.own_face().to_lowercase()))
}

/// A download link; the response names the file.
fn link(address: String, words: &str) -> impl IntoView + use<> {
    let words = words.to_owned();
    view! {
        <a href=address rel="external">
            {words}
        </a>
    }
}
