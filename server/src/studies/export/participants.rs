//! Who took part, as a text for a paper.

use super::words;
use crate::studies::results::Records;
use wire::study::Population;
use wire::study::config::{JOIN_MINUTES, Limits, Recruiting, StopRule, StudyConfig};
use wire::study::results::StudyResults;

/// A paragraph. `results` are those of the records.
pub fn participants(records: &Records, results: &StudyResults) -> String {
    let config = &records.study.config;
    let joined = records.raters.len();
    let completed = records.raters.iter().filter(|rater| rater.completed_ms.is_some()).count();
    let who = match results.population {
        Population::Simulated => "simulated raters (programs that answer by a rule, not people)",
        Population::Pilot => "participants of the pilot",
        Population::Preview => "previews by researchers",
        Population::People => "participants",
    };
    let recruiting = match config.recruiting {
        Recruiting::Open => "by an open link",
        Recruiting::Tokens { .. } => "by single-use links",
        Recruiting::Prolific { .. } => "through Prolific",
        Recruiting::MechanicalTurk => "through Amazon Mechanical Turk",
    };
    let withdrawn = match records.withdrawn {
        0 => String::new(),
        1 => " (1 more withdrew)".into(),
        more => format!(" ({more} more withdrew)"),
    };
    let times = records.answers.iter().map(|answer| answer.answered_ms);
    let dates = times.clone().min().zip(times.max()).map(|(first, last)| {
        let day = |ms| words::time(ms).chars().take(10).collect::<String>();
        format!(" Answers were given from {} to {} (UTC).", day(first), day(last))
    });
    let mut languages: Vec<&str> = records.raters.iter().map(|rater| rater.language.as_str()).collect();
    languages.sort_unstable();
    languages.dedup();
    let spoken = match languages.as_slice() {
        [] => String::new(),
        languages => format!(" Languages of the instructions: {}.", languages.join(", ")),
    };
    format!(
        "Subjective evaluation, \"{}\". {joined} {who} joined ({recruiting}) and did not withdraw{withdrawn}; {completed} of them answered \
         everything, {} answered at least one question, with {} answers in all.{}{spoken} All agreed to a consent text \
         first (its newest version is {}); answers could be withdrawn at any time and were then deleted. {}{}",
        config.name,
        results.raters.len(),
        records.answers.len(),
        dates.unwrap_or_default(),
        records.study.consent_version,
        stop(&config.stop),
        limits(config, results),
    )
}

/// Which limits there were, and what they held back.
fn limits(config: &StudyConfig, results: &StudyResults) -> String {
    if !matches!(results.population, Population::People | Population::Pilot) {
        return String::new();
    }
    let Limits { joins_per_network, fastest_answer_ms } = config.limits;
    let fastest = (fastest_answer_ms > 0)
        .then(|| format!(" Answers that came less than {fastest_answer_ms} ms after their pictures were refused."));
    let is_limited = joins_per_network > 0 && !matches!(config.recruiting, Recruiting::Tokens { .. });
    let joins = is_limited.then(|| {
        format!(" At most {joins_per_network} people could join from one network within {JOIN_MINUTES} minutes.")
    });
    let held_back = match results.held_back.as_slice() {
        [] => String::new(),
        told => format!(" Held back: {}", told.join(" ")),
    };
    [fastest, joins, Some(held_back)].into_iter().flatten().collect()
}

fn stop(stop: &StopRule) -> String {
    match stop {
        StopRule::Never => "No stop rule was set in advance.".into(),
        StopRule::Votes { votes } => format!("The stop rule, set in advance: {votes} votes of every item."),
        StopRule::Width { half_width } => format!(
            "The stop rule, set in advance: every task's 95 % interval over raters reaches at most ±{half_width} percentage points."
        ),
    }
}
