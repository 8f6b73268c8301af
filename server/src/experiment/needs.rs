//! Estimates a run's memory and disk space before it starts. A run that would not fit is refused: a failed allocation
//! would end the program.
//!
//! The figures come from measurements (`engine/benches/README.md`) and err on the high side. They cover the processor's
//! memory only, since a graphics card does not report how much it has.

use super::attacks::together;
use super::bounds::{registered, snapshots, targets};
use super::plan::Plan;
use crate::machine;
use engine::device::Kind;
use engine::inversion::{self, ParametersKind};
use engine::prior::MOST_FACES;
use engine::recognizer::Architecture;
use std::path::Path;
use view_model::number::{bytes, count};
use wire::run::Problem;

/// Of the program itself, before it computes.
const PROGRAM: u64 = 250 << 20;

/// Of a face as pixels.
const FACE: u64 = 128 * 128 * 3;

/// Of more than so many bytes of faces, all are in a file.
const FACES_IN_MEMORY: u64 = super::faces::MEMORY_LIMIT;

/// Public faces that are read at most.
const PUBLIC: u64 = 20_000;

/// Of an image of a batch in training.
const LESSON: u64 = 2 << 20;

/// Of a clone in a snapshot, as JPEG with its header.
const FRAME: u64 = 8 << 10;

/// Copies of the weights: two recognizers in the folder, the store and the cache, and checkpoints of four copies each,
/// of which those of the last ten minutes are still in the store.
const RECOGNIZERS: u64 = 30;

/// Of a clone, seed or drawn picture as PNG.
const PNG: u64 = 40 << 10;

/// One item of the estimate.
struct Need {
    field: &'static str,
    what: String,
    bytes: u64,
}

/// Estimated memory and disk space of a run.
pub struct Needs {
    memory: Vec<Need>,
    disk: Vec<Need>,
    /// The part of `disk` that the store still takes when the run is over.
    kept: u64,
    /// Clones of a target, how many targets are attacked together, and what each clone takes.
    clones: [u64; 3],
}

impl Needs {
    /// Of a plan on a kind of device.
    pub fn of(plan: &Plan, kind: Kind) -> Self {
        let (config, attack) = (plan.config(), plan.attack());
        let (clones, targets) = (u64::from(config.attack.clones), targets(&config.split));
        let people = people(plan);
        let need = |field, what: String, bytes| Need { field, what, bytes };
        let weights = 4 * parameters(people[0].max(people[1]));
        let lessons = u64::from(config.training.batch_size) * LESSON;
        let faces = people[2] * images(plan) * FACE;
        let (in_memory, in_a_file) = if faces <= FACES_IN_MEMORY { (faces, 0) } else { (0, faces) };
        let each = inversion::bytes_of_a_clone(attack);
        let together = (together(kind, config.attack.clones) as u64).min(targets.max(1));
        let at_once = inversion::bytes_of_a_step((clones * together) as usize, attack, kind);
        let memory = vec![
            need("attack.parameters", "eigenfaces".into(), eigenfaces(plan)),
            need(
                "training.batch_size",
                format!("training in batches of {}", config.training.batch_size),
                7 * weights + lessons,
            ),
            need(faces_field(plan), "the faces".into(), in_memory + PUBLIC.min(public(plan)) * FACE),
            need(
                "attack.clones",
                format!("{} clones of a target at a time", count(clones)),
                clones * together * each + at_once,
            ),
        ];
        let kept = snapshots(&config.attack);
        let frames = kept * clones * targets * FRAME;
        // Files lie in the folder in which the run is computed, and where they are kept.
        let pictures = 2 * 2 * clones * targets * PNG;
        let disk = vec![
            need("attack.snapshot_every", format!("{} snapshots of each target", count(kept)), frames),
            need("attack.clones", format!("{} clones of each target and their seeds", count(clones)), pictures),
            need("split.target_others", "recognizers and their checkpoints".into(), RECOGNIZERS * weights),
            need(faces_field(plan), "the faces".into(), in_a_file),
            need("faces.synthetic.images", "drawn people".into(), plan.undrawn() * PNG),
        ];
        // Checkpoints are gone by then; the folder in which it is computed too.
        let kept = frames + pictures / 2 + 2 * weights;
        Self { memory, disk, kept, clones: [clones, together, each] }
    }

    /// Bytes that a run leaves and passes through.
    pub fn disk(&self) -> u64 {
        sum(&self.disk)
    }

    /// Bytes that a run leaves.
    pub fn kept(&self) -> u64 {
        self.kept
    }

    /// Why a run does not fit into so much memory, if it does not.
    fn lack_of_memory(&self, has: u64) -> Option<Problem> {
        let needed = PROGRAM + sum(&self.memory);
        if needed <= has {
            return None;
        }
        let largest = largest(&self.memory)?;
        let [clones, together, each] = self.clones;
        let fit = clones.saturating_sub((needed - has).div_ceil(each * together.max(1)));
        let instead = match largest.field {
            "attack.clones" if fit > 0 => format!("give at most {}", count(fit)),
            _ => "ask for less, or use a machine with more".into(),
        };
        let message = format!(
            "about {} of memory would be needed, {} of it for {}, and this machine has {} for it: {instead}",
            bytes(needed),
            bytes(largest.bytes),
            largest.what,
            bytes(has)
        );
        Some(Problem { field: largest.field.into(), message })
    }

    fn lack_of_disk(&self, free: u64) -> Option<Problem> {
        let (needed, largest) = (self.disk(), largest(&self.disk)?);
        (needed > free).then(|| {
            let message = format!(
                "about {} of disk would be needed, {} of it for {}, and {} are free: ask for less, or make room",
                bytes(needed),
                bytes(largest.bytes),
                largest.what,
                bytes(free)
            );
            Problem { field: largest.field.into(), message }
        })
    }

    /// What of a run cannot be had with so much memory and free disk, where these are known.
    pub fn problems(&self, memory: Option<u64>, free_disk: Option<u64>) -> Vec<Problem> {
        let memory = memory.and_then(|has| self.lack_of_memory(has));
        memory.into_iter().chain(free_disk.and_then(|free| self.lack_of_disk(free))).collect()
    }

    /// What of a run cannot be had now, where it would write into a folder.
    pub fn problems_now(&self, folder: &Path) -> Vec<Problem> {
        // What the program holds already is part of what it needs.
        let held = crate::memory::resident().unwrap_or_default().min(PROGRAM);
        self.problems(machine::memory().map(|memory| memory.free + held), machine::free_disk(folder))
    }
}

fn sum(needs: &[Need]) -> u64 {
    needs.iter().map(|need| need.bytes).sum()
}

fn largest(needs: &[Need]) -> Option<&Need> {
    needs.iter().max_by_key(|need| need.bytes)
}

/// Numbers in all layers of the paper's network.
fn parameters(classes: u64) -> u64 {
    let tensors = Architecture::paper(classes.max(1) as usize).tensors();
    tensors.iter().map(|(_, shape, _)| shape.iter().product::<usize>() as u64).sum()
}

/// People in the recognizer under attack, in the judge, and in all.
fn people(plan: &Plan) -> [u64; 3] {
    let split = &plan.config().split;
    let count = |drawn: u32, names: &[String]| if names.is_empty() { drawn.into() } else { names.len() as u64 };
    let targets = targets(split);
    let judged = count(split.evaluation_others, &split.evaluation_other_names);
    [registered(split), targets + judged, registered(split) + judged]
}

/// Images of an identity, at least: what a folder holds is not known yet.
fn images(plan: &Plan) -> u64 {
    let faces = &plan.config().faces;
    faces.synthetic.as_ref().map_or(faces.min_images, |drawn| drawn.images).into()
}

fn public(plan: &Plan) -> u64 {
    plan.config().faces.synthetic.as_ref().map_or(0, |drawn| drawn.public.into())
}

/// Of learning eigenfaces, and of having them; of faces, all are floats twice while they are analysed, and components
/// are kept for both directions.
fn eigenfaces(plan: &Plan) -> u64 {
    let ParametersKind::Eigenfaces(components) = plan.attack().parameters else { return 0 };
    let most = MOST_FACES as u64;
    let learnt_of = plan.config().faces.synthetic.as_ref().map_or(most, |drawn| most.min(drawn.public.into()));
    4 * FACE * (2 * learnt_of + 3 * u64::from(components).min(2 * learnt_of))
}

fn faces_field(plan: &Plan) -> &'static str {
    if plan.config().faces.synthetic.is_some() { "faces.synthetic.images" } else { "faces.max_images" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{parse_toml, shipped};
    use wire::experiment::{ExperimentConfig, Parameters};

    fn needs(change: impl FnOnce(&mut ExperimentConfig)) -> Needs {
        let mut config = parse_toml(shipped("demo").expect("shipped"), "demo.toml").expect("parses");
        change(&mut config);
        let plan = Plan::new(config, Path::new("")).expect("a plan");
        Needs::of(&plan, Kind::Cpu)
    }

    const GB: u64 = 1 << 30;

    fn has(gigabytes: u64) -> Option<u64> {
        Some(gigabytes * GB)
    }

    /// Such a run once ended the server, and each that came after it.
    #[test]
    fn six_thousand_clones_are_refused_where_they_do_not_fit_and_what_is_said_to_fit_does() {
        assert!(needs(|_| ()).problems(has(2), Some(2 * GB)).is_empty(), "the demo runs on small machines");
        let many = |config: &mut ExperimentConfig| {
            (config.attack.clones, config.attack.parameters) = (6000, Parameters::Pixels);
        };
        let problems = needs(many).problems(has(3), Some(100 * GB));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].field, "attack.clones");
        let message = &problems[0].message;
        assert!(message.contains("6,000 clones") && message.contains("this machine has 3"), "{message}");
        let fit = message.rsplit_once("give at most ").expect("advice").1.replace(',', "").parse().expect("a number");
        let fewer = |config: &mut ExperimentConfig| {
            (config.attack.clones, config.attack.parameters) = (fit, Parameters::Pixels);
        };
        assert!(needs(fewer).problems(has(3), None).is_empty(), "{message}");
        assert!(needs(many).problems(has(24), None).is_empty());
    }

    #[test]
    fn a_disk_that_snapshots_would_fill_is_reported_in_advance() {
        let many = |config: &mut ExperimentConfig| {
            (config.attack.clones, config.attack.max_steps, config.attack.snapshot_every) = (1000, 2000, 1);
        };
        let problems = needs(many).problems(None, Some(20 * GB));
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].field, "attack.snapshot_every");
        assert!(problems[0].message.contains("2,001 snapshots"), "{problems:?}");
        assert!(needs(many).problems(None, Some(200 * GB)).is_empty() && needs(many).problems(None, None).is_empty());
    }
}
