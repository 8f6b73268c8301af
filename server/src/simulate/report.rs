//! Simulated raters that the screening excludes, by rule.

use super::behaviour::Behaviour;
use super::client::Client;
use anyhow::Result;
use serde_json::json;
use wire::study::results::{RaterRow, ScreeningConfig, StudyResults};
use wire::study::{Population, StudyId};

/// Queries the server for how many of the study's simulated raters, including earlier ones, each rule excludes with the
/// default thresholds.
///
/// # Errors
/// If the server refuses.
pub fn report(client: &Client, study: &StudyId) -> Result<String> {
    let ask = json!({
        "id": study,
        "population": Population::Simulated,
        "screening": ScreeningConfig::default(),
        "revision": null,
    });
    let results: Option<StudyResults> = client.call("study_results", &ask, "")?.value;
    Ok(results.map_or(String::new(), |results| lines(&results.raters)))
}

fn lines(raters: &[RaterRow]) -> String {
    let lines = Behaviour::ALL.into_iter().filter_map(|rule| {
        let of_rule: Vec<&RaterRow> =
            raters.iter().filter(|rater| rater.simulated.as_deref() == Some(rule.name())).collect();
        let out = of_rule.iter().filter(|rater| !rater.reasons.is_empty()).count();
        let share = 100.0 * out as f64 / of_rule.len().max(1) as f64;
        (!of_rule.is_empty())
            .then(|| format!("  {:<9}{out:>5} of {:<5} left out ({share:.1} %)\n", rule.name(), of_rule.len()))
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::studies::example::{about, records};
    use crate::studies::results::results;
    use wire::study::config::{Scale, Task};

    #[test]
    fn rules_are_told_apart() {
        let task = Task::Similarity { scale: Scale::FivePoint };
        let mut study =
            records(&[task], vec![about(0, "Ann", &[1])]).rated(&[(1, 4)]).rated(&[(1, 1)]).rated(&[(1, 1)]);
        let rules = [Some("honest"), Some("honest"), None];
        study.raters.iter_mut().zip(rules).for_each(|(rater, rule)| rater.simulated = rule.map(String::from));
        let mut raters = results(&study, Population::Simulated, &ScreeningConfig::default(), 1).raters;
        raters[0].reasons.push("a reason".into());
        assert_eq!(lines(&raters), "  honest       1 of 2     left out (50.0 %)\n");
    }
}
