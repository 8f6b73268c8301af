//! The method of a run, in sentences.

use super::settings::{Kind, Setting, value};
use super::{number, time};
use wire::experiment::{AttackConfig, DefenceConfig, ExperimentConfig, Method, Parameters};
use wire::faces::AuthorisationRecord;
use wire::report::{RecognizerReport, Report};

/// Faces, recognizers, attack, judgement, device: a sentence or two each.
pub fn sentences(report: &Report) -> Vec<String> {
    let mut sentences = vec![faces(&report.config)];
    sentences.extend(report.authorised.iter().map(AuthorisationRecord::sentence));
    sentences.extend([
        recognizer("target recognizer", &report.recognizers.target),
        recognizer("evaluation recognizer", &report.recognizers.evaluation),
        attack(&report.config.attack) + &queries(report),
    ]);
    sentences.extend(defences(&report.config));
    sentences.extend([
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
            options.iter().find(|choice| choice.value == text).map_or(text, |choice| choice.label.to_owned())
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

/// The origin of a recognizer.
pub fn origin_of(report: &RecognizerReport) -> String {
    if report.is_by_templates {
        let photographs = "the mean embeddings of their photographs";
        let how = match report.given_templates {
            0 => photographs.into(),
            given if given >= report.classes => "which were brought with it".into(),
            given => {
                format!("{} of which were brought with it; the others are {photographs}", number::count(given.into()))
            }
        };
        return format!("loaded ({}); its people are registered by templates, {how}", report.network);
    }
    match report.is_from_cache {
        true => from_cache(report.seconds, report.trained_ms),
        false if report.seconds > 0.0 => format!("trained in {}", time::duration(report.seconds)),
        false => "loaded, not trained here".into(),
    }
}

/// States that an earlier run trained a recognizer, in this many seconds, and when, if known.
pub fn from_cache(seconds: f64, trained_ms: Option<u64>) -> String {
    let when = trained_ms.map(|at| format!(", finished on {}", time::date(at))).unwrap_or_default();
    format!(
        "taken from the cache: an earlier run of the same faces and settings trained it in {}{when}",
        time::duration(seconds)
    )
}

fn attack(attack: &AttackConfig) -> String {
    let mut sentence = format!("Clones were made by {} on the {}", how(attack), attack.objective.choice().label);
    if attack.parameters == Parameters::Eigenfaces {
        sentence += &format!(", among combinations of up to {} eigenfaces", number::count(attack.components.into()));
        if attack.coefficient_penalty > 0.0 {
            let weight = number::significant(attack.coefficient_penalty);
            sentence += &format!(" (penalty {weight} times their squared coefficients)");
        }
    }
    sentence += &if attack.method.is_by_scores() { search(attack) } else { descent(attack) };
    sentence
        + &format!(
            ". Each started from its own average of up to {} public faces.",
            number::count(attack.seed_faces.into())
        )
}

/// The defences that are on, by the labels of their settings; `None` if there are none.
fn defences(config: &ExperimentConfig) -> Option<String> {
    let default = ExperimentConfig::default();
    let on = DefenceConfig::SETTINGS.iter().filter_map(|setting| {
        let [value, off] = [config, &default].map(|config| setting_text(config, setting).unwrap_or_default());
        (value != off).then(|| format!("{} {value}", setting.label.to_lowercase()))
    });
    let all: Vec<_> = on.collect();
    (!all.is_empty()).then(|| format!("While it was attacked, the target recognizer was defended: {}.", all.join(", ")))
}

/// The number of queries; empty for reports without it.
fn queries(report: &Report) -> String {
    let shown: u64 = report.identities.iter().map(|identity| identity.queries).sum();
    let clones: usize = report.identities.iter().map(|identity| identity.clones.len()).sum();
    if shown == 0 || clones == 0 {
        return String::new();
    }
    let each = number::count(shown.div_ceil(clones as u64));
    format!(" It showed the recognizer {} images, {each} for each clone.", number::count(shown))
}

fn how(attack: &AttackConfig) -> String {
    match attack.method {
        Method::Descent => attack.optimizer.choice().label.to_owned(),
        by_scores @ (Method::Genetic | Method::CovarianceAdaptation) => {
            format!("a search by scores alone ({})", by_scores.choice().label)
        }
    }
}

fn search(attack: &AttackConfig) -> String {
    let mut clause = format!(
        ", in populations of {}; at most {}",
        number::count(attack.population.into()),
        number::counted(attack.max_steps.into(), "generation")
    );
    if attack.queries > 0 {
        clause += &format!(" and {} queries for each clone", number::count(attack.queries));
    }
    clause
}

fn descent(attack: &AttackConfig) -> String {
    let mut clause = format!(", step {}", number::significant(attack.step_size));
    if attack.total_variation > 0.0 {
        let weight = number::significant(attack.total_variation);
        clause += &format!(", smoothed by {weight} times the total variation");
    }
    let changes = changes(attack);
    if !changes.is_empty() {
        let views = number::counted(attack.views.into(), "random view");
        clause += &format!(", each step seen in {views}, {}", changes.join(", "));
    }
    clause + &format!("; at most {}", number::counted(attack.max_steps.into(), "step"))
}

/// The random changes of views.
fn changes(attack: &AttackConfig) -> Vec<String> {
    let by = |value: f64, words: String| (value > 0.0).then_some(words);
    let share = |value: f64| number::percent(value);
    let all = [
        by(attack.shift.into(), format!("moved by up to {}", number::counted(attack.shift.into(), "pixel"))),
        by(attack.rotation, format!("turned by up to {} degrees", number::significant(attack.rotation))),
        by(attack.scale, format!("scaled by up to {}", share(attack.scale))),
        by(attack.brightness, format!("made brighter or darker by up to {}", share(attack.brightness))),
        attack.flip.then(|| "half of them mirrored".to_owned()),
    ];
    all.into_iter().flatten().collect()
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
    use crate::{example, settings};
    use wire::experiment::Preset;

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
            network: String::new(),
            is_by_templates: false,
            given_templates: 0,
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
        let said = |preset: Preset| attack(&preset.settings());
        assert_eq!(
            said(Preset::Paper),
            "Clones were made by gradient descent on the cross-entropy (Infomax), step 0.05; at most 200 steps. Each \
             started from its own average of up to 256 public faces."
        );
        let holds = |text: &str, parts: &[&str]| parts.iter().all(|part| text.contains(part));
        let fast = said(Preset::Fast);
        let parts = ["Adam", "2 times the total variation", "1 random view", "8 pixels", "mirrored", "200 steps"];
        assert!(holds(&fast, &parts), "{fast}");
        let faces = said(Preset::Faces);
        let parts = ["max-margin", "256 eigenfaces", "0.02 times", "2 random views", "turned by up to 8 degrees"];
        assert!(holds(&faces, &parts), "{faces}");
        let evolution = said(Preset::Evolution);
        let parts = ["by scores alone", "adapted covariance", "populations of 40", "500 generations", "20,000 queries"];
        assert!(holds(&evolution, &parts) && !evolution.contains("step 0"), "{evolution}");
    }

    #[test]
    fn defences_are_named_where_there_are_some() {
        let mut config = example::report(&[]).config;
        assert_eq!(defences(&config), None);
        config.defence = DefenceConfig { decimals: 2, temperature: 3.0 };
        let said = defences(&config).expect("two defences");
        assert!(said.ends_with(": decimals of the scores 2, temperature of the scores 3."), "{said}");
    }

    #[test]
    fn settings_are_said_in_words_and_absent_ones_not_at_all() {
        let config = example::report(&[]).config;
        let text = |path| setting_text(&config, settings::find(path).expect("a setting"));
        assert_eq!(text("training.flip").as_deref(), Some("on"));
        assert_eq!(text("device").as_deref(), Some("best available"));
        assert_eq!((text("attack.step_size").as_deref(), text("recognizers.target")), (Some("0.05"), None));
    }
}
