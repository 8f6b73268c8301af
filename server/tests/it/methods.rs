//! Every attack from its configuration to its report, and networks of any size.

use crate::support::program::{effigy, told};
use crate::support::tiny;
use engine::recognizer::{Architecture, ConvolutionLayer, Weights, artifact};
use std::fs;
use std::path::Path;
use wire::experiment::{AttackConfig, DefenceConfig, ExperimentConfig, Method, Preset};
use wire::report::Report;

/// The report of an experiment in a folder that holds nothing but caches.
fn ran(config: &ExperimentConfig, here: &Path, name: &str) -> Report {
    let path = |name: &str| here.join(name).to_str().expect("text").to_owned();
    let (file, out, data) = (path(&format!("{name}.toml")), path(name), path("data"));
    fs::write(&file, server::experiment::to_toml(config)).expect("written");
    let (is_well, said) = told(&mut effigy(&["experiment", &file, "--out", &out, "--data", &data]));
    assert!(is_well, "{name}: {said}");
    let report = fs::read(here.join(name).join("report.json")).expect("a report");
    serde_json::from_slice(&report).expect("of this version")
}

fn clones(here: &Path, name: &str, report: &Report) -> Vec<Vec<u8>> {
    let files = report.identities.iter().flat_map(|identity| &identity.clones).map(|clone| &clone.file);
    files.map(|file| fs::read(here.join(name).join(file)).expect("a clone")).collect()
}

#[test]
fn every_attack_ends_in_a_report_and_makes_the_same_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let attacks = Preset::ALL.iter().map(|preset| (preset.choice().value, preset.settings()));
    let genetic = AttackConfig { method: Method::Genetic, ..Preset::Evolution.settings() };
    for (name, preset) in attacks.chain([("genetic", genetic)]) {
        let small = AttackConfig { clones: 2, seed_faces: 3, snapshot_every: 1, max_steps: 3, ..preset };
        let config = ExperimentConfig { attack: AttackConfig { population: 6, ..small }, ..tiny() };
        let report = ran(&config, folder.path(), name);
        assert_eq!(report.config.attack, config.attack, "{name}");
        let shown: u64 = report.identities.iter().map(|identity| identity.queries).sum();
        assert!(shown >= 2 * 2 * 3, "{name}: {shown}");
        let again = format!("{name} again");
        let same = ran(&config, folder.path(), &again);
        assert_eq!(clones(folder.path(), name, &report), clones(folder.path(), &again, &same), "{name}");
    }
}

/// Rounding hinders an attack by scores and not one by gradients; a temperature changes both.
#[test]
fn defences_act_on_what_an_attack_sees_and_not_on_the_judgement() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = |preset: Preset, name: &str, defence: DefenceConfig| {
        let attack = AttackConfig { clones: 2, seed_faces: 3, max_steps: 3, population: 6, ..preset.settings() };
        let report = ran(&ExperimentConfig { attack, defence, ..tiny() }, folder.path(), name);
        let all = report.identities.iter().flat_map(|identity| &identity.clones);
        let scores: Vec<f64> = all.map(|clone| clone.target_score).collect();
        (clones(folder.path(), name, &report), scores)
    };
    let none = DefenceConfig::default();
    let (rounded, hot) = (DefenceConfig { decimals: 0, ..none }, DefenceConfig { temperature: 4.0, ..none });
    for (preset, is_hindered_by_rounding) in [(Preset::Evolution, true), (Preset::Fast, false)] {
        let name = preset.choice().value;
        let (plain, plain_scores) = made(preset, name, none);
        let (by_rounded, scores) = made(preset, &format!("{name} rounded"), rounded);
        assert_eq!(by_rounded != plain, is_hindered_by_rounding, "{name}");
        assert!(scores.iter().all(|score| score.fract() > 0.0), "{name}: {scores:?}");
        assert_eq!(scores == plain_scores, !is_hindered_by_rounding, "{name}: {scores:?}");
        assert_ne!(made(preset, &format!("{name} hot"), hot).0, plain, "{name}");
    }
}

/// A target of 64 pixels once failed after both trainings, and a judge of 64 pixels ended the program after all clones
/// were made.
#[test]
fn each_network_is_shown_pictures_at_its_own_size() {
    let folder = tempfile::tempdir().expect("a folder");
    let network = |name: &str, input: usize, people: [&str; 3]| {
        let convolutions = vec![ConvolutionLayer { kernel: 3, channels: 4 }];
        let architecture = Architecture { input, convolutions, hidden: vec![8], classes: 3 };
        let file = folder.path().join(format!("{name}.safetensors"));
        let weights = Weights::random(&architecture, input as u64);
        artifact::save(&file, &weights, &architecture, &people.map(String::from), None, None).expect("saved");
        file.to_str().expect("text").to_owned()
    };
    let mut config = tiny();
    config.split.target_names = vec!["person-0001".into(), "person-0002".into()];
    config.split.target_other_names = vec!["person-0003".into()];
    config.split.evaluation_other_names = vec!["person-0000".into()];
    for (target, judge) in [(64, 32), (32, 128), (128, 256)] {
        let name = format!("{target} and {judge}");
        let targets = ["person-0001", "person-0002"];
        config.recognizers.target = network("target", target, [targets[0], targets[1], "person-0003"]);
        config.recognizers.evaluation = network("judge", judge, [targets[0], targets[1], "person-0000"]);
        let report = ran(&config, folder.path(), &name);
        let scores = report.identities.iter().flat_map(|identity| &identity.clones).map(|clone| clone.evaluation_score);
        assert!(scores.clone().count() == 4 && scores.clone().all(|score| score > 0.0 && score < 1.0), "{name}");
    }
}
