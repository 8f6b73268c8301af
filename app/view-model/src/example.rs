//! A report made by hand, for tests.

use wire::experiment::ExperimentConfig;
use wire::left_out::LeftOutFaces;
use wire::report::*;

/// A report with one identity for each entry, and a clone for each rank given.
pub fn report(identities: &[(&str, &[u32])]) -> Report {
    let recognizer = |file: &str| RecognizerReport {
        classes: 15,
        accuracy: Some(0.9),
        seconds: 20.0,
        file: file.to_owned(),
        is_trained_here: true,
        loss: Some(0.1),
        is_from_cache: false,
        trained_ms: None,
        network: String::new(),
        is_by_templates: false,
        given_templates: 0,
    };
    Report {
        version: VERSION,
        config: ExperimentConfig::default(),
        device: DeviceReport { kind: "cpu".into(), name: "test".into(), reason: "asked for".into() },
        recognizers: Recognizers {
            target: recognizer("recognizers/target.safetensors"),
            evaluation: recognizer("recognizers/evaluation.safetensors"),
        },
        networks: Vec::new(),
        agreements: Vec::new(),
        identities: identities.iter().map(|(name, ranks)| identity(name, ranks)).collect(),
        totals: totals(),
        verdict: None,
        seconds: 60.0,
        authorised: Vec::new(),
        left_out: LeftOutFaces::default(),
    }
}

fn identity(name: &str, ranks: &[u32]) -> IdentityReport {
    let image = |folder: &str, at: usize, rank: u32, score: f64| CloneReport {
        file: format!("{folder}/{name}/{at:04}.png"),
        steps: 100,
        target_score: 0.9 + 0.01 * at as f64,
        evaluation_score: score / f64::from(rank),
        target_rank: Some(1),
        evaluation_rank: rank,
    };
    let clones: Vec<_> = ranks.iter().enumerate().map(|(at, &rank)| image("clones", at, rank, 0.8)).collect();
    let seeds: Vec<_> = (0..ranks.len()).map(|at| image("seeds", at, 9, 0.1)).collect();
    let within = |k: u32| ranks.iter().filter(|&&rank| rank <= k).count() as f64 / ranks.len() as f64;
    IdentityReport {
        queries: 0,
        name: name.to_owned(),
        target_label: 0,
        evaluation_label: 0,
        real_faces: vec![format!("real/{name}/0000.png")],
        oracle_choice: (0..ranks.len()).min_by_key(|&at| ranks[at]).unwrap_or(0) as u32,
        attacker_choice: ranks.len().saturating_sub(1) as u32,
        cmc: (1..=15).map(within).collect(),
        comparisons: Vec::new(),
        clones,
        seed: SeedReport { mean_target_score: 0.05, mean_evaluation_score: 0.04, top1: 0.0, seeds },
        photographs: Some(PhotographsReport {
            mean_target_score: 0.8,
            mean_evaluation_score: 0.7,
            top1: 1.0,
            photographs: vec![image("real", 0, 1, 0.7)],
        }),
    }
}

fn totals() -> Totals {
    let whole = [0.0, 1.0];
    Totals {
        clones: 4,
        top1: 0.5,
        top5: 0.75,
        mean_target_score: 0.9,
        mean_evaluation_score: 0.4,
        seed_top1: 0.0,
        seed_mean_target_score: 0.05,
        seed_mean_evaluation_score: 0.04,
        photograph_top1: Some(0.9),
        photograph_mean_target_score: Some(0.8),
        photograph_mean_evaluation_score: Some(0.7),
        intervals: Intervals { top1: whole, top5: whole, mean_target_score: whole, mean_evaluation_score: whole },
        clone_iterations_per_second: 400.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example_live::live;
    use serde::{Serialize, de::DeserializeOwned};
    use wire::faces::LeftOutFile;
    use wire::live::{LiveEvent, Viewers};
    use wire::run::RunState;

    fn comes_back<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(value: &T) -> String {
        let text = serde_json::to_string(value).expect("JSON");
        assert_eq!(&wire::json::read::<T>(&text).expect("the same type"), value, "{text}");
        assert_eq!(&serde_json::from_str::<T>(&text).expect("the same type"), value, "{text}");
        text
    }

    #[test]
    fn what_crosses_the_wire_comes_back() {
        comes_back(&LiveEvent::Everything { state: Box::new(live(RunState::Running)) });
        comes_back(&LiveEvent::Viewers { count: 3, watching: Viewers::default() });
        let mut report = report(&[("A", &[1, 2]), ("Zoë \"", &[3])]);
        let text = comes_back(&report);
        assert!(!text.contains("left_out"), "where nothing was left out, nothing is said: as it was before");
        report.left_out.files = vec![LeftOutFile { file: "a.jpg".into(), why: "it is cut off".into() }];
        comes_back(&report);
    }
}
