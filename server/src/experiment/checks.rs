//! Which values of a configuration are impossible, and what to do about each.

use super::faces::apart;
use super::weights::{SAME_WEIGHTS, same_weights};
use crate::names;
use engine::dataset::{ScanLimits, scan_faces, scan_identities};
use std::collections::HashSet;
use std::path::Path;
use view_model::settings::range;
use wire::experiment::{
    AttackConfig, ExperimentConfig, FacesConfig, FolderFaces, MOST_JUDGES, Method, Parameters, RecognizersConfig,
    SECTIONS, SplitConfig,
};
use wire::faces::RecognizerId;
use wire::run::Problem;
use wire::settings::{Kind, Setting};

/// The most characters of a run's name.
const LONGEST_NAME: usize = 120;

/// Everything that is wrong with a configuration; empty when it can be run.
pub fn problems(config: &ExperimentConfig) -> Vec<Problem> {
    let mut faults = Problems::default();
    if let Err(why) = names::checked(&config.name, 1..=LONGEST_NAME) {
        faults.unless(false, "name", why);
    }
    faces(&mut faults, &config.faces);
    split(&mut faults, &config.split, &config.faces);
    attack(&mut faults, &config.attack);
    for problem in out_of_range(config) {
        if faults.0.iter().all(|other| other.field != problem.field) {
            faults.0.push(problem);
        }
    }
    for (field, path) in config.recognizers.files() {
        faults.unless(
            Path::new(path).is_file(),
            field,
            format!("there is no file {path}; give NAME.safetensors, NAME.onnx or NAME.pt, or leave it out"),
        );
    }
    for (field, path, kept) in [
        ("recognizers.kept_target", &config.recognizers.target, &config.recognizers.kept_target),
        ("recognizers.kept_evaluation", &config.recognizers.evaluation, &config.recognizers.kept_evaluation),
    ] {
        let message = "a file is given as well; give one of the two".into();
        faults.unless(path.is_empty() || kept.is_none(), field, message);
    }
    judge(&mut faults, &config.recognizers);
    if faults.0.is_empty() {
        faults.0.extend(super::bounds::excesses(config));
    }
    faults.0
}

/// Checks as far as possible before the run: which people both know is examined when it begins.
fn judge(faults: &mut Problems, recognizers: &RecognizersConfig) {
    let RecognizersConfig { target, evaluation, judges, kept_target, kept_evaluation, kept_judges } = recognizers;
    let given = |path: &str| !path.is_empty();
    let is_target = |path: &str| given(path) && given(target) && same_weights(Path::new(target), Path::new(path));
    faults.unless(!is_target(evaluation), "recognizers.evaluation", SAME_WEIGHTS.into());
    faults.unless(!judges.iter().any(|judge| is_target(judge)), "recognizers.judges", SAME_WEIGHTS.into());
    let is_target = |id: &RecognizerId| kept_target.as_ref() == Some(id);
    faults.unless(!kept_evaluation.iter().any(is_target), "recognizers.kept_evaluation", SAME_WEIGHTS.into());
    faults.unless(!kept_judges.iter().any(is_target), "recognizers.kept_judges", SAME_WEIGHTS.into());
    for (field, judges) in [("recognizers.judges", judges.len()), ("recognizers.kept_judges", kept_judges.len())] {
        faults.unless(judges <= MOST_JUDGES, field, format!("names {judges} judges; give at most {MOST_JUDGES}"));
    }
    let is_twice =
        |(at, id): (usize, &RecognizerId)| kept_evaluation.as_ref() == Some(id) || kept_judges[..at].contains(id);
    let is_any_twice = kept_judges.iter().enumerate().any(is_twice);
    faults.unless(
        !is_any_twice,
        "recognizers.kept_judges",
        "names a recognizer that judges already; name each once".into(),
    );
}

#[derive(Default)]
struct Problems(Vec<Problem>);

impl Problems {
    fn unless(&mut self, fine: bool, field: &str, message: String) {
        if !fine {
            self.0.push(Problem { field: field.into(), message });
        }
    }
}

fn faces(faults: &mut Problems, faces: &FacesConfig) {
    let given = [faces.folder.is_some(), faces.synthetic.is_some(), faces.set.is_some()];
    faults.unless(
        given.into_iter().filter(|given| *given).count() == 1,
        "faces",
        "give one of a folder of faces (faces.folder), drawn people (faces.synthetic) and a set of faces (faces.set)"
            .into(),
    );
    let enough = faces.max_images == 0 || faces.max_images >= faces.min_images;
    faults.unless(enough, "faces.max_images", "is below faces.min_images; raise it, or give 0 for all".into());
    faults.0.extend(faces.folder.iter().flat_map(folder_problems));
    if let Some(drawn) = &faces.synthetic {
        let enough = drawn.images >= faces.min_images;
        let message = "is below faces.min_images, so that everybody would be left out; raise it".into();
        faults.unless(enough, "faces.synthetic.images", message);
    }
}

/// Problems with folders of faces.
pub fn folder_problems(folder: &FolderFaces) -> Vec<Problem> {
    let mut faults = Problems::default();
    is_folder(&mut faults, "faces.folder.identities", &folder.identities, true);
    is_folder(&mut faults, "faces.folder.public", &folder.public, false);
    faults.0.extend(apart::problem(folder));
    faults.0
}

/// Problems with how people and pictures are laid out in folders of faces, as a run would find them.
pub fn layout_problems(folder: &FolderFaces) -> Vec<Problem> {
    let mut faults = Problems::default();
    let any = ScanLimits { min_images: 1, max_images: 0 };
    if let Err(error) = scan_identities(Path::new(&folder.identities), any) {
        faults.unless(false, "faces.folder.identities", error.to_string());
    }
    if !folder.public.is_empty()
        && let Err(error) = scan_faces(Path::new(&folder.public))
    {
        faults.unless(false, "faces.folder.public", error.to_string());
    }
    faults.0
}

fn is_folder(faults: &mut Problems, field: &str, path: &str, needed: bool) {
    if path.is_empty() {
        faults.unless(!needed, field, "a path is needed: a folder with one folder of images for each identity".into());
    } else {
        let message = format!("there is no folder {path} on the machine that runs Effigy; check the path");
        faults.unless(Path::new(path).is_dir(), field, message);
    }
}

fn split(faults: &mut Problems, split: &SplitConfig, faces: &FacesConfig) {
    let count = |drawn: u32, names: &[String]| if names.is_empty() { drawn } else { names.len() as u32 };
    let targets = count(split.targets, &split.target_names);
    let target_others = count(split.target_others, &split.target_other_names);
    let evaluation_others = count(split.evaluation_others, &split.evaluation_other_names);
    let most = faces.min_images.saturating_sub(1).max(1);
    let message = format!(
        "{} leaves nothing to learn of people with faces.min_images; give at most {most}",
        split.held_out_images
    );
    faults.unless(split.held_out_images <= most, "split.held_out_images", message);
    if let Some(drawn) = &faces.synthetic {
        let needed = targets.saturating_add(target_others).saturating_add(evaluation_others);
        let message = format!("the split needs {needed} people, but only {} are drawn", drawn.identities);
        faults.unless(needed <= drawn.identities, "faces.synthetic.identities", message);
    }
    let mut seen = HashSet::new();
    let lists = [
        ("split.target_names", &split.target_names),
        ("split.target_other_names", &split.target_other_names),
        ("split.evaluation_other_names", &split.evaluation_other_names),
    ];
    for (field, names) in lists {
        for name in names {
            let message = format!("{name} is named twice; an identity has one place in the split");
            faults.unless(seen.insert(name), field, message);
        }
    }
}

/// Values outside the range of their setting.
fn out_of_range(config: &ExperimentConfig) -> Vec<Problem> {
    let document = serde_json::to_value(config).expect("a configuration is plain data");
    let value = |path: &str| path.split('.').try_fold(&document, |at, name| at.get(name));
    let problem = |setting: &Setting| {
        let value = value(setting.path)?;
        let is_within = match setting.kind {
            Kind::Whole { min, max } => value.as_u64().is_some_and(|value| (min..=max).contains(&value)),
            // JSON has null in place of a value that is not a number.
            Kind::Real { min, max } => value.as_f64().is_some_and(|value| (min..=max).contains(&value)),
            Kind::Switch | Kind::Choice(_) | Kind::Text | Kind::Names | Kind::Section => true,
        };
        let whole = if matches!(setting.kind, Kind::Whole { .. }) { "whole number" } else { "number" };
        let message = || {
            let value = if value.is_null() { "this".into() } else { value.to_string() };
            format!("{value} is out of range; give a {whole}, {}", range(setting.kind))
        };
        (!is_within).then(|| Problem { field: setting.path.into(), message: message() })
    };
    SECTIONS.iter().copied().flatten().filter_map(problem).collect()
}

/// Settings of the attack that do not go together.
fn attack(faults: &mut Problems, attack: &AttackConfig) {
    let is_lost = attack.method == Method::CovarianceAdaptation && attack.parameters == Parameters::Pixels;
    let message = "an adapted covariance of all pixels learns nothing in any time; search for eigenface coefficients, or give \
                   another attack.method";
    faults.unless(!is_lost, "attack.parameters", message.into());
    let (queries, population) = (attack.queries, attack.population);
    let is_covered = !attack.method.is_by_scores() || queries == 0 || queries >= u64::from(population);
    let message = format!(
        "{queries} do not cover one generation, and nothing would be attacked; give at least {population}, which is \
         attack.population, or 0 for no limit"
    );
    faults.unless(is_covered, "attack.queries", message);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{parse_toml, shipped};
    use engine::recognizer::{Architecture, Weights, artifact};
    use std::fs;
    use wire::faces::RecognizerId;

    fn demo() -> ExperimentConfig {
        parse_toml(shipped("demo").expect("shipped"), "demo.toml").expect("the demo parses")
    }

    /// The fields that are wrong after a change to the demo.
    fn check(change: impl FnOnce(&mut ExperimentConfig), expected: &[&str]) {
        let mut config = demo();
        change(&mut config);
        let fields: Vec<String> = problems(&config).into_iter().map(|problem| problem.field).collect();
        assert_eq!(fields, expected);
    }

    #[test]
    fn the_demo_is_fine() {
        check(|_| (), &[]);
    }

    #[test]
    fn each_impossible_value_names_its_field() {
        check(|config| config.name = " ".into(), &["name"]);
        check(|config| config.attack.clones = 0, &["attack.clones"]);
        check(|config| config.attack.step_size = f64::NAN, &["attack.step_size"]);
        check(|config| config.training.dropout = 1.0, &["training.dropout"]);
        check(|config| config.faces.synthetic = None, &["faces"]);
        check(|config| config.split.target_others = 50, &["faces.synthetic.identities"]);
        check(|config| config.split.held_out_images = 10, &["split.held_out_images"]);
        check(|config| config.recognizers.target = "nowhere.safetensors".into(), &["recognizers.target"]);
        check(|config| config.split.target_names = vec!["a".into(), "a".into()], &["split.target_names"]);
    }

    #[test]
    fn every_range_is_that_of_the_form() {
        check(|config| config.attack.rotation = 181.0, &["attack.rotation"]);
        check(|config| config.attack.views = 0, &["attack.views"]);
        check(|config| config.training.learning_rate = f64::INFINITY, &["training.learning_rate"]);
        let pixels = |config: &mut ExperimentConfig| {
            (config.attack.method, config.attack.parameters) = (Method::CovarianceAdaptation, Parameters::Pixels);
        };
        check(pixels, &["attack.parameters"]);
        let few = |config: &mut ExperimentConfig| {
            (config.attack.method, config.attack.population, config.attack.queries) = (Method::Genetic, 40, 39);
        };
        check(few, &["attack.queries"]);
    }

    /// A recognizer once judged its own clones: all were accepted.
    #[test]
    fn a_recognizer_is_not_its_own_judge() {
        let folder = tempfile::tempdir().expect("a folder");
        let [file, copy] = ["one.safetensors", "copy.safetensors"].map(|name| folder.path().join(name));
        let architecture = Architecture { input: 8, convolutions: vec![], hidden: vec![4], classes: 2 };
        for file in [&file, &copy] {
            let weights = Weights::random(&architecture, 1);
            artifact::save(file, &weights, &architecture, &["a".into(), "b".into()], None, None).expect("saved");
        }
        let path = |file: &Path| file.display().to_string();
        check(|config| config.recognizers.target = path(&file), &[]);
        for judge in [
            &file,
            &copy,
            &folder.path().join("../").join(folder.path().file_name().expect("a name")).join("one.safetensors"),
        ] {
            let recognizers = RecognizersConfig { target: path(&file), evaluation: path(judge), ..Default::default() };
            check(|config| config.recognizers = recognizers, &["recognizers.evaluation"]);
        }
        let kept = Some(RecognizerId("00000000000000aa".into()));
        let recognizers =
            RecognizersConfig { kept_target: kept.clone(), kept_evaluation: kept.clone(), ..Default::default() };
        check(|config| config.recognizers = recognizers, &["recognizers.kept_evaluation"]);
        let kept_judges: Vec<_> = kept.clone().into_iter().collect();
        let recognizers = RecognizersConfig { kept_target: kept, kept_judges, ..Default::default() };
        check(|config| config.recognizers = recognizers, &["recognizers.kept_judges"]);
        let recognizers = RecognizersConfig { target: path(&file), judges: vec![path(&copy)], ..Default::default() };
        check(|config| config.recognizers = recognizers, &["recognizers.judges"]);
    }

    #[test]
    fn each_judge_is_named_once() {
        let [one, other] = ["00000000000000aa", "00000000000000bb"].map(|id| RecognizerId(id.into()));
        let judges = |kept_evaluation: Option<&RecognizerId>, kept_judges: &[&RecognizerId]| RecognizersConfig {
            kept_evaluation: kept_evaluation.cloned(),
            kept_judges: kept_judges.iter().map(|&id| id.clone()).collect(),
            ..Default::default()
        };
        let cases: [(_, &[&str]); 3] = [
            (judges(Some(&one), &[&other]), &[]),
            (judges(None, &[&one, &one]), &["recognizers.kept_judges"]),
            (judges(Some(&one), &[&one]), &["recognizers.kept_judges"]),
        ];
        for (recognizers, fields) in cases {
            check(|config| config.recognizers = recognizers, fields);
        }
    }

    #[test]
    fn a_folder_a_level_too_high_is_refused_and_the_right_one_named() {
        let root = tempfile::tempdir().expect("a folder");
        let people = root.path().join("all/people");
        for person in ["ann", "bob", "cid"] {
            fs::create_dir_all(people.join(person)).expect("made");
            fs::write(people.join(person).join("1.jpg"), "x").expect("written");
        }
        let problems = |identities: &str, public: &str| {
            let [identities, public] = [identities, public].map(|name| match name {
                "" => String::new(),
                name => root.path().join(name).display().to_string(),
            });
            layout_problems(&FolderFaces { identities, public })
        };
        assert_eq!(problems("all/people", ""), []);
        let [too_high] = &problems("all", "")[..] else { panic!("one problem") };
        assert_eq!(too_high.field, "faces.folder.identities");
        assert!(too_high.message.contains(&format!("choose {}", people.display())), "{}", too_high.message);
        fs::create_dir(root.path().join("empty")).expect("made");
        assert_eq!(problems("all/people", "empty")[0].field, "faces.folder.public");
        assert_eq!(problems("empty", "").len(), 1);
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let mut config = demo();
        config.faces.synthetic = None;
        config.faces.folder = Some(FolderFaces { identities: "no/such".into(), public: String::new() });
        let problems = problems(&config);
        assert_eq!(problems[0].field, "faces.folder.identities");
        assert!(problems[0].message.contains("no/such"), "{problems:?}");
    }
}
