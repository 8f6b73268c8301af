//! Downloads of finished runs for members of a workspace: everything in one archive, the report to read, tables and
//! pictures to show. Faces of real people are included only on request.

mod archive;
mod offered;
mod pictures;

pub use archive::ArchiveOptions;

use crate::access::Caller;
use crate::blocking::blocking;
use crate::error::Error;
use crate::experiment::{PageOptions, clones_csv, html_page};
use crate::export::{name, pdf};
use crate::gallery::seeds_are_faces;
use crate::lab::Laboratory;
use crate::permits::Permits;
use crate::store::RunRow;
use crate::studies::{PeopleOfRun, StudyService};
use anyhow::Context;
use std::sync::LazyLock;
use std::time::Duration;
use wire::report::Report;
use wire::run::RunId;

/// Reports that are printed or wait for it, one after another: 8 in all, one of each person.
static PRINTING: LazyLock<Permits> = LazyLock::new(|| Permits::new("PDF reports", 8, 1));

/// How long a place is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// Downloads for one caller.
pub struct CallersDownloads {
    /// Has the runs, and what people say of them.
    pub service: StudyService,
    /// Who asks.
    pub caller: Caller,
}

/// A file to download.
#[derive(Debug)]
pub struct SavedFile {
    /// Its name, in letters that are safe everywhere.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// A finished run that the caller may see.
struct FinishedRun {
    row: RunRow,
    report: Report,
    people: PeopleOfRun,
    lab: Laboratory,
}

impl CallersDownloads {
    async fn finished_run(&self, run: &RunId) -> Result<FinishedRun, Error> {
        let lab = self.service.lab().clone();
        let row = lab.row_seen_by(&self.caller, run)?;
        let report = lab.report_of(run.clone()).await?;
        let people = self.service.people_of(run).await?;
        Ok(FinishedRun { row, report, people, lab })
    }

    /// The report as one page that needs nothing else.
    ///
    /// # Errors
    /// Like all here: if the caller sees no such finished run, or the store fails.
    pub async fn html(&self, run: &RunId, faces: bool) -> Result<SavedFile, Error> {
        let taken = self.finished_run(run).await?;
        let name = taken.name(".html");
        let html = blocking(move || Ok(taken.html(faces)?)).await?;
        Ok(SavedFile { name, bytes: html.into_bytes() })
    }

    /// The same, printed.
    ///
    /// # Errors
    /// Also if there is no browser that could print.
    pub async fn pdf(&self, run: &RunId, faces: bool) -> Result<SavedFile, Error> {
        let taken = self.finished_run(run).await?;
        let name = taken.name(".pdf");
        let _place = PRINTING.take(&self.caller.signed_in()?.id, PATIENCE).await?;
        let html = blocking(move || Ok(taken.html(faces)?)).await?;
        Ok(SavedFile { name, bytes: pdf::printed(html).await? })
    }

    /// Every clone, a row each, with what people say.
    ///
    /// # Errors
    /// If the caller sees no such finished run, or the store fails.
    pub async fn clones_csv(&self, run: &RunId) -> Result<SavedFile, Error> {
        let taken = self.finished_run(run).await?;
        let bytes = clones_csv(&taken.report, &taken.people.clones).into_bytes();
        Ok(SavedFile { name: taken.name("-clones.csv"), bytes })
    }
}

impl FinishedRun {
    /// The name of a file made of the run.
    fn name(&self, end: &str) -> String {
        name::of_run(&self.row.config.name, &self.row.id) + end
    }

    /// A file of the run, by its path. Blocks on the store.
    fn read(&self, file: &str) -> anyhow::Result<Vec<u8>> {
        self.lab.file(&self.row.id, file)?.with_context(|| format!("{file} of run {} is not there", self.row.id.0))
    }

    fn shows_seeds(&self, faces: bool) -> bool {
        faces || !seeds_are_faces(&self.report.config)
    }

    /// Blocks on the store.
    fn html(&self, faces: bool) -> anyhow::Result<String> {
        let seeds = self.shows_seeds(faces);
        let shown = PageOptions { run: Some(&self.row.id), faces, seeds, people: &self.people.words };
        html_page(&self.report, &|file| self.read(file), shown)
    }
}
