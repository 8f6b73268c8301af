//! Tables for spreadsheets.

use crate::csv::{row, text};
use app::wire::gallery::HumanFigures;
use app::wire::report::{CloneReport, IdentityReport, Report};
use app::wire::verdict::Accepted;
use std::collections::HashMap;

/// What people say of single clones, by the target's name and the clone's index.
pub type People = HashMap<(String, u32), HumanFigures>;

/// The columns of [`clones`]. Clones count from one, as on pages; ranks and scores of seeds are those of the clone's own
/// seed; what people say is in per cent, and empty where nobody was asked.
const CLONES: &str = "identity,clone,file,steps,score_by_target,score_by_evaluation,rank_by_evaluation,\
    seed_score_by_target,seed_score_by_evaluation,seed_rank_by_evaluation,attackers_choice,oracles_choice,\
    similarity_by_people,recognition_by_people,naturalness_by_people\n";

/// Every clone, a row each.
pub fn clones(report: &Report, people: &People) -> String {
    let rows = report.identities.iter().flat_map(|identity| {
        (0..).zip(&identity.clones).map(|(at, clone)| {
            let human = people.get(&(identity.name.clone(), at)).copied().unwrap_or_default();
            row(clone_cells(identity, at, clone, human))
        })
    });
    CLONES.to_owned() + &rows.collect::<String>()
}

fn clone_cells(identity: &IdentityReport, at: u32, clone: &CloneReport, human: HumanFigures) -> Vec<String> {
    let chosen = |choice: u32| if choice == at { "yes" } else { "no" }.to_owned();
    let percent = |figure: Option<f64>| figure.map(|percent| format!("{percent:.1}")).unwrap_or_default();
    let mut cells = vec![text(&identity.name), (at + 1).to_string(), text(&clone.file), clone.steps.to_string()];
    cells.extend(verdicts(Some(clone)));
    cells.extend(verdicts(identity.seed.seeds.get(at as usize)));
    cells.extend([chosen(identity.attacker_choice), chosen(identity.oracle_choice)]);
    cells.extend([human.similarity, human.recognition, human.naturalness].map(percent));
    cells
}

/// Score by either recognizer, and rank; empty where there is no such picture.
fn verdicts(of: Option<&CloneReport>) -> [String; 3] {
    of.map_or_else(Default::default, |one| {
        let [target, evaluation] = [one.target_score, one.evaluation_score].map(|score| format!("{score:.4}"));
        [target, evaluation, one.evaluation_rank.to_string()]
    })
}

/// Table 2 of the paper, and beside the oracle's choice the attacker's, the mean of all clones, of the seeds, and of
/// photographs of the target.
pub fn table2(report: &Report) -> String {
    let mut table =
        String::from("identity,what,file,score_by_target,score_by_evaluation,rank_by_target,rank_by_evaluation\n");
    for identity in &report.identities {
        let name = text(&identity.name);
        let mut row = |what: &str, clone: &CloneReport| {
            table.push_str(&format!(
                "{name},{what},{},{:.4},{:.4},{},{}\n",
                text(&clone.file),
                clone.target_score,
                clone.evaluation_score,
                clone.target_rank.map(|rank| rank.to_string()).unwrap_or_default(),
                clone.evaluation_rank
            ));
        };
        if let Some(clone) = identity.clones.get(identity.oracle_choice as usize) {
            row("oracle's choice", clone);
        }
        if let Some(clone) = identity.clones.get(identity.attacker_choice as usize) {
            row("attacker's choice", clone);
        }
        let mean = |of: &[CloneReport], value: fn(&CloneReport) -> f64| {
            of.iter().map(value).sum::<f64>() / of.len().max(1) as f64
        };
        let photographs =
            identity.photographs.as_ref().map(|found| ("mean of held-out photographs", &found.photographs));
        let all = [("mean of all clones", &identity.clones), ("mean of seeds", &identity.seed.seeds)];
        for (what, of) in all.into_iter().chain(photographs) {
            let ranks = of.iter().all(|one| one.target_rank.is_some());
            let by_target = ranks.then(|| format!("{:.2}", mean(of, |one| one.target_rank.map_or(0.0, f64::from))));
            table.push_str(&format!(
                "{name},{what},,{:.4},{:.4},{},{:.2}\n",
                mean(of, |one| one.target_score),
                mean(of, |one| one.evaluation_score),
                by_target.unwrap_or_default(),
                mean(of, |one| f64::from(one.evaluation_rank))
            ));
        }
    }
    table
}

/// Figures over all clones with their intervals, beside the same of seeds and photographs; figures that the verdict
/// counts are identities.
pub fn totals(report: &Report) -> String {
    let (totals, intervals) = (&report.totals, &report.totals.intervals);
    let mut table = String::from("figure,clones,low_95,high_95,seeds,photographs\n");
    let mut line = |figure: &str, clones: f64, [low, high]: [f64; 2], seeds: Option<f64>, photographs: Option<f64>| {
        let or_empty = |value: Option<f64>| value.map(|value| format!("{value:.4}")).unwrap_or_default();
        let (seeds, photographs) = (or_empty(seeds), or_empty(photographs));
        table.push_str(&format!("{figure},{clones:.4},{low:.4},{high:.4},{seeds},{photographs}\n"));
    };
    line("ranked_first", totals.top1, intervals.top1, Some(totals.seed_top1), totals.photograph_top1);
    line("ranked_fifth_or_better", totals.top5, intervals.top5, None, None);
    let (seeds, photographs) = (totals.seed_mean_target_score, totals.photograph_mean_target_score);
    line("score_by_target", totals.mean_target_score, intervals.mean_target_score, Some(seeds), photographs);
    let (seeds, photographs) = (totals.seed_mean_evaluation_score, totals.photograph_mean_evaluation_score);
    line(
        "score_by_evaluation",
        totals.mean_evaluation_score,
        intervals.mean_evaluation_score,
        Some(seeds),
        photographs,
    );
    if let Some(verdict) = &report.verdict {
        let share = |accepted: Accepted| f64::from(accepted.count) / f64::from(accepted.of.max(1));
        let (clones, photographs) = (verdict.clones, verdict.photographs.map(share));
        line("identities_accepted", share(clones), clones.interval, Some(share(verdict.seeds)), photographs);
    }
    table
}

/// The cumulative matching characteristic: one row a rank, one column an identity.
pub fn cmc(report: &Report) -> String {
    let names: Vec<String> = report.identities.iter().map(|identity| text(&identity.name)).collect();
    let mut table = format!("rank,{}\n", names.join(","));
    let ranks = report.identities.iter().map(|identity| identity.cmc.len()).max().unwrap_or(0);
    for rank in 0..ranks {
        let shares = report
            .identities
            .iter()
            .map(|identity| identity.cmc.get(rank).map_or(String::new(), |share| format!("{share:.4}")));
        table.push_str(&format!("{},{}\n", rank + 1, shares.collect::<Vec<_>>().join(",")));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::gallery::story::report_of;

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
