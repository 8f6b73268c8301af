//! The report: the verdict in words, then the evidence, then the method.

mod cmc;
mod downloads;
mod left_out;
mod lightbox;
mod method;
mod networks;
mod people;
mod sheets;
mod strips;
mod table2;
mod totals;

use super::run_in_address;
use crate::api::comments::get_comment_count;
use crate::api::studies::get_human_scores;
use crate::api::{ApiError, get_report};
use crate::current_user::current_user;
use crate::erased::IntoErasedView;
use crate::json::JsonResource;
use crate::parts::comments_link::CommentsLink;
use crate::parts::error_note::ErrorNote;
use crate::parts::title::PageTitle;
use crate::parts::verdict_box::VerdictBox;
pub use cmc::CmcSection;
use downloads::Downloads;
use left_out::LeftOut;
use leptos::prelude::*;
pub use lightbox::{Lightbox, facts};
pub use method::Method;
pub use networks::Networks;
use people::{PeoplesScores, in_short};
pub use sheets::Sheets;
use std::sync::Arc;
pub use strips::Strips;
pub use table2::Table2;
pub use totals::TotalsTable;
use view_model::clones::SortKey;
use view_model::gallery::addresses::publish_page;
use view_model::{number, paths};
use wire::people::Role;
use wire::report::{IdentityReport, Report};
use wire::run::RunId;

/// State shared by the components of the page.
#[derive(Clone, Copy)]
pub struct ReportView {
    /// Prefix of the addresses of the report's files.
    files: StoredValue<String>,
    /// Prefix of the addresses of clones' pages, if they have pages.
    clone_pages: StoredValue<Option<String>>,
    /// The run, if its clones can be selected for comparison.
    compared: StoredValue<Option<RunId>>,
    report: StoredValue<Arc<Report>>,
    /// The order of the contact sheets.
    sort: RwSignal<SortKey>,
    /// Identity and clone in the lightbox.
    open: RwSignal<Option<(usize, usize)>>,
}

impl ReportView {
    /// The state for a report whose files' addresses begin with `files`.
    pub fn new(files: String, report: Report) -> Self {
        Self {
            files: StoredValue::new(files),
            clone_pages: StoredValue::new(None),
            compared: StoredValue::new(None),
            report: StoredValue::new(Arc::new(report)),
            sort: RwSignal::new(SortKey::default()),
            open: RwSignal::new(None),
        }
    }

    /// The name of a picture of the target itself.
    fn own_face(&self) -> &'static str {
        if self.read(|report| report.config.faces.synthetic.is_some()) { "Drawn face" } else { "Real face" }
    }

    fn url(&self, file: &str) -> String {
        self.files.with_value(|files| format!("{files}{}", paths::encode(file)))
    }

    /// Links each clone to its page below this address.
    pub fn has_clone_pages(&self, address: String) {
        self.clone_pages.set_value(Some(address));
    }

    /// The page of a clone of an identity.
    fn clone_page(&self, at: usize, clone: usize) -> Option<String> {
        self.clone_pages.with_value(|pages| pages.as_ref().map(|pages| format!("{pages}/{}/{}", at + 1, clone + 1)))
    }

    /// Lets readers select clones of this run for comparison.
    pub fn can_be_compared(&self, run: RunId) {
        self.compared.set_value(Some(run));
    }

    /// Whether there is a picture of any target itself.
    fn has_faces(&self) -> bool {
        self.read(|report| report.identities.iter().any(|identity| !identity.real_faces.is_empty()))
    }

    fn read<T>(&self, read: impl FnOnce(&Report) -> T) -> T {
        self.report.with_value(|report| read(report))
    }

    /// Maps each identity with its index.
    fn each_identity<T>(&self, mut read: impl FnMut(usize, &IdentityReport) -> T) -> Vec<T> {
        self.read(|report| report.identities.iter().enumerate().map(|(at, identity)| read(at, identity)).collect())
    }
}

/// The page of a report.
#[component]
pub fn ReportPage() -> impl IntoView {
    let id = run_in_address();
    let report = JsonResource::new_with_options(move || id.get(), open, false);
    view! {
        <main id="main" class="page report">
            <Suspense fallback=|| {
                view! { <p class="quiet">"Loading the report…"</p> }
            }>
                {move || {
                    let id = id.get();
                    Suspend::new(async move {
                        match report.await {
                            Ok((report, comments)) => view! { <WholeReport id report comments /> }.into_erased(),
                            Err(error) => view! { <PageTitle text="Report" /> <ErrorNote error /> }.into_erased(),
                        }
                    })
                }}
            </Suspense>
        </main>
    }
    .into_erased()
}

/// Loads the report, and the number of comments on the run.
async fn open(id: RunId) -> Result<(Report, u32), ApiError> {
    let report = get_report(id.clone()).await?;
    Ok((report, get_comment_count(id).await?))
}

#[component]
fn WholeReport(id: RunId, report: Report, comments: u32) -> impl IntoView {
    let who = current_user();
    let name = report.config.name.clone();
    let drawn = report.config.faces.synthetic.is_some();
    let (live, publish) = (paths::live_page(&id), publish_page(&id));
    let (again, compare) = (paths::run_again(&id), format!("/compare?runs={}", id.0));
    let clones = number::counted(report.totals.clones.into(), "clone");
    let scores = JsonResource::new_with_options(
        {
            let id = id.clone();
            move || id.clone()
        },
        get_human_scores,
        false,
    );
    let judged = report.clone();
    let view = ReportView::new(paths::files(&id), report);
    view.can_be_compared(id.clone());
    view! {
        <PageTitle text=format!("Report of {name}") />
        <header class="verdict">
            <p class="quiet">{format!("Report of {name}")}</p>
            <VerdictBox report=judged people=move || in_short(scores) />
            <p class="quiet">
                "Judged on all " {clones} ". "
                {drawn.then_some("The people in this run are drawn; nobody is real. ")}
                <a href=live>"See how the clones formed"</a>
            </p>
            <div class="actions">
                {who
                    .has(Role::Collaborator)
                    .then(|| {
                        view! {
                            <a class="button" href=again rel="external">
                                "Run again with changes"
                            </a>
                        }
                    })}
                <a class="button" href=compare rel="external">
                    "Compare with another run"
                </a>
                <CommentsLink id=id.clone() count=comments />
            </div>
        </header>
        <Table2 view />
        <TotalsTable view />
        <Networks view />
        <PeoplesScores id=id.clone() scores />
        <CmcSection view />
        <Sheets view />
        <Strips view />
        <Method view />
        <LeftOut view />
        <Downloads view id />
        {who.has(Role::Owner).then(|| view! { <Sharing publish /> })}
        <Lightbox view />
    }
    .into_erased()
}

/// The link to the publication form.
#[component]
fn Sharing(publish: String) -> impl IntoView {
    view! {
        <section>
            <h2>"Sharing"</h2>
            <p>"Owners of the workspace choose what others see of this run, with or without faces of the targets."</p>
            <a class="button" href=publish rel="external">
                "Publish this run"
            </a>
        </section>
    }
    .into_erased()
}
