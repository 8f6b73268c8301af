//! All files at one place.

use super::ReportView;
use crate::piece::IntoPiece;
use leptos::prelude::*;

/// Files of every report, and what they are.
const FILES: [(&str, &str); 6] = [
    ("report.html", "this report in one file, to keep or send"),
    ("report.json", "every figure, for programs"),
    ("table2.csv", "the choices of each target"),
    ("cmc.csv", "all ranks of the curves"),
    ("cmc.svg", "the curves as a drawing"),
    ("split.json", "who was registered where"),
];

/// Links to the files.
#[component]
pub fn Downloads(view: ReportView) -> impl IntoView {
    let recognizers = view.read(|report| {
        let (target, evaluation) = (&report.recognizers.target.file, &report.recognizers.evaluation.file);
        [
            (target.clone(), "the target recognizer's weights"),
            (evaluation.clone(), "the evaluation recognizer's weights"),
        ]
    });
    let files = FILES.map(|(file, about)| (file.to_owned(), about)).into_iter().chain(recognizers);
    let item = |(file, about): (String, &'static str)| {
        let name = file.rsplit('/').next().unwrap_or(&file).to_owned();
        view! {
            <li>
                <a href=view.url(&file) download=name.clone() rel="external">
                    {name.clone()}
                </a>
                <span class="quiet">{about}</span>
            </li>
        }
    };
    view! {
        <section>
            <h2>"Downloads"</h2>
            <ul class="files">{files.map(item).collect_view()}</ul>
        </section>
    }
    .into_piece()
}
