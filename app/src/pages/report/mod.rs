//! Report: the answer in words, then the evidence, then the method.

mod cmc;
mod downloads;
mod lightbox;
mod method;
mod people;
mod sheets;
mod strips;
mod table2;
mod totals;

use super::run_in_address;
use crate::api::get_report;
use crate::json::Asked;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use crate::piece::IntoPiece;
use crate::view_model::clones::SortKey;
use crate::view_model::{number, paths, verdict::verdict};
use crate::wire::report::{IdentityReport, Report};
use crate::wire::run::RunId;
use cmc::CmcSection;
use downloads::Downloads;
use leptos::prelude::*;
use lightbox::Lightbox;
use method::Method;
use people::PeoplesScores;
use sheets::Sheets;
use std::sync::Arc;
use strips::Strips;
use table2::Table2;
use totals::TotalsTable;

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct ReportView {
    id: StoredValue<RunId>,
    report: StoredValue<Arc<Report>>,
    /// The order of the contact sheets.
    sort: RwSignal<SortKey>,
    /// Identity and clone in the lightbox.
    open: RwSignal<Option<(usize, usize)>>,
}

impl ReportView {
    fn new(id: RunId, report: Report) -> Self {
        Self {
            id: StoredValue::new(id),
            report: StoredValue::new(Arc::new(report)),
            sort: RwSignal::new(SortKey::default()),
            open: RwSignal::new(None),
        }
    }

    /// What a picture of the target itself is called.
    fn own_face(&self) -> &'static str {
        if self.read(|report| report.config.faces.synthetic.is_some()) { "Drawn face" } else { "Real face" }
    }

    fn url(&self, file: &str) -> String {
        self.id.with_value(|id| paths::file(id, file))
    }

    fn read<T>(&self, read: impl FnOnce(&Report) -> T) -> T {
        self.report.with_value(|report| read(report))
    }

    /// Something of each identity, with its index.
    fn each_identity<T>(&self, mut read: impl FnMut(usize, &IdentityReport) -> T) -> Vec<T> {
        self.read(|report| report.identities.iter().enumerate().map(|(at, identity)| read(at, identity)).collect())
    }
}

/// The page of a report.
#[component]
pub fn ReportPage() -> impl IntoView {
    let id = run_in_address();
    let report = Asked::new_with_options(move || id.get(), get_report, false);
    view! {
        <main id="main" class="page report">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the report…"</p> }
            }>
                {move || {
                    let id = id.get();
                    Suspend::new(async move {
                        match report.await {
                            Ok(report) => view! { <WholeReport id report /> }.into_piece(),
                            Err(error) => view! { <PageTitle text="Report" /> <ErrorNote error /> }.into_piece(),
                        }
                    })
                }}
            </Suspense>
        </main>
    }
    .into_piece()
}

#[component]
fn WholeReport(id: RunId, report: Report) -> impl IntoView {
    let name = report.config.name.clone();
    let drawn = report.config.faces.synthetic.is_some();
    let live = paths::live_page(&id);
    let clones = number::counted(report.totals.clones.into(), "clone");
    let sentence = verdict(&report);
    let view = ReportView::new(id, report);
    view! {
        <PageTitle text=format!("Report of {name}") />
        <header class="verdict">
            <p class="quiet">{format!("Report of {name}")}</p>
            <h1>{sentence}</h1>
            <p class="quiet">
                "Judged on all " {clones}
                ". An identity counts as accepted when more than half of its clones rank first. "
                {drawn.then_some("The people in this run are drawn; nobody is real. ")}
                <a href=live>"See how the clones formed"</a>
            </p>
        </header>
        <Table2 view />
        <TotalsTable view />
        <PeoplesScores id=view.id.get_value() />
        <CmcSection view />
        <Sheets view />
        <Strips view />
        <Method view />
        <Downloads view />
        <Lightbox view />
    }
    .into_piece()
}
