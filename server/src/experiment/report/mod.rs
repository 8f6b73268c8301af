//! The files that a finished run leaves: `report.json`, `table2.csv`, `cmc.csv`, `cmc.svg`, `report.html`.

mod csv;
mod html;
mod sheet;

use super::folder::RunFolder;
use anyhow::Result;
use app::parts::chart::cmc_svg;
use app::wire::report::Report;

/// Writes every file; `report.json` last, since its presence says that the run is finished.
pub fn write(report: &Report, folder: &RunFolder) -> Result<()> {
    folder.write("table2.csv", csv::table2(report).as_bytes())?;
    folder.write("cmc.csv", csv::cmc(report).as_bytes())?;
    folder.write("cmc.svg", cmc_svg(report).as_bytes())?;
    folder.write("report.html", html::page(report, folder)?.as_bytes())?;
    folder.write_json("report.json", report)
}
