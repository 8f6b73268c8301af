//! Tables for spreadsheets.

use crate::csv::{Cell, head, row};
use std::collections::HashMap;
use wire::gallery::HumanFigures;
use wire::report::{CloneReport, Comparison, IdentityReport, NetworkReport, NetworkRole, Report};
use wire::verdict::Accepted;

/// What people say of single clones, by the target's name and the clone's index.
pub type People = HashMap<(String, u32), HumanFigures>;

/// The columns of [`clones`]. Clones count from one, as on pages; ranks and scores of seeds are those of the clone's
/// own seed; what people say is in per cent, and empty where nobody was asked.
const CLONES: [&str; 15] = [
    "identity",
    "clone",
    "file",
    "steps",
    "score_by_target",
    "score_by_evaluation",
    "rank_by_evaluation",
    "seed_score_by_target",
    "seed_score_by_evaluation",
    "seed_rank_by_evaluation",
    "attackers_choice",
    "oracles_choice",
    "similarity_by_people",
    "recognition_by_people",
    "naturalness_by_people",
];

const COMPARISONS: [&str; 12] = [
    "role",
    "network",
    "identity",
    "picture",
    "number",
    "cosine",
    "nearer_strangers",
    "rank",
    "accepted_at_1_percent",
    "accepted_at_01_percent",
    "accepted_by_others_at_1_percent",
    "accepted_by_others_at_01_percent",
];

const TABLE_2: [&str; 7] =
    ["identity", "what", "file", "score_by_target", "score_by_evaluation", "rank_by_target", "rank_by_evaluation"];

/// All tables of a report, by their files' names.
pub fn tables(report: &Report, people: &People) -> [(&'static str, String); 5] {
    [
        ("totals.csv", totals(report)),
        ("table2.csv", table2(report)),
        ("clones.csv", clones(report, people)),
        ("cmc.csv", cmc(report)),
        ("comparisons.csv", comparisons(report)),
    ]
}

/// What each embedding network makes of each picture, a row for both; whether it accepts is empty without a threshold.
fn comparisons(report: &Report) -> String {
    let mut rows = String::new();
    for identity in &report.identities {
        for (network, of) in report.networks.iter().zip(&identity.comparisons) {
            let kinds = [("clone", &of.clones), ("seed", &of.seeds), ("photograph", &of.photographs)];
            for (kind, all) in kinds {
                rows.extend((1_u32..).zip(all).map(|(at, one)| comparison(network, identity, kind, at, one)));
            }
        }
    }
    head(COMPARISONS) + &rows
}

fn comparison(network: &NetworkReport, identity: &IdentityReport, kind: &str, at: u32, one: &Comparison) -> String {
    let role = match network.role {
        NetworkRole::Target => "target",
        NetworkRole::Evaluation => "evaluation",
        NetworkRole::Judge => "judge",
    };
    let yes_or_no =
        |accepted: Option<bool>| accepted.map_or(Cell::Empty, |is| Cell::text(if is { "yes" } else { "no" }));
    let mut cells = vec![Cell::text(role), Cell::text(&network.name), Cell::text(&identity.name), Cell::text(kind)];
    cells.extend([Cell::number(at), Cell::Fixed(one.cosine, 4), Cell::Fixed(one.nearer_strangers, 5)]);
    cells.push(Cell::number(one.rank));
    cells.extend(one.accepted.into_iter().chain(one.accepted_by_others).map(yes_or_no));
    row(cells)
}

/// Every clone, a row each.
pub fn clones(report: &Report, people: &People) -> String {
    let rows = report.identities.iter().flat_map(|identity| {
        (0..).zip(&identity.clones).map(|(at, clone)| {
            let human = people.get(&(identity.name.clone(), at)).copied().unwrap_or_default();
            row(clone_cells(identity, at, clone, human))
        })
    });
    head(CLONES) + &rows.collect::<String>()
}

fn clone_cells(identity: &IdentityReport, at: u32, clone: &CloneReport, human: HumanFigures) -> Vec<Cell> {
    let chosen = |choice: u32| Cell::text(if choice == at { "yes" } else { "no" });
    let percent = |figure: Option<f64>| figure.map_or(Cell::Empty, |percent| Cell::Fixed(percent, 1));
    let (name, file) = (Cell::text(&identity.name), Cell::text(&clone.file));
    let mut cells = vec![name, Cell::number(at + 1), file, Cell::number(clone.steps)];
    cells.extend(verdicts(Some(clone)));
    cells.extend(verdicts(identity.seed.seeds.get(at as usize)));
    cells.extend([chosen(identity.attacker_choice), chosen(identity.oracle_choice)]);
    cells.extend([human.similarity, human.recognition, human.naturalness].map(percent));
    cells
}

/// Score by either recognizer, and rank; empty where there is no such picture.
fn verdicts(of: Option<&CloneReport>) -> [Cell; 3] {
    of.map_or([Cell::Empty, Cell::Empty, Cell::Empty], |one| {
        let [target, evaluation] = [one.target_score, one.evaluation_score].map(|score| Cell::Fixed(score, 4));
        [target, evaluation, Cell::number(one.evaluation_rank)]
    })
}

/// Table 2 of the paper, and beside the oracle's choice the attacker's, the mean of all clones, of the seeds, and of
/// photographs of the target.
fn table2(report: &Report) -> String {
    head(TABLE_2) + &report.identities.iter().map(table2_of).collect::<String>()
}

fn table2_of(identity: &IdentityReport) -> String {
    let line = |what: &str, file: Cell, figures: [Cell; 4]| {
        row([Cell::text(&identity.name), Cell::text(what), file].into_iter().chain(figures))
    };
    let chosen = |what: &str, choice: u32| {
        let clone = identity.clones.get(choice as usize);
        clone.map_or(String::new(), |clone| {
            let [target, evaluation, rank] = verdicts(Some(clone));
            let by_target = clone.target_rank.map_or(Cell::Empty, Cell::number);
            line(what, Cell::text(&clone.file), [target, evaluation, by_target, rank])
        })
    };
    let photographs = identity.photographs.as_ref();
    [
        chosen("oracle's choice", identity.oracle_choice),
        chosen("attacker's choice", identity.attacker_choice),
        line("mean of all clones", Cell::Empty, means(&identity.clones)),
        line("mean of seeds", Cell::Empty, means(&identity.seed.seeds)),
        photographs.map_or(String::new(), |found| {
            line("mean of held-out photographs", Cell::Empty, means(&found.photographs))
        }),
    ]
    .concat()
}

/// Scores by both recognizers, then ranks.
fn means(of: &[CloneReport]) -> [Cell; 4] {
    let mean = |value: fn(&CloneReport) -> f64| of.iter().map(value).sum::<f64>() / of.len().max(1) as f64;
    let ranks: Option<Vec<f64>> = of.iter().map(|one| one.target_rank.map(f64::from)).collect();
    let by_target =
        ranks.map_or(Cell::Empty, |ranks| Cell::Fixed(ranks.iter().sum::<f64>() / of.len().max(1) as f64, 2));
    [
        Cell::Fixed(mean(|one| one.target_score), 4),
        Cell::Fixed(mean(|one| one.evaluation_score), 4),
        by_target,
        Cell::Fixed(mean(|one| f64::from(one.evaluation_rank)), 2),
    ]
}

/// Figures over all clones with their intervals, beside the same of seeds and photographs; the last counts identities.
fn totals(report: &Report) -> String {
    let (totals, intervals) = (&report.totals, &report.totals.intervals);
    let line = |figure: &str, clones: f64, [low, high]: [f64; 2], beside: [Option<f64>; 2]| {
        let [seeds, photographs] = beside.map(|value| value.map_or(Cell::Empty, |value| Cell::Fixed(value, 4)));
        row([Cell::text(figure)]
            .into_iter()
            .chain([clones, low, high].map(|value| Cell::Fixed(value, 4)))
            .chain([seeds, photographs]))
    };
    let by_target = [Some(totals.seed_mean_target_score), totals.photograph_mean_target_score];
    let by_evaluation = [Some(totals.seed_mean_evaluation_score), totals.photograph_mean_evaluation_score];
    let accepted = report.verdict.as_ref().map(|verdict| {
        let share = |accepted: Accepted| f64::from(accepted.count) / f64::from(accepted.of.max(1));
        let beside = [Some(share(verdict.seeds)), verdict.photographs.map(share)];
        line("identities_accepted", share(verdict.clones), verdict.clones.interval, beside)
    });
    [
        head(["figure", "clones", "low_95", "high_95", "seeds", "photographs"]),
        line("ranked_first", totals.top1, intervals.top1, [Some(totals.seed_top1), totals.photograph_top1]),
        line("ranked_fifth_or_better", totals.top5, intervals.top5, [None, None]),
        line("score_by_target", totals.mean_target_score, intervals.mean_target_score, by_target),
        line("score_by_evaluation", totals.mean_evaluation_score, intervals.mean_evaluation_score, by_evaluation),
        accepted.unwrap_or_default(),
    ]
    .concat()
}

/// The cumulative matching characteristic: one row a rank, one column an identity.
fn cmc(report: &Report) -> String {
    let names = report.identities.iter().map(|identity| identity.name.as_str());
    let mut table = head(["rank"].into_iter().chain(names));
    let ranks = report.identities.iter().map(|identity| identity.cmc.len()).max().unwrap_or(0);
    for rank in 0..ranks {
        let share =
            |identity: &IdentityReport| identity.cmc.get(rank).map_or(Cell::Empty, |share| Cell::Fixed(*share, 4));
        let shares = report.identities.iter().map(share);
        table += &row([Cell::number(rank as u32 + 1)].into_iter().chain(shares));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::gallery::scenario::report_of;

    #[test]
    fn a_clone_has_a_row_with_its_seed_its_choices_and_what_people_say() {
        let mut report = report_of(&["A, B"]);
        (report.identities[0].attacker_choice, report.identities[0].oracle_choice) = (0, 1);
        report.identities[0].seed.seeds.pop();
        let human = HumanFigures { similarity: Some(62.5), ..HumanFigures::default() };
        let table = clones(&report, &HashMap::from([(("A, B".to_owned(), 1), human)]));
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(
            lines[1..],
            [
                "\"A, B\",1,\"clones/A, B/0000.png\",3,0.5000,0.2500,2,0.5000,0.2500,2,yes,no,,,",
                "\"A, B\",2,\"clones/A, B/0001.png\",3,0.5000,0.2500,2,,,,no,yes,62.5,,",
            ]
        );
        let columns = lines[0].split(',').count();
        assert_eq!((columns, lines[1].matches(',').count() - 2), (15, columns - 1));
    }
}
