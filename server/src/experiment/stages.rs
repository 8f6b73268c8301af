//! The path of a run, and each stage's share of its work.

use super::Plan;
use super::network_file::names_network;
use engine::inversion::{AttackSettings, MethodKind};
use engine::recognizer::Architecture;
use engine::recognizer::onnx::calibration::TRIES;
use std::path::Path;
use wire::faces::RecognizerId;
use wire::live::{Stage, StageKind};

/// Work of reading one face, in operations that take about as long.
const READING: f64 = 4e7;

/// Work of drawing one picture: the network operations that the same two cores do in that time.
const DRAWING: f64 = 1.2e9;

/// Pictures that a core draws in a second.
const DRAWN_A_SECOND: f64 = 200.0;

/// Work of a pass of an imported network, which is not read to estimate it: that of a MobileFaceNet or SFace.
const EMBEDDING: f64 = 1e9;

/// People, and photographs of each, on which preprocessings of an imported network are tried.
pub const CALIBRATED: [usize; 2] = [12, 4];

/// Steps that take as long as one snapshot.
const SNAPSHOT: f64 = 0.14;

/// Work of a warm-up: no ground for an estimate, but not nothing either.
const WARMING_UP: f64 = 1e11;

/// The path of a run with these targets and further judges; `warms_up` on a graphics device, whose programs are built
/// first.
pub fn stages(targets: &[String], judges: &[String], warms_up: bool) -> Vec<Stage> {
    let stage = |kind, label: &str| Stage { kind, label: label.into() };
    let judges = judges.iter().map(|name| stage(StageKind::Judge, &format!("Judge {name}")));
    let faces = [stage(StageKind::Faces, "Faces")];
    let warm_up = warms_up.then(|| stage(StageKind::WarmUp, "Warm-up"));
    let before = [
        stage(StageKind::TargetRecognizer, "Target recognizer"),
        stage(StageKind::EvaluationRecognizer, "Evaluation recognizer"),
    ];
    let seeds = [stage(StageKind::Seeds, "Seeds")];
    let attacks = targets.iter().map(|name| stage(StageKind::Attack, name));
    let after = [stage(StageKind::Evaluation, "Evaluation"), stage(StageKind::Report, "Report")];
    faces.into_iter().chain(warm_up).chain(before).chain(judges).chain(seeds).chain(attacks).chain(after).collect()
}

/// Expected work of each stage, in floating-point operations. `images` is the number of images per identity, if known.
pub fn work(plan: &Plan, images: f64, warms_up: bool) -> Vec<f64> {
    let config = plan.config();
    let (split, attack, recognizers) = (&config.split, &config.attack, &config.recognizers);
    let loads = |file: &str, kept: &Option<RecognizerId>| !file.is_empty() || kept.is_some();
    let count = |drawn: u32, names: &[String]| if names.is_empty() { f64::from(drawn) } else { names.len() as f64 };
    let targets = count(split.targets, &split.target_names);
    let target_classes = targets + count(split.target_others, &split.target_other_names);
    let evaluation_classes = targets + count(split.evaluation_others, &split.evaluation_other_names);
    let forward = |file: &str, classes: f64| match names_network(Path::new(file)) {
        true => EMBEDDING,
        false => Architecture::paper(classes.max(1.0) as usize).forward_operations() as f64,
    };
    let (target, judge) = (&*recognizers.target, &*recognizers.evaluation);
    let judges = plan.judges().len();
    // Preprocessings are tried, and everybody is registered.
    let registration = |people: f64| EMBEDDING * ((TRIES * CALIBRATED[0] * CALIBRATED[1]) as f64 + people * images);
    // Forward, gradient of the activations, gradient of the weights.
    let training = |file: &str, classes: f64, is_loaded: bool| {
        let epochs = f64::from(config.training.epochs);
        match is_loaded {
            true if names_network(Path::new(file)) => registration(classes),
            true => 1e9,
            false => 3.0 * forward(file, classes) * classes * images * epochs,
        }
    };
    let clones = f64::from(attack.clones);
    let steps = f64::from(plan.attack().max_steps);
    let averaged = clones * targets * f64::from(attack.seed_faces) * 1e5;
    let recorded = 1.0 + SNAPSHOT / f64::from(attack.snapshot_every.max(1));
    let attacks = (0..targets as usize)
        .map(|_| evaluations(plan.attack()) * forward(target, target_classes) * clones * steps * recorded);
    let all_people = target_classes + evaluation_classes - targets;
    let pictures = 2.0 * clones * targets;
    let by_two = pictures * (forward(target, target_classes) + forward(judge, evaluation_classes));
    // Each further judge sees the pictures, and photographs of strangers.
    let held_out = f64::from(split.held_out_images) * all_people;
    let judged = by_two + judges as f64 * EMBEDDING * (pictures + held_out);
    let reading = READING * images * all_people;
    let reading = [reading + DRAWING * plan.undrawn() as f64];
    let before = [
        training(target, target_classes, loads(&recognizers.target, &recognizers.kept_target)),
        training(judge, evaluation_classes, loads(&recognizers.evaluation, &recognizers.kept_evaluation)),
    ];
    let registered = std::iter::repeat_n(registration(all_people), judges);
    let warm_up = warms_up.then_some(WARMING_UP);
    reading
        .into_iter()
        .chain(warm_up)
        .chain(before)
        .chain(registered)
        .chain([averaged])
        .chain(attacks)
        .chain([judged, READING * clones * targets])
        .collect()
}

/// Passes of the network in one step of a clone.
fn evaluations(attack: &AttackSettings) -> f64 {
    match attack.method {
        // Forward, and the gradient of the image.
        MethodKind::Descent => 2.0 * f64::from(attack.views.max(1)),
        MethodKind::Evolution(_) => f64::from(attack.population),
    }
}

/// Images per identity before any file was counted.
pub fn expected_images(plan: &Plan) -> f64 {
    let faces = &plan.config().faces;
    match (&faces.synthetic, faces.max_images) {
        (Some(drawn), _) => f64::from(drawn.images),
        (None, 0) => f64::from(faces.min_images) * 3.0,
        (None, most) => f64::from(most),
    }
}

/// Seconds that a run should take on a device of the given speed, in operations a second.
pub fn expected_seconds(plan: &Plan, speed: f64) -> f64 {
    let (work, undrawn) = (work(plan, expected_images(plan), false).iter().sum::<f64>(), plan.undrawn() as f64);
    let cores = std::thread::available_parallelism().map_or(1.0, |cores| cores.get() as f64);
    // Drawing runs on the processor, whatever device computes.
    (work - DRAWING * undrawn) / speed.max(1.0) + undrawn / (DRAWN_A_SECOND * cores)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{parse_toml, shipped};

    #[test]
    fn each_further_judge_has_a_stage_and_its_share_of_work() {
        let mut config = parse_toml(shipped("demo").expect("shipped"), "demo.toml").expect("parses");
        let without = Plan::of_checked(config.clone(), Path::new(""));
        config.recognizers.judges = vec!["a/one.onnx".into(), "two.onnx".into()];
        let plan = Plan::of_checked(config, Path::new(""));
        let path = plan.stages();
        let labels: Vec<_> = path.iter().map(|stage| &*stage.label).collect();
        assert_eq!(labels[3..6], ["Judge one", "Judge two", "Seeds"]);
        let (work, less) = (work(&plan, 20.0, false), work(&without, 20.0, false));
        assert_eq!((work.len(), less.len()), (path.len(), path.len() - 2));
        assert!(work.iter().all(|work| *work > 0.0) && work.iter().sum::<f64>() > less.iter().sum::<f64>());
    }

    #[test]
    fn every_stage_has_its_share_of_work_and_clones_add_to_attacks_alone() {
        let plan = |clones: u32| {
            let mut config = parse_toml(shipped("demo").expect("shipped"), "demo.toml").expect("parses");
            config.attack.clones = clones;
            Plan::new(config, Path::new("")).expect("a plan")
        };
        let (few, many) = (work(&plan(2), 20.0, false), work(&plan(4), 20.0, false));
        assert_eq!(few.len(), plan(2).stages().len());
        let names = [String::from("A")];
        let judges = [String::from("J"), String::from("K")];
        assert_eq!(stages(&names, &[], true).len(), stages(&names, &[], false).len() + 1);
        assert_eq!(stages(&names, &judges, false).len(), stages(&names, &[], false).len() + 2);
        assert_eq!(work(&plan(2), 20.0, true).len(), few.len() + 1);
        assert!(few.iter().all(|work| *work > 0.0));
        assert_eq!(few[..3], many[..3]);
        assert!((many[4] / few[4] - 2.0).abs() < 1e-9);
    }

    /// Ten million drawn pictures were once estimated at 27 seconds.
    #[test]
    fn people_who_must_be_drawn_first_take_their_time() {
        let seconds = |identities: u32, images: u32| {
            let mut config = parse_toml(shipped("demo").expect("shipped"), "demo.toml").expect("parses");
            let drawn = config.faces.synthetic.as_mut().expect("drawn");
            (drawn.identities, drawn.images) = (identities, images);
            expected_seconds(&Plan::new(config, Path::new("")).expect("a plan"), 1e15)
        };
        let cores = std::thread::available_parallelism().map_or(1.0, |cores| cores.get() as f64);
        let more = seconds(10_000, 20) - seconds(15, 20);
        assert!((more - 20.0 * 9_985.0 / 200.0 / cores).abs() < 1.0, "{more}");
    }
}
