//! `report.html`: the report as one self-contained file, to keep, to send or to print.

use super::left_out;
use super::sheet::{ReadFile, data_url, grid, pictures};
use crate::experiment::to_toml;
use anyhow::Result;
use view_model::chart::cmc_svg;
use view_model::comparisons::{self, NetworkWords};
use view_model::markup::escaped;
use view_model::method::{origin_of, sentences};
use view_model::verdict::VerdictWords;
use wire::report::{CloneReport, IdentityReport, Report};
use wire::run::RunId;
use wire::study::summary::HumanScore;

/// Clones in one picture: ten rows of ten, which is less than a printed page.
const TOGETHER: usize = 100;

/// Contents of a page beside the report's figures.
#[derive(Clone, Copy, Debug)]
pub struct PageOptions<'a> {
    /// The run that clones are marked with. The page in a run's own folder does not know its id.
    pub run: Option<&'a RunId>,
    /// With a face of each target.
    pub faces: bool,
    /// With a seed of each target.
    pub seeds: bool,
    /// People's votes on the clones.
    pub people: &'a [HumanScore],
}

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:16px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}\
table{border-collapse:collapse;font-variant-numeric:tabular-nums;display:block;overflow-x:auto}\
th,td{padding:.25rem .75rem;border-bottom:1px solid #8886;text-align:right}\
th:first-child,td:first-child,.what{text-align:left}\
img{max-width:100%}figure{margin:1rem 0}figure>svg{max-width:100%;height:auto;background:#fff}\
.row{display:flex;gap:1rem;flex-wrap:wrap}.row figure{margin:0;max-width:8rem}.row figcaption{font-size:.875rem}\
pre{overflow-x:auto;padding:1rem;border:1px solid #8886}\
@page{size:A4;margin:15mm}\
@media print{:root{color-scheme:light}body{font-size:10pt;max-width:none;margin:0;padding:0}\
table{display:table;width:100%}h2,h3{break-after:avoid}h3,figure,tr,.row{break-inside:avoid}\
figure{break-before:avoid}pre{white-space:pre-wrap;overflow-wrap:anywhere}}";

/// Wherever the page is opened, it loads nothing and runs nothing.
const POLICY: &str = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/// The whole page.
pub fn page(report: &Report, read: ReadFile<'_>, shown: PageOptions<'_>) -> Result<String> {
    let identities: Result<Vec<String>> =
        report.identities.iter().map(|identity| section(identity, own_face(report), read, shown)).collect();
    Ok(format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{name}</title>\
         <style>{STYLE}</style></head><body><main><h1>{name}</h1>{verdict}\
         {origin}{totals}{networks}{people}<h2>Identities</h2>{table}<figure>{svg}<figcaption>Cumulative matching characteristic: the share of an \
         identity's clones whose rank by the evaluation recognizer is at most k.</figcaption></figure>{identities}{left_out}{method}\
         </main></body></html>\n",
        name = escaped(&report.config.name),
        verdict = verdict(report),
        origin = shown.run.map(origin).unwrap_or_default(),
        totals = totals(report),
        networks = networks(report),
        people = people(shown.people),
        table = table2(report),
        svg = cmc_svg(report),
        identities = identities?.concat(),
        left_out = left_out::section(&report.left_out),
        method = method(report),
    ))
}

fn origin(run: &RunId) -> String {
    format!("<p>Clones are synthetic, made by model inversion in run {}; none is a photograph.</p>", escaped(&run.0))
}

/// The headline, its grounds, and its limits.
fn verdict(report: &Report) -> String {
    let VerdictWords { headline, obstacles, evidence, caveats, rule } = VerdictWords::of(report);
    let paragraph = |text: String| format!("<p>{}</p>", escaped(&text));
    let row = |[name, figure]: [String; 2]| {
        format!("<tr><td>{}</td><td class=\"what\">{}</td></tr>", escaped(&name), escaped(&figure))
    };
    format!(
        "<p><strong>{}</strong></p>{}<table>{}</table>{}{}",
        escaped(&headline),
        obstacles.into_iter().map(|lines| paragraph(lines.concat())).collect::<String>(),
        evidence.into_iter().map(row).collect::<String>(),
        caveats.into_iter().map(paragraph).collect::<String>(),
        paragraph(rule)
    )
}

fn totals(report: &Report) -> String {
    let (totals, intervals) = (&report.totals, &report.totals.intervals);
    let row = |what: &str, value: f64, [low, high]: [f64; 2], beside: [Option<f64>; 2]| {
        let [seed, photographs] = beside.map(|value| value.map_or("–".into(), |value| format!("{value:.3}")));
        format!(
            "<tr><td>{what}</td><td>{value:.3}</td><td>{low:.3} to {high:.3}</td><td>{seed}</td><td>{photographs}</td></tr>"
        )
    };
    let rows = [
        row(
            "Ranked first by the evaluation recognizer",
            totals.top1,
            intervals.top1,
            [Some(totals.seed_top1), totals.photograph_top1],
        ),
        row("Ranked fifth or better", totals.top5, intervals.top5, [None, None]),
        row(
            "Mean target score",
            totals.mean_target_score,
            intervals.mean_target_score,
            [Some(totals.seed_mean_target_score), totals.photograph_mean_target_score],
        ),
        row(
            "Mean evaluation score",
            totals.mean_evaluation_score,
            intervals.mean_evaluation_score,
            [Some(totals.seed_mean_evaluation_score), totals.photograph_mean_evaluation_score],
        ),
    ];
    let head = format!(
        "<tr><th>All {} clones</th><th>value</th><th>95 % interval, for people like these</th><th>seeds</th><th>{}s</th></tr>",
        totals.clones,
        own_face(report).to_lowercase()
    );
    format!("<table>{head}{}</table>", rows.concat())
}

fn table2(report: &Report) -> String {
    let row = |name: &str, what: &str, clone: &CloneReport| {
        format!(
            "<tr><td>{}</td><td class=\"what\">{what}</td><td>{:.4}</td><td>{:.4}</td><td>{}</td><td>{}</td></tr>",
            escaped(name),
            clone.target_score,
            clone.evaluation_score,
            clone.target_rank.map_or("–".into(), |rank| rank.to_string()),
            clone.evaluation_rank
        )
    };
    let own_face = own_face(report);
    let rows = report.identities.iter().map(|identity| {
        let photograph = identity.photographs.as_ref().and_then(|found| found.photographs.first());
        let photograph = photograph.map_or(String::new(), |first| row(&identity.name, own_face, first));
        let seed = identity.seed.seeds.get(identity.attacker_choice as usize);
        let seed = seed.map_or(String::new(), |seed| row(&identity.name, "seed of the attacker's choice", seed));
        let chosen = |index: u32, what: &str| {
            identity.clones.get(index as usize).map_or(String::new(), |clone| row(&identity.name, what, clone))
        };
        photograph
            + &seed
            + &chosen(identity.oracle_choice, "oracle's choice (best by the evaluation recognizer)")
            + &chosen(identity.attacker_choice, "attacker's choice (best by the target recognizer)")
    });
    format!(
        "<table><tr><th>identity</th><th>picture</th><th>score by target recognizer</th><th>score by evaluation recognizer</th>\
         <th>rank by target recognizer</th><th>rank by evaluation recognizer</th></tr>{}</table>",
        rows.collect::<String>()
    )
}

/// What embedding networks make of the clones; empty if there are none.
fn networks(report: &Report) -> String {
    let cells = |cells: &[String]| cells.iter().map(|cell| format!("<td>{}</td>", escaped(cell))).collect::<String>();
    let heads = comparisons::COLUMNS.map(|column| format!("<th>{column}</th>")).concat();
    let table = |words: NetworkWords| {
        let rows = words.rows.iter().map(|(name, row)| format!("<tr><td>{}</td>{}</tr>", escaped(name), cells(row)));
        format!(
            "<h3>{}</h3><p>{}</p><table><tr><th>figure</th>{heads}</tr>{}</table>",
            escaped(&words.title),
            escaped(&words.about),
            rows.collect::<String>()
        )
    };
    let tables: String = comparisons::networks(report).into_iter().map(table).collect();
    let pairs: String = comparisons::agreements(report).iter().map(|row| format!("<tr>{}</tr>", cells(row))).collect();
    if tables.is_empty() {
        return String::new();
    }
    let agreement = if pairs.is_empty() {
        String::new()
    } else {
        format!(
            "<table><tr><th>judge</th><th>beside</th><th>kappa of rank 1</th><th>correlation of cosines</th></tr>{pairs}</table>"
        )
    };
    format!("<h2>By other networks, and by photographs of strangers</h2>{tables}{agreement}")
}

/// People's votes on the clones; empty if nobody was asked.
fn people(scores: &[HumanScore]) -> String {
    if scores.is_empty() {
        return String::new();
    }
    let cells = |cells: [&str; 4]| cells.map(|cell| format!("<td>{}</td>", escaped(cell))).concat();
    let row = |score: &HumanScore| {
        format!("<tr>{}</tr>", cells([&score.question, &score.screened, &score.raw, &score.raters]))
    };
    format!(
        "<h2>What people say</h2><table><tr><th>question</th><th>screened, 95 % interval</th><th>raw</th>\
         <th>raters used</th></tr>{}</table>",
        scores.iter().map(row).collect::<String>()
    )
}

/// The caption of a picture of the target.
fn own_face(report: &Report) -> &'static str {
    if report.config.faces.synthetic.is_some() { "Drawn face" } else { "Real face" }
}

fn section(identity: &IdentityReport, own_face: &str, read: ReadFile<'_>, shown: PageOptions<'_>) -> Result<String> {
    let name = escaped(&identity.name);
    let one = |file: Option<&str>, what: &str| -> Result<String> {
        let Some(file) = file else { return Ok(String::new()) };
        let picture = data_url(&grid(&pictures([file], read)?), None)?;
        Ok(format!("<figure><img src=\"{picture}\" alt=\"{what} of {name}\"><figcaption>{what}</figcaption></figure>"))
    };
    let face = identity.real_faces.first().filter(|_| shown.faces);
    let seed = identity.seed.seeds.first().filter(|_| shown.seeds);
    let beside = one(face.map(String::as_str), own_face)? + &one(seed.map(|seed| seed.file.as_str()), "Seed image")?;
    let mut sheets = String::new();
    for (clones, at) in identity.clones.chunks(TOGETHER).zip((0..).step_by(TOGETHER)) {
        let files = clones.iter().map(|clone| clone.file.as_str());
        let picture = data_url(&grid(&pictures(files, read)?), shown.run)?;
        let (first, last) = (at + 1, at + clones.len());
        sheets.push_str(&format!(
            "<figure><img src=\"{picture}\" alt=\"Clones {first} to {last} of {name}, in order\">\
             <figcaption>Clones {first} to {last} of {}, in order.</figcaption></figure>",
            identity.clones.len()
        ));
    }
    Ok(format!("<h3>{name}</h3><div class=\"row\">{beside}</div>{sheets}"))
}

fn method(report: &Report) -> String {
    let recognizer = |what: &str, recognizer: &wire::report::RecognizerReport| {
        let accuracy = recognizer.accuracy.map_or("not measured".into(), |accuracy| format!("{accuracy:.3}"));
        format!(
            "<tr><td>{what}</td><td>{}</td><td>{accuracy}</td><td class=\"what\">{}</td></tr>",
            recognizer.classes,
            origin_of(recognizer)
        )
    };
    format!(
        "<h2>Method</h2><p>{}</p><table><tr><th>recognizer</th><th>identities</th><th>held-out accuracy</th><th class=\"what\">origin</th></tr>{}{}</table>\
         <p>The attack saw neither the evaluation recognizer nor a real face of its target.</p><pre>{}</pre>",
        escaped(&sentences(report).join(" ")),
        recognizer("target", &report.recognizers.target),
        recognizer("evaluation", &report.recognizers.evaluation),
        escaped(&to_toml(&report.config)),
    )
}
