//! The files that a finished run leaves: `report.json`, `totals.csv`, `table2.csv`, `clones.csv`, `cmc.csv`,
//! `comparisons.csv`, `cmc.svg`, `report.html`.

mod csv;
mod html;
mod left_out;
mod sheet;

pub use csv::{People, clones as clones_csv, tables};
pub use html::{PageOptions, page as html_page};
pub use sheet::ReadFile;

use super::folder::RunFolder;
use anyhow::{Context, Result};
use view_model::chart::cmc_svg;
use wire::report::Report;

/// The folder contains the faces in any case.
const WHOLE: PageOptions<'static> = PageOptions { run: None, faces: true, seeds: true, people: &[] };

/// Writes every file; `report.json` last, since its presence says that the run is finished.
pub fn write(report: &Report, folder: &RunFolder) -> Result<()> {
    let read = |file: &str| {
        let path = folder.path(file);
        std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    };
    for (name, table) in tables(report, &People::new()) {
        folder.write(name, table.as_bytes())?;
    }
    folder.write("cmc.svg", cmc_svg(report).as_bytes())?;
    folder.write("report.html", html_page(report, &read, WHOLE)?.as_bytes())?;
    folder.write_json("report.json", report)
}
