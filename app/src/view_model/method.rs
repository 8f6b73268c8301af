//! How a result was made, in sentences.

use super::settings::{Kind, Setting, value};
use super::{number, time};
use crate::wire::experiment::{AttackConfig, ExperimentConfig, Objective, Optimizer};
use crate::wire::faces::Authorised;
use crate::wire::report::{RecognizerReport, Report};

/// Faces, recognizers, attack, judgement, device: a sentence or two each.
pub fn sentences(report: &Report) -> Vec<String> {
    let mut sentences = vec![faces(&report.config)];
    sentences.extend(report.authorised.iter().map(Authorised::sentence));
    sentences.extend([
        recognizer("target recognizer", &report.recognizers.target),
        recognizer("evaluation recognizer", &report.recognizers.evaluation),
        attack(&report.config.attack),
        format!(
            "Each clone was judged as the 8-bit picture that was written to disk. By chance, the evaluation recognizer \
             would rank a target first 1 time in {}.",
            number::count(report.recognizers.evaluation.classes.into())
        ),
        device(report),
    ]);
    sentences
}

/// A setting's value in words.
pub fn setting_text(config: &ExperimentConfig, setting: &Setting) -> Option<String> {
    let text = value::text(config, setting.path).filter(|text| !text.is_empty())?;
    Some(match setting.kind {
        Kind::Switch => if text == "true" { "on" } else { "off" }.into(),
        Kind::Choice(options) => {
            options.iter().find(|(value, _)| *value == text).map_or(text, |(_, label)| (*label).to_owned())
        }
        _ => text,
    })
}

fn faces(config: &ExperimentConfig) -> String {
    match &config.faces.synthetic {
        Some(drawn) => format!(
            "The people are drawn by Effigy and nobody is real: {}, {} of each, and {} for the seeds.",
            match drawn.identities {
                1 => "1 person".into(),
                people => format!("{} people", number::count(people.into())),
            },
            number::counted(drawn.images.into(), "picture"),
            number::counted(drawn.public.into(), "further face"),
        ),
        None => {
            let from = if config.faces.set.is_some() { "of a set" } else { "from a folder" };
            format!(
                "The faces are photographs {from}; targets are registered in both recognizers, everyone else in one of \
                 them."
            )
        }
    }
}

fn recognizer(name: &str, report: &RecognizerReport) -> String {
    let known = format!("The {name} knows {} identities", number::count(report.classes.into()));
    let accuracy = match report.accuracy {
        Some(accuracy) => format!(" and names {} of held-out images correctly", number::percent(accuracy)),
        None => String::new(),
    };
    format!("{known}{accuracy}; it was {}.", origin_of(report))
}

/// Where a recognizer came from.
pub fn origin_of(report: &RecognizerReport) -> String {
    match report.is_from_cache {
        true => from_cache(report.seconds, report.trained_ms),
        false if report.seconds > 0.0 => format!("trained in {}", time::duration(report.seconds)),
        false => "loaded, not trained here".into(),
    }
}

/// That a recognizer was trained by an earlier run, in so many seconds, and when, if known.
pub fn from_cache(seconds: f64, trained_ms: Option<u64>) -> String {
    let when = trained_ms.map(|at| format!(", until {}", time::date(at))).unwrap_or_default();
    format!(
        "taken from the cache: an earlier run of the same faces and settings trained it in {}{when}",
        time::duration(seconds)
    )
}

fn attack(attack: &AttackConfig) -> String {
    let optimizer = match attack.optimizer {
        Some(Optimizer::Adam) => "Adam",
        _ => "gradient descent",
    };
    let objective = match attack.objective {
        Some(Objective::SquaredError) => "squared error",
        _ => "cross-entropy",
    };
    let mut sentence = format!("Clones were made by {optimizer} on the {objective}");
    if let Some(step) = attack.step_size {
        sentence += &format!(", step {}", number::significant(step));
    }
    if let Some(weight) = attack.total_variation.filter(|&weight| weight > 0.0) {
        sentence += &format!(", smoothed by {} times the total variation", number::significant(weight));
    }
    if let Some(shift) = attack.shift.filter(|&shift| shift > 0) {
        sentence += &format!(", each step seen through a random shift of up to {shift} pixels");
    }
    if attack.flip == Some(true) {
        sentence += ", half of the steps mirrored";
    }
    if let Some(steps) = attack.max_steps {
        sentence += &format!("; at most {}", number::counted(steps.into(), "step"));
    }
    sentence
        + &format!(
            ". Each started from its own average of up to {} public faces.",
            number::count(attack.seed_faces.into())
        )
}

fn device(report: &Report) -> String {
    format!(
        "It took {} (device: {}); the attack made {} clone-iterations a second.",
        time::duration(report.seconds),
        report.device.name,
        number::significant(report.totals.clone_iterations_per_second)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view_model::{example, settings};

    #[test]
    fn a_loaded_recognizer_is_not_said_to_be_trained() {
        let loaded = RecognizerReport {
            classes: 2041,
            accuracy: None,
            seconds: 0.0,
            file: String::new(),
            is_trained_here: false,
            loss: None,
            is_from_cache: false,
            trained_ms: None,
        };
        assert_eq!(
            recognizer("target recognizer", &loaded),
            "The target recognizer knows 2,041 identities; it was loaded, not trained here."
        );
    }

    /// It was once said to have been trained by the run.
    #[test]
    fn a_recognizer_from_the_cache_is_said_to_be_of_an_earlier_run() {
        let mut report = example::report(&[]).recognizers.target;
        assert!(
            recognizer("judge", &report).ends_with("; it was trained in 20 s."),
            "{}",
            recognizer("judge", &report)
        );
        (report.is_from_cache, report.trained_ms) = (true, Some(1_794_060_180_000));
        let said = recognizer("judge", &report);
        assert!(said.contains("taken from the cache: an earlier run") && said.ends_with("14:03 UTC."), "{said}");
    }

    #[test]
    fn the_attack_names_what_was_on_and_nothing_else() {
        let plain = attack(&AttackConfig { step_size: Some(0.05), flip: Some(false), ..Default::default() });
        assert_eq!(
            plain,
            "Clones were made by gradient descent on the cross-entropy, step 0.05. Each started from its own \
             average of up to 256 public faces."
        );
        let fast = AttackConfig {
            optimizer: Some(Optimizer::Adam),
            total_variation: Some(2.0),
            shift: Some(8),
            flip: Some(true),
            max_steps: Some(200),
            ..Default::default()
        };
        let fast = attack(&fast);
        assert!(
            ["Adam", "2 times the total variation", "8 pixels", "mirrored", "200 steps"]
                .iter()
                .all(|part| fast.contains(part)),
            "{fast}"
        );
    }

    #[test]
    fn settings_are_said_in_words_and_absent_ones_not_at_all() {
        let config = example::report(&[]).config;
        let text = |path| setting_text(&config, settings::find(path).expect("a setting"));
        assert_eq!(text("training.flip").as_deref(), Some("on"));
        assert_eq!(text("device").as_deref(), Some("best available"));
        assert_eq!((text("attack.step_size"), text("recognizers.target")), (None, None));
    }
}
