//! `report.html`: the report as one file that needs nothing else, to keep or to send.

use super::sheet::contact_sheet;
use crate::experiment::folder::RunFolder;
use crate::experiment::to_toml;
use anyhow::Result;
use app::parts::chart::cmc_svg;
use app::view_model::verdict::verdict;
use app::wire::report::{CloneReport, IdentityReport, Report};

/// Clones in a row of a contact sheet.
const COLUMNS: usize = 10;

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;font-variant-numeric:tabular-nums;display:block;overflow-x:auto}\
th,td{padding:.25rem .75rem;border-bottom:1px solid #8886;text-align:right}\
th:first-child,td:first-child,td.what{text-align:left}\
img{max-width:100%}figure{margin:1rem 0}figure>svg{max-width:100%;height:auto;background:#fff}\
.row{display:flex;gap:1rem;flex-wrap:wrap}.row figure{margin:0;max-width:8rem}.row figcaption{font-size:.875rem}\
pre{overflow-x:auto;padding:1rem;border:1px solid #8886}";

/// The whole page.
pub fn page(report: &Report, folder: &RunFolder) -> Result<String> {
    let identities: Result<Vec<String>> = report.identities.iter().map(|identity| section(identity, folder)).collect();
    Ok(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{name}</title>\
         <style>{STYLE}</style></head><body><main><h1>{name}</h1><p><strong>{verdict}</strong></p>\
         {totals}<h2>Identities</h2>{table}<figure>{svg}<figcaption>Cumulative matching characteristic: the share of an \
         identity's clones whose rank by the evaluation recognizer is at most k.</figcaption></figure>{identities}{method}\
         </main></body></html>\n",
        name = escaped(&report.config.name),
        verdict = escaped(&verdict(report)),
        totals = totals(report),
        table = table2(report),
        svg = cmc_svg(report),
        identities = identities?.concat(),
        method = method(report),
    ))
}

fn totals(report: &Report) -> String {
    let (totals, intervals) = (&report.totals, &report.totals.intervals);
    let row = |what: &str, value: f64, [low, high]: [f64; 2], seed: Option<f64>| {
        let seed = seed.map_or("–".into(), |seed| format!("{seed:.3}"));
        format!("<tr><td>{what}</td><td>{value:.3}</td><td>{low:.3} to {high:.3}</td><td>{seed}</td></tr>")
    };
    let rows = [
        row("Ranked first by the evaluation recognizer", totals.top1, intervals.top1, Some(totals.seed_top1)),
        row("Ranked fifth or better", totals.top5, intervals.top5, None),
        row(
            "Mean target score",
            totals.mean_target_score,
            intervals.mean_target_score,
            Some(totals.seed_mean_target_score),
        ),
        row(
            "Mean evaluation score",
            totals.mean_evaluation_score,
            intervals.mean_evaluation_score,
            Some(totals.seed_mean_evaluation_score),
        ),
    ];
    let head =
        format!("<tr><th>All {} clones</th><th>value</th><th>95 % interval</th><th>seeds</th></tr>", totals.clones);
    format!("<table>{head}{}</table>", rows.concat())
}

fn table2(report: &Report) -> String {
    let row = |name: &str, what: &str, clone: &CloneReport| {
        format!(
            "<tr><td>{}</td><td class=\"what\">{what}</td><td>{:.4}</td><td>{:.4}</td><td>{}</td></tr>",
            escaped(name),
            clone.target_score,
            clone.evaluation_score,
            clone.evaluation_rank
        )
    };
    let rows = report.identities.iter().map(|identity| {
        let chosen = |index: u32, what: &str| {
            identity.clones.get(index as usize).map_or(String::new(), |clone| row(&identity.name, what, clone))
        };
        chosen(identity.oracle_choice, "oracle's choice (best by the evaluation recognizer)")
            + &chosen(identity.attacker_choice, "attacker's choice (best by the target recognizer)")
    });
    format!(
        "<table><tr><th>identity</th><th>clone</th><th>score by target recognizer</th><th>score by evaluation recognizer</th>\
         <th>rank by evaluation recognizer</th></tr>{}</table>",
        rows.collect::<String>()
    )
}

fn section(identity: &IdentityReport, folder: &RunFolder) -> Result<String> {
    let size = 128;
    let all = folder.read_pictures("clones", &identity.name, identity.clones.len(), size)?;
    let seeds = folder.read_pictures("seeds", &identity.name, identity.clones.len().min(1), size)?;
    let faces = folder.read_pictures("faces", &identity.name, identity.real_faces.len().min(1), size)?;
    let name = escaped(&identity.name);
    let one = |pictures: &engine::pixels::Pictures, what: &str| -> Result<String> {
        if pictures.is_empty() {
            return Ok(String::new());
        }
        Ok(format!(
            "<figure><img src=\"{}\" alt=\"{what} of {name}\"><figcaption>{what}</figcaption></figure>",
            contact_sheet(pictures, 1)?
        ))
    };
    Ok(format!(
        "<h3>{name}</h3><div class=\"row\">{}{}</div><figure><img src=\"{}\" alt=\"All {} clones of {name}, in order\">\
         <figcaption>All {} clones, in order.</figcaption></figure>",
        one(&faces, "Real face")?,
        one(&seeds, "Seed image")?,
        contact_sheet(&all, COLUMNS)?,
        all.len(),
        all.len()
    ))
}

fn method(report: &Report) -> String {
    let recognizer = |what: &str, recognizer: &app::wire::report::RecognizerReport| {
        let accuracy = recognizer.accuracy.map_or("not measured".into(), |accuracy| format!("{accuracy:.3}"));
        format!(
            "<tr><td>{what}</td><td>{}</td><td>{accuracy}</td><td>{:.0} s</td></tr>",
            recognizer.classes, recognizer.seconds
        )
    };
    format!(
        "<h2>Method</h2><table><tr><th>recognizer</th><th>identities</th><th>held-out accuracy</th><th>training</th></tr>{}{}</table>\
         <p>Computed on {} ({}) in {:.0} s; the attack took {:.0} clone-iterations a second. Scores are of the PNG files as \
         written. The attack saw neither the evaluation recognizer nor a real face of its target.</p><pre>{}</pre>",
        recognizer("target", &report.recognizers.target),
        recognizer("evaluation", &report.recognizers.evaluation),
        escaped(&report.device.name),
        escaped(&report.device.kind),
        report.seconds,
        report.totals.clone_iterations_per_second,
        escaped(&to_toml(&report.config)),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_become_markup() {
        assert_eq!(escaped("<b a=\"1\">&'"), "&lt;b a=&quot;1&quot;&gt;&amp;&#39;");
    }
}
