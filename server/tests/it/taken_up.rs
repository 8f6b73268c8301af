//! Runs that are taken up again from what their folder holds.

use crate::faces::{add_people, draw};
use crate::support::tiny;
use engine::device::{Choice, choose};
use server::experiment::events::{Event, Observer};
use server::experiment::{Opening, Outcome, Plan, RunFolder, run};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use wire::experiment::{ExperimentConfig, FolderFaces};
use wire::live::StageKind;
use wire::report::Report;

/// When a run is stopped.
type Stops<'a> = &'a mut dyn FnMut(&Event<'_>) -> bool;

struct Watcher<'a>(Stops<'a>);

impl Observer for Watcher<'_> {
    fn observe(&mut self, event: Event<'_>) -> ControlFlow<()> {
        if (self.0)(&event) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

fn never(_: &Event<'_>) -> bool {
    false
}

/// When a recognizer has learned its last epoch.
fn last_epoch(event: &Event<'_>) -> bool {
    matches!(event, Event::Epoch(point) if point.epoch == point.epochs)
}

/// When the first epoch is over.
fn first_epoch(event: &Event<'_>) -> bool {
    matches!(event, Event::Epoch(_))
}

fn attempt(
    config: &ExperimentConfig,
    [folder, cache]: [&Path; 2],
    opening: Opening,
    stops: Stops<'_>,
) -> anyhow::Result<Outcome> {
    let plan = Plan::new(config.clone(), cache).expect("a configuration");
    let folder = RunFolder::open(folder, plan.config(), opening)?;
    run(&plan, &folder, &choose(Choice::Cpu).expect("a processor"), &mut Watcher(stops))
}

fn go(folder: &Path, cache: &Path, opening: Opening, stops: Stops<'_>) -> Outcome {
    attempt(&tiny(), [folder, cache], opening, stops).expect("it goes well")
}

/// What training goes on from was once left for ever in a run that was cut off after its last epoch.
#[test]
fn what_training_goes_on_from_is_gone_when_it_is_over() {
    let data = tempfile::tempdir().expect("a folder");
    let [cut_off, whole, cache] = ["cut off", "whole", "cache"].map(|name| data.path().join(name));
    assert_eq!(go(&cut_off, &cache, Opening::Fresh, &mut last_epoch), Outcome::Stopped);
    let left = cut_off.join("recognizers/target.checkpoint");
    let bytes = fs::read(&left).expect("left by the last epoch");
    assert!(!cut_off.join("recognizers/target.safetensors").exists());
    // Meanwhile another run of the same training brings its weights into the cache.
    assert_eq!(go(&whole, &cache, Opening::Fresh, &mut never), Outcome::Finished);
    let of_whole = whole.join("recognizers/target.checkpoint");
    assert!(!of_whole.exists());
    assert_eq!(go(&cut_off, &cache, Opening::Resume, &mut never), Outcome::Finished);
    assert!(!left.exists(), "the weights came from the cache");
    let target = |folder: &Path| {
        let text = fs::read(folder.join("report.json")).expect("a report");
        serde_json::from_slice::<Report>(&text).expect("a report").recognizers.target
    };
    let [trained, cached] = [&whole, &cut_off].map(|folder| target(folder));
    assert_eq!((trained.is_from_cache, cached.is_from_cache), (false, true), "each says so");
    assert!(cached.trained_ms.is_some() && cached.trained_ms == trained.trained_ms);
    assert_eq!(cached.seconds, trained.seconds);
    fs::write(&of_whole, bytes).expect("written");
    assert_eq!(go(&whole, &cache, Opening::Resume, &mut never), Outcome::Finished);
    assert!(!of_whole.exists(), "the weights were there");
}

/// Five drawn people: a random one is attacked and another random one is known to the judge.
fn on_folder(faces: &Path) -> ExperimentConfig {
    let mut config = tiny();
    config.faces.synthetic = None;
    let identities = faces.to_str().expect("text").into();
    config.faces.folder = Some(FolderFaces { identities, public: String::new() });
    config.split.target_names = vec!["person-0000".into()];
    config.split.target_other_names = vec!["person-0001".into()];
    config.training.epochs = 3;
    config
}

fn weights(folder: &Path, name: &str) -> Vec<u8> {
    fs::read(folder.join(format!("recognizers/{name}.safetensors"))).expect("there")
}

/// The split was once drawn anew, a checkpoint of other people taken up where its size fitted, and the mixture given to
/// later runs.
#[test]
fn a_run_goes_on_with_its_own_images_or_not_at_all() {
    let data = tempfile::tempdir().expect("a folder");
    let [faces, result, fresh, clean, cache, other_cache] =
        ["faces", "result", "fresh", "clean", "cache", "other cache"].map(|name| data.path().join(name));
    draw(&faces);
    let config = on_folder(&faces);
    let resume = || attempt(&config, [&result, &cache], Opening::Resume, &mut never);
    let refused = || resume().expect_err("other images").to_string();
    // Of the judge: the people it knows are drawn at random.
    let mut in_second = |event: &Event<'_>| matches!(event, Event::Epoch(point) if (point.epoch, point.recognizer) == (2, StageKind::EvaluationRecognizer));
    let stopped = attempt(&config, [&result, &cache], Opening::Fresh, &mut in_second).expect("begins");
    assert_eq!(stopped, Outcome::Stopped);
    let split = fs::read(result.join("split.json")).expect("there");

    let more = ["another-1", "another-2", "another-3"];
    add_people(&faces, &more);
    let told = refused();
    assert!(told.contains("added people: another-1, another-2, another-3"), "{told}");
    assert_eq!(fs::read(result.join("split.json")).expect("there"), split, "nothing has changed");
    for (folder, cache) in [(&fresh, &cache), (&clean, &other_cache)] {
        attempt(&config, [folder, cache], Opening::Fresh, &mut never).expect("a run of all of them");
    }
    for name in ["target", "evaluation"] {
        assert!(weights(&fresh, name) == weights(&clean, name), "the cache gave another {name}");
    }

    for name in more {
        fs::remove_dir_all(faces.join(name)).expect("removed");
    }
    let (image, moved) = (faces.join("person-0001/0002.png"), faces.join("person-0001/0009.png"));
    let bytes = fs::read(&image).expect("there");
    add_people(&faces, &["x"]);
    fs::rename(faces.join("x/0000.png"), &image).expect("replaced");
    fs::remove_dir_all(faces.join("x")).expect("removed");
    let told = refused();
    assert!(told.contains("changed images: person-0001/0002.png."), "{told}");
    fs::remove_file(&image).expect("removed");
    fs::write(&moved, &bytes).expect("written");
    let told = refused();
    assert!(told.contains("added images: person-0001/0009.png; removed images: person-0001/0002.png"), "{told}");
    fs::rename(&moved, &image).expect("renamed");
    assert_eq!(resume().expect("all is as it was"), Outcome::Finished);

    // Nor is a run that is over judged anew by other images.
    add_people(&faces, &more[..1]);
    let told = refused();
    assert!(told.contains("another-1"), "{told}");
}

#[test]
fn a_run_without_a_list_of_its_images_does_not_go_on() {
    let data = tempfile::tempdir().expect("a folder");
    let [result, cache] = ["result", "cache"].map(|name| data.path().join(name));
    assert_eq!(go(&result, &cache, Opening::Fresh, &mut first_epoch), Outcome::Stopped);
    fs::remove_file(result.join("images.json")).expect("as earlier versions left it");
    let error = attempt(&tiny(), [&result, &cache], Opening::Resume, &mut never).expect_err("nobody can tell");
    assert!(error.to_string().contains("earlier versions"), "{error}");
}

/// A run that was stopped within its first epoch once began anew.
#[test]
fn training_goes_on_at_the_step_where_it_was_stopped() {
    let data = tempfile::tempdir().expect("a folder");
    let [result, whole, cache, other] = ["result", "whole", "cache", "other"].map(|name| data.path().join(name));
    let mut config = tiny();
    (config.training.batch_size, config.training.epochs) = (2, 2);
    // Images by recognizer, and their total; reported while it learns.
    let images = |event: &Event<'_>| match event {
        Event::Progress { stage, done, total, unit: "images", .. } if *total > 0 && *stage > 0 => Some((*stage, *done)),
        _ => None,
    };
    for (stop, begin) in [((1, 4), (1, 0)), ((2, 15), (1, 4))] {
        let mut seen = Vec::new();
        let mut stops = |event: &Event<'_>| {
            seen.extend(images(event));
            images(event) == Some(stop)
        };
        let opening = if begin == (1, 0) { Opening::Fresh } else { Opening::Resume };
        let stopped = attempt(&config, [&result, &cache], opening, &mut stops).expect("it goes well");
        assert_eq!(stopped, Outcome::Stopped);
        assert!(seen.iter().all(|at| *at > begin), "{seen:?}");
    }
    let mut seen = Vec::new();
    let mut watch = |event: &Event<'_>| {
        seen.extend(images(event));
        false
    };
    attempt(&config, [&result, &cache], Opening::Resume, &mut watch).expect("it goes well");
    assert!(seen.first().is_some_and(|first| *first > (2, 15)), "{seen:?}");
    attempt(&config, [&whole, &other], Opening::Fresh, &mut never).expect("it goes well");
    for name in ["target", "evaluation"] {
        assert!(weights(&result, name) == weights(&whole, name), "{name}");
    }
}

#[test]
fn what_two_devices_have_trained_is_not_given_to_other_runs() {
    let data = tempfile::tempdir().expect("a folder");
    let [result, cache] = ["result", "cache"].map(|name| data.path().join(name));
    let mut config = tiny();
    config.training.epochs = 2;
    attempt(&config, [&result, &cache], Opening::Fresh, &mut first_epoch).expect("it goes well");
    let record = result.join("recognizers/target.training.json");
    let text = fs::read_to_string(&record).expect("there");
    fs::write(&record, text.replace("processor", "another processor")).expect("written");
    let mut notes = Vec::new();
    let mut watch = |event: &Event<'_>| {
        notes.extend(if let Event::Note(text) = event { Some(text.clone()) } else { None });
        false
    };
    attempt(&config, [&result, &cache], Opening::Resume, &mut watch).expect("it goes well");
    assert!(notes.iter().any(|note| note.contains("devices round differently")), "{notes:?}");
    let kept = fs::read_dir(cache.join("recognizers")).expect("a folder").map(|entry| entry.expect("one").path());
    let kept: Vec<PathBuf> = kept.filter(|path| path.extension().is_some_and(|end| end == "safetensors")).collect();
    assert_eq!(kept.len(), 1, "the judge alone: {kept:?}");
}
