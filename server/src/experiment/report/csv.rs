//! Tables for spreadsheets.

use crate::csv::text;
use app::wire::report::{CloneReport, Report};

/// Table 2 of the paper, and beside the oracle's choice the attacker's, the mean of all clones, and of the seeds.
pub fn table2(report: &Report) -> String {
    let mut table = String::from("identity,what,file,score_by_target,score_by_evaluation,rank_by_evaluation\n");
    for identity in &report.identities {
        let name = text(&identity.name);
        let mut row = |what: &str, clone: &CloneReport| {
            table.push_str(&format!(
                "{name},{what},{},{:.4},{:.4},{}\n",
                text(&clone.file),
                clone.target_score,
                clone.evaluation_score,
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
        for (what, of) in [("mean of all clones", &identity.clones), ("mean of seeds", &identity.seed.seeds)] {
            table.push_str(&format!(
                "{name},{what},,{:.4},{:.4},{:.2}\n",
                mean(of, |one| one.target_score),
                mean(of, |one| one.evaluation_score),
                mean(of, |one| f64::from(one.evaluation_rank))
            ));
        }
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
