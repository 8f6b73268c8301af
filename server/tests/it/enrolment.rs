//! Networks from ONNX files: people are registered by templates, attacked, and judged by another such network.

use crate::support::program::{effigy, told};
use crate::support::tiny;
use std::fs;
use std::path::{Path, PathBuf};
use wire::experiment::{AttackConfig, ExperimentConfig, Preset};
use wire::report::Report;

/// A small network with random weights.
fn network(name: &str) -> String {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("onnx/tests").join(name);
    file.to_str().expect("text").into()
}

fn config(target: &str, evaluation: &str) -> ExperimentConfig {
    let mut config = tiny();
    (config.recognizers.target, config.recognizers.evaluation) = (target.into(), evaluation.into());
    config.attack =
        AttackConfig { clones: 3, seed_faces: 3, snapshot_every: 5, max_steps: 25, ..Preset::Template.settings() };
    config
}

/// What the program says of a run in `here`, and whether it went well.
fn ran(config: &ExperimentConfig, here: &Path, name: &str, further: &[&str]) -> (bool, String) {
    let path = |name: &str| here.join(name).to_str().expect("text").to_owned();
    let (file, out, data) = (path(&format!("{name}.toml")), path(name), path("data"));
    fs::write(&file, server::experiment::to_toml(config)).expect("written");
    told(&mut effigy(&[&["experiment", &file, "--out", &out, "--data", &data, "--device", "cpu"], further].concat()))
}

fn report(here: &Path, name: &str) -> Report {
    serde_json::from_slice(&fs::read(here.join(name).join("report.json")).expect("a report")).expect("of this version")
}

#[test]
fn people_are_registered_attacked_and_judged() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let config = config(&network("embedding-a.onnx"), &network("embedding-b.onnx"));
    let (is_well, said) = ran(&config, here, "run", &[]);
    assert!(is_well && said.contains("What the target recognizer was trained on is not described"), "{said}");
    let found = report(here, "run");
    let both = [&found.recognizers.target, &found.recognizers.evaluation];
    assert!(both.iter().all(|one| one.is_by_templates && !one.is_trained_here && one.accuracy.is_some()), "{both:?}");
    assert!(both[0].network.contains("ONNX") && both[0].file == "recognizers/target.onnx", "{both:?}");
    for identity in &found.identities {
        let clones = identity.clones.iter().map(|clone| clone.target_score).sum::<f64>() / 3.0;
        assert!(clones > identity.seed.mean_target_score, "{}: the attack came nearer", identity.name);
    }

    // What a run leaves is a recognizer with its people, which another run takes as it is.
    let registered = here.join("run/recognizers/target.onnx");
    let again = config_with_target(&config, &registered);
    let (is_well, said) = ran(&again, here, "again", &[]);
    assert!(is_well && !said.contains("What the target recognizer was trained on is not described"), "{said}");
    let scores = |report: &Report| -> Vec<f64> {
        report.identities.iter().flat_map(|one| &one.clones).map(|clone| clone.target_score).collect()
    };
    assert_eq!(scores(&report(here, "again")), scores(&found));
}

/// The templates that a run registered people by, as CSV without those of `left_out`.
fn templates_of(run: &Path, left_out: &str) -> String {
    let file = run.join("recognizers/target.onnx");
    let description: serde_json::Value =
        serde_json::from_slice(&fs::read(file.with_extension("json")).expect("read")).expect("JSON");
    let names: Vec<_> = description["enrolled"]["classes"].as_array().expect("names").iter().collect();
    let bytes = fs::read(file.with_extension("templates.safetensors")).expect("read");
    let header = 8 + u64::from_le_bytes(*bytes.first_chunk().expect("a length")) as usize;
    let rows = bytes[header..].chunks((bytes.len() - header) / names.len()).zip(names);
    let line = |(row, name): (&[u8], &serde_json::Value)| {
        let values = row.as_chunks().0.iter().map(|value| format!(",{}", f32::from_le_bytes(*value)));
        format!("{}{}\n", name.as_str().expect("a name"), values.collect::<String>())
    };
    rows.map(line).filter(|line| !line.starts_with(left_out)).collect()
}

#[test]
fn people_are_registered_by_templates_that_were_brought() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let config = config(&network("embedding-a.onnx"), &network("embedding-b.onnx"));
    let (is_well, said) = ran(&config, here, "photographs", &[]);
    assert!(is_well, "{said}");
    let by_photographs = report(here, "photographs");

    let file = here.join("theirs.onnx");
    fs::copy(network("embedding-a.onnx"), &file).expect("copied");
    let all = by_photographs.recognizers.target.classes;
    let one = &by_photographs.identities[1].name;
    let templates = templates_of(&here.join("photographs"), one) + "Nobody" + &",1".repeat(24) + "\n";
    fs::write(file.with_extension("templates.csv"), templates).expect("written");
    let (is_well, said) = ran(&config_with_target(&config, &file), here, "brought", &[]);
    let wanted = format!("{} of {all} people in the target recognizer are registered by templates", all - 1);
    assert!(is_well && said.contains(&wanted) && said.contains("nobody of that name: \"Nobody\""), "{said}");
    let brought = report(here, "brought");
    assert_eq!(brought.recognizers.target.given_templates, all - 1);
    let scores = |report: &Report| -> Vec<f64> {
        report.identities.iter().flat_map(|one| &one.clones).map(|clone| clone.target_score).collect()
    };
    for (brought, made) in scores(&brought).iter().zip(scores(&by_photographs)) {
        assert!((brought - made).abs() < 1e-3, "the same templates, the same attack: {brought} {made}");
    }

    fs::write(file.with_extension("templates.csv"), "Ada,1,2\n").expect("written");
    let (is_well, said) = ran(&config_with_target(&config, &file), here, "short", &[]);
    assert!(!is_well && said.contains("theirs.templates.csv") && said.contains("embeddings have 24"), "{said}");
}

fn config_with_target(config: &ExperimentConfig, target: &Path) -> ExperimentConfig {
    let mut config = config.clone();
    config.recognizers.target = target.to_str().expect("text").into();
    config
}

#[test]
fn a_network_does_not_judge_itself_and_what_is_none_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let copy = here.join("copy.onnx");
    fs::copy(network("embedding-a.onnx"), &copy).expect("copied");
    let itself = config(&network("embedding-a.onnx"), copy.to_str().expect("text"));
    let (is_well, said) = ran(&itself, here, "itself", &[]);
    assert!(!is_well && said.contains("the same weights"), "{said}");

    let text = here.join("text.onnx");
    fs::write(&text, "no network").expect("written");
    let none = config(text.to_str().expect("text"), &network("embedding-b.onnx"));
    let (is_well, said) = ran(&none, here, "none", &[]);
    assert!(!is_well && said.contains("text.onnx") && said.contains("not an ONNX file"), "{said}");
}

/// A description that is clearly wrong is named before anybody believes a figure.
#[test]
fn a_description_is_followed_and_said_to_be_doubtful() {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path();
    let file = here.join("described.onnx");
    fs::copy(network("embedding-a.onnx"), &file).expect("copied");
    let described = |deviation: f32| {
        format!(
            r#"{{"version": 2, "network": "onnx", "preprocessing": {{"crop": "whole", "channels": "rgb",
            "mean": [127.5, 127.5, 127.5], "deviation": [{deviation}, {deviation}, {deviation}]}}}}"#
        )
    };
    fs::write(file.with_extension("json"), described(127.5)).expect("written");
    let config = config(file.to_str().expect("text"), &network("embedding-b.onnx"));
    let (is_well, said) = ran(&config, here, "run", &[]);
    assert!(
        is_well && (said.contains("understood as described") || said.contains("Is the description right")),
        "{said}"
    );
    fs::write(file.with_extension("json"), described(0.0)).expect("written");
    let (is_well, said) = ran(&config, here, "bad", &[]);
    assert!(!is_well && said.contains("preprocessing.deviation"), "{said}");
}
