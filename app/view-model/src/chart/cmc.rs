//! Cumulative matching characteristic: one line for each identity, and one for all seeds.

use super::plot::{Axis, Colour, Line, Paint, Plot};
use crate::markup::escaped;
use wire::report::Report;

/// Ranks shown; `cmc.csv` has all.
const CMC_RANKS: usize = 20;

/// The curves of all identities over the seeds' curve.
pub fn cmc_plot(report: &Report) -> Plot {
    let longest = report.identities.iter().map(|identity| identity.cmc.len()).max().unwrap_or(0);
    let ranks = longest.clamp(2, CMC_RANKS);
    let curve = |shares: &[f64]| (1u32..).map(f64::from).zip(shares.iter().copied()).take(ranks).collect::<Vec<_>>();
    let seeds = Line { colour: Colour::Muted, points: curve(&seed_cmc(report, ranks)), band: vec![], dashed: true };
    let identities = report.identities.iter().enumerate().map(|(at, identity)| Line {
        colour: Colour::Series(at),
        points: curve(&identity.cmc),
        band: vec![],
        dashed: false,
    });
    Plot {
        x: Axis { label: "rank k", from: 1.0, to: ranks as f64, ticks: ranks.min(10) },
        y: Axis { label: "share of clones with rank ≤ k", from: 0.0, to: 1.0, ticks: 6 },
        lines: std::iter::once(seeds).chain(identities).collect(),
        size: (960, 620),
    }
}

/// The same as a standalone file, with a legend.
pub fn cmc_svg(report: &Report) -> String {
    let plot = cmc_plot(report);
    let (width, height) = plot.size;
    let rows = report.identities.len() as u32 + 1;
    let (whole, tall) = (width + 320, height.max(60 + rows * 36));
    let mut legend = String::new();
    for (at, identity) in report.identities.iter().enumerate() {
        legend += &entry(width, at, &hex(Colour::Series(at)), "", &identity.name);
    }
    legend += &entry(width, report.identities.len(), &hex(Colour::Muted), " stroke-dasharray=\"10 8\"", "seeds alone");
    let curves = plot.svg(Paint::File);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{whole}\" height=\"{tall}\" \
         viewBox=\"0 0 {whole} {tall}\">\n\
         <title>Cumulative matching characteristic by identity</title>\n\
         <rect width=\"{whole}\" height=\"{tall}\" fill=\"#FFFFFF\"/>\n{curves}{legend}</svg>\n"
    )
}

/// The share of all seeds whose rank is at most `k`, for `k` from 1.
pub fn seed_cmc(report: &Report, ranks: usize) -> Vec<f64> {
    let seeds: Vec<u32> =
        report.identities.iter().flat_map(|identity| &identity.seed.seeds).map(|seed| seed.evaluation_rank).collect();
    if seeds.is_empty() {
        return Vec::new();
    }
    (1..=ranks as u32).map(|k| seeds.iter().filter(|&&rank| rank <= k).count() as f64 / seeds.len() as f64).collect()
}

fn entry(left: u32, row: usize, colour: &str, dash: &str, name: &str) -> String {
    let (x, y) = (left + 12, 40 + 36 * row);
    format!(
        "<line x1=\"{x}\" y1=\"{y}\" x2=\"{}\" y2=\"{y}\" stroke=\"{colour}\" stroke-width=\"4\"{dash}/>\n\
         <text x=\"{}\" y=\"{}\" font-family=\"sans-serif\" font-size=\"22\" fill=\"#222426\">{}</text>\n",
        x + 40,
        x + 52,
        y + 7,
        escaped(&shorten(name)),
    )
}

fn hex(colour: Colour) -> String {
    let rgb = colour.rgb(Paint::File);
    format!("#{:02X}{:02X}{:02X}", rgb.0, rgb.1, rgb.2)
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= 20 { name.to_owned() } else { name.chars().take(19).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example;

    #[test]
    fn a_line_for_each_identity_over_one_for_the_seeds() {
        let plot = cmc_plot(&example::report(&[("A", &[1, 2]), ("B", &[3, 9])]));
        assert_eq!(plot.lines.len(), 3);
        assert_eq!(plot.lines[1].points[..2], [(1.0, 0.5), (2.0, 1.0)]);
        let seeds = &plot.lines[0].points; // every seed of the example has rank 9
        assert_eq!((seeds[7], seeds[8]), ((8.0, 0.0), (9.0, 1.0)));
    }

    #[test]
    fn a_file_names_its_lines_and_a_name_cannot_break_it() {
        let svg = cmc_svg(&example::report(&[("<b>&\"", &[1])]));
        assert!(svg.contains("&lt;b&gt;&amp;&quot;") && svg.contains("seeds alone") && !svg.contains("<b>"));
    }

    #[test]
    fn a_report_without_identities_is_drawn_too() {
        assert!(cmc_svg(&example::report(&[])).contains("</svg>"));
    }
}
