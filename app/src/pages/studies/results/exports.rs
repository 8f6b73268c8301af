//! All exports of the study.

use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use crate::pages::studies::page_state::StudyPageState;
use leptos::prelude::*;
use view_model::study::addresses;
use wire::people::Role;

/// Files, with descriptions.
const FILES: [(&str, &str); 5] = [
    ("answers.csv", "a row for each answer"),
    ("dictionary.csv", "what the columns of answers.csv mean"),
    ("export.json", "study, items, answers, raters and results, for programs"),
    ("methods.txt", "a paragraph for a paper, with the protocol's real figures"),
    (PAYMENTS, "completion codes and recruiting services' ids, for payment; keep it apart from the answers"),
];

/// The file that viewers may not download.
const PAYMENTS: &str = "payments.csv";

/// Links to the files, for the selected population and thresholds.
#[component]
pub fn Exports(page: StudyPageState) -> impl IntoView {
    let id = page.id();
    let item = move |(file, about): (&'static str, &'static str)| {
        let id = id.clone();
        let address = move || addresses::export(&id, file, page.population.get(), &page.screening());
        view! {
            <li>
                <a href=address download=file rel="external">
                    {file}
                </a>
                <span class="quiet">{about}</span>
            </li>
        }
    };
    let may_pay = current_user().has(Role::Collaborator);
    let files = FILES.into_iter().filter(|(file, _)| may_pay || *file != PAYMENTS);
    view! {
        <section>
            <h3>"Downloads"</h3>
            <p class="quiet">"For the population and the thresholds chosen above. Only payments.csv holds ids of recruiting services."</p>
            <ul class="files">{files.map(item).collect_view()}</ul>
        </section>
    }
    .into_erased()
}
