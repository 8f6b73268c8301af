//! Gradients against finite differences, and what an attack promises.

mod presets;

use super::descent::{gradient_of, loss_of};
use super::parameters::{EigenfaceCoefficients, Pixels};
use super::*;
use crate::dataset::FaceStore;
use crate::prior::Eigenfaces;
use crate::recognizer::{Architecture, ConvolutionLayer, Weights};
use burn::tensor::{Device, Tensor};
use presets::Preset;
use std::ops::Deref;

/// A small recognizer with weights large enough that its scores differ.
fn recognizer(device: &Device) -> Recognizer {
    let convolutions = vec![ConvolutionLayer { kernel: 3, channels: 4 }];
    let architecture = Architecture { input: 8, convolutions, hidden: vec![16], classes: 3 };
    let weights = Weights::random(&architecture, 4);
    Recognizer::new(&architecture, ["a", "b", "c"].map(String::from).to_vec(), &weights, device).expect("a recognizer")
}

fn seeds(clones: usize) -> Pictures {
    Pictures { size: 8, bytes: (0..clones * 192).map(|at| 60 + (at * 37 % 130) as u8).collect() }
}

/// What the settings move; eigenfaces are those of faces that are as varied as the seeds.
fn parameters(settings: &AttackSettings) -> Box<dyn Parameters> {
    let ParametersKind::Eigenfaces(_) = settings.parameters else { return Box::new(Pixels) };
    let faces = FaceStore::from_bytes(8, (0..30 * 192).map(|at| (60 + (at * at * 7 + at * 13) % 130) as u8).collect());
    Box::new(EigenfaceCoefficients::new(Arc::new(Eigenfaces::learn(&faces, 8, 20, 1).expect("learnt"))))
}

/// A step as an observer saw it, with pictures where it looked.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    step: Step,
    pictures: Option<Arc<Pictures>>,
}

impl Seen {
    /// Looks where a snapshot is due.
    fn of(step: &Step, look: Look<'_>) -> Self {
        Self { step: step.clone(), pictures: step.is_due.then(look) }
    }
}

impl Deref for Seen {
    type Target = Step;

    fn deref(&self) -> &Step {
        &self.step
    }
}

fn attack(settings: &AttackSettings, clones: usize) -> Option<(Clones, Vec<Seen>)> {
    let recognizer = recognizer(&crate::testing::device());
    let mut told = Vec::new();
    let (seeds, parameters) = (seeds(clones), parameters(settings));
    let attack = Attack { target: 1, seeds: &seeds, parameters: &*parameters, settings, seed: 9 };
    let clones = invert(&recognizer, &attack, &mut |step, look| {
        told.push(Seen::of(step, look));
        ControlFlow::Continue(())
    });
    clones.map(|clones| (clones, told))
}

fn steps(preset: Preset, max_steps: u32) -> AttackSettings {
    AttackSettings { max_steps, snapshot_every: 2, ..preset.settings() }
}

#[test]
fn gradients_agree_with_finite_differences() {
    let recognizer = recognizer(&crate::testing::device());
    let seeds = seeds(1);
    for preset in Preset::ALL {
        let settings = AttackSettings { shift: 0, flip: false, brightness: 0.0, ..preset.settings() };
        let parameters = parameters(&settings);
        let attack = Attack { target: 1, seeds: &seeds, parameters: &*parameters, settings: &settings, seed: 9 };
        let start = parameters.start(&seeds, recognizer.device());
        let gradient = gradient_of(&recognizer, &attack, &start);
        let (shape, values) = (start.dims(), crate::pixels::host(start));
        let loss = |at: usize, by: f32| {
            let mut moved = values.clone();
            moved[at] += by;
            let moved = Tensor::<1>::from_floats(moved.as_slice(), recognizer.device()).reshape(shape);
            loss_of(&recognizer, &attack, &moved)
        };
        let largest = gradient.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        for at in (0..values.len()).step_by(values.len().div_ceil(12)) {
            let by = 2e-3;
            let difference = (loss(at, by) - loss(at, -by)) / (2.0 * by);
            let error = (gradient[at] - difference).abs();
            assert!(error < 0.05 * largest + 1e-5, "{preset:?} at {at}: {} against {difference}", gradient[at]);
        }
    }
}

#[test]
fn every_preset_raises_the_target_score_and_stays_within_the_pixels() {
    for preset in Preset::ALL {
        let mut settings =
            AttackSettings { total_variation: 0.0, coefficient_penalty: 0.0, stop_score: 2.0, ..steps(preset, 40) };
        if preset == Preset::TemplatePixels {
            // Its views differ more from one another than forty steps of single pixels do.
            settings = AttackSettings { shift: 0, flip: false, rotation: 0.0, scale: 0.0, brightness: 0.0, ..settings };
        }
        let (clones, told) = attack(&settings, 3).expect("not stopped");
        let (first, last) = (&told[0], &told[told.len() - 1]);
        assert_eq!((first.iteration, last.iteration), (0, 40));
        for clone in 0..3 {
            assert!(last.scores[clone] > first.scores[clone], "{preset:?}: {first:?} {last:?}");
        }
        assert_eq!(clones.steps, [40; 3]);
    }
}

#[test]
fn the_same_attack_gives_the_same_bytes_and_a_clone_does_not_depend_on_its_neighbours() {
    let (three, _) = attack(&steps(Preset::Fast, 12), 3).expect("not stopped");
    let (again, _) = attack(&steps(Preset::Fast, 12), 3).expect("not stopped");
    assert_eq!(three, again);
    let (one, _) = attack(&steps(Preset::Fast, 12), 1).expect("not stopped");
    assert_eq!(one.pictures.picture(0), three.pictures.picture(0));
}

#[test]
fn eigenfaces_and_evolution_too_give_the_same_bytes_whatever_the_neighbours() {
    let genetic =
        AttackSettings { method: MethodKind::Evolution(StrategyKind::Genetic), ..steps(Preset::Evolution, 6) };
    for settings in [steps(Preset::Faces, 6), steps(Preset::Evolution, 6), genetic] {
        let (three, told) = attack(&settings, 3).expect("not stopped");
        assert_eq!(Some((three.clone(), told)), attack(&settings, 3), "{settings:?}");
        let (one, _) = attack(&settings, 1).expect("not stopped");
        assert_eq!(one.pictures.picture(0), three.pictures.picture(0), "{settings:?}");
    }
}

#[test]
fn queries_to_the_recognizer_are_counted() {
    let queries = |settings: AttackSettings| {
        let (_, told) = attack(&settings, 3).expect("not stopped");
        told.last().expect("an end").queries
    };
    // Each of five steps, and the look at the end.
    assert_eq!(queries(steps(Preset::Paper, 5)), 3 * 6);
    assert_eq!(queries(steps(Preset::Faces, 5)), 3 * 6 * 2);
    assert_eq!(queries(AttackSettings { population: 10, ..steps(Preset::Evolution, 5) }), 3 * 5 * 10);
}

#[test]
fn an_evolution_ends_when_its_queries_do() {
    let settings = AttackSettings { population: 10, queries: 35, ..steps(Preset::Evolution, 50) };
    let (clones, told) = attack(&settings, 3).expect("not stopped");
    assert_eq!((clones.steps, told.last().expect("an end").queries), (vec![3; 3], 90));
    let last = told.last().expect("an end");
    assert_eq!(last.iteration, 3, "the generations that the budget covered");
    assert!(last.pictures.is_some() && told.iter().filter(|step| step.iteration == last.iteration).count() == 1);
}

#[test]
fn snapshots_come_when_due_and_with_the_end() {
    let (clones, told) = attack(&steps(Preset::Paper, 5), 2).expect("not stopped");
    let due: Vec<u32> = told.iter().filter(|step| step.pictures.is_some()).map(|step| step.iteration).collect();
    assert_eq!(due, [0, 2, 4, 5]);
    assert_eq!(told[0].pictures.as_deref(), Some(&seeds(2)), "the first snapshot is the seed");
    assert_eq!(told[5].pictures.as_deref(), Some(&clones.pictures));
}

#[test]
fn pictures_that_nobody_looks_at_change_nothing() {
    let mut seen = Vec::new();
    let mut choosy = |at: usize, step: &Step, look: Look<'_>| {
        if at == 1 && step.is_due {
            seen.push((step.iteration, look()));
        }
        ControlFlow::Continue(())
    };
    let recognizer = recognizer(&crate::testing::device());
    let (seeds, settings) = (seeds(2), steps(Preset::Fast, 5));
    let attacks =
        [0, 1].map(|target| Attack { target, seeds: &seeds, parameters: &Pixels, settings: &settings, seed: 9 });
    let made = invert_together(&recognizer, &attacks, &mut choosy).expect("not stopped");
    let iterations: Vec<_> = seen.iter().map(|(iteration, _)| *iteration).collect();
    assert_eq!(iterations, [0, 2, 4, 5]);
    assert_eq!((&*seen[0].1, &*seen[3].1), (&seeds, &made[1].pictures));
    let all = invert_together(&recognizer, &attacks, &mut |_: usize, _: &Step, _: Look<'_>| ControlFlow::Continue(()));
    assert_eq!(Some(made), all);
}

#[test]
fn converged_clones_leave_the_batch_and_keep_their_picture() {
    let settings = AttackSettings { stop_score: 0.0, plateau_steps: 3, step_size: 0.0, ..steps(Preset::Paper, 50) };
    let (clones, told) = attack(&settings, 2).expect("not stopped");
    assert_eq!(clones.steps, [4, 4], "a flat loss converges after its window");
    assert_eq!(told.last().map(|step| step.iteration), Some(4));
    assert_eq!(clones.pictures, seeds(2));
}

#[test]
fn an_observer_that_says_stop_is_obeyed_at_once() {
    let recognizer = recognizer(&crate::testing::device());
    let (seeds, settings) = (seeds(2), steps(Preset::Paper, 50));
    let mut calls = 0;
    let attack = Attack { target: 1, seeds: &seeds, parameters: &Pixels, settings: &settings, seed: 9 };
    let clones = invert(&recognizer, &attack, &mut |step, _| {
        calls += 1;
        if step.iteration == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert_eq!((clones, calls), (None, 4));
}

#[test]
fn targets_attacked_together_get_the_clones_that_they_get_alone() {
    let recognizer = recognizer(&crate::testing::device());
    let (few, many) = (seeds(2), seeds(3));
    // Converges early for some clones and not for others, so that groups shrink and end at different steps.
    let settings = AttackSettings { stop_score: 0.34, plateau_steps: 4, ..steps(Preset::Fast, 30) };
    let attack = |target, seeds, seed| Attack { target, seeds, parameters: &Pixels, settings: &settings, seed };
    let attacks = [attack(1, &few, 9), attack(2, &many, 10), attack(0, &few, 11)];
    let mut told = vec![Vec::new(); 3];
    let together = invert_together(&recognizer, &attacks, &mut |at: usize, step: &Step, look: Look<'_>| {
        told[at].push(Seen::of(step, look));
        ControlFlow::Continue(())
    });
    let together = together.expect("not stopped");
    for (at, attack) in attacks.iter().enumerate() {
        let mut alone_told = Vec::new();
        let alone = invert(&recognizer, attack, &mut |step, look| {
            alone_told.push(Seen::of(step, look));
            ControlFlow::Continue(())
        });
        let alone = alone.expect("not stopped");
        assert_eq!(told[at].last().map(|step| step.iteration), alone.steps.iter().max().copied(), "target {at}");
        if crate::testing::is_gpu() {
            let far = alone.pictures.bytes.iter().zip(&together[at].pictures.bytes);
            let far = far.filter(|(alone, together)| alone.abs_diff(**together) > 2).count();
            assert!(far < alone.pictures.bytes.len() / 50, "target {at}: {far} bytes differ");
        } else {
            assert_eq!((&together[at], &told[at]), (&alone, &alone_told), "target {at}");
        }
    }
}

/// Six thousand clones were one batch, and ended the program where memory was short.
#[test]
fn clones_in_batches_are_and_tell_what_they_would_as_one() {
    let recognizer = recognizer(&crate::testing::device());
    let (few, many) = (seeds(2), seeds(7));
    // Some clones converge early, so that some pieces of an attack end before others.
    let settings = AttackSettings { stop_score: 0.0, plateau_steps: 2, ..steps(Preset::Fast, 30) };
    let attack = |target, seeds, seed| Attack { target, seeds, parameters: &Pixels, settings: &settings, seed };
    let attacks = [attack(1, &many, 9), attack(2, &few, 10)];
    let made = |most: usize| {
        let mut told = vec![Vec::new(); 2];
        let clones = in_batches(&recognizer, &attacks, most, &mut |at: usize, step: &Step, look: Look<'_>| {
            told[at].push(Seen::of(step, look));
            ControlFlow::Continue(())
        });
        (clones.expect("not stopped"), told)
    };
    let (clones, told) = made(100);
    let ends: std::collections::BTreeSet<_> = clones[0].steps.iter().collect();
    assert!(ends.len() > 1, "{ends:?}");
    for most in [1, 2, 3, 8] {
        let (in_batches, told_in_batches) = made(most);
        if crate::testing::is_gpu() {
            assert_eq!(in_batches[0].steps.len(), 7);
        } else {
            assert_eq!((in_batches, told_in_batches), (clones.clone(), told.clone()), "at most {most}");
        }
    }
    let sizes = |most| pieces(&attacks, most).iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!((sizes(100), sizes(7), sizes(4)), (vec![2], vec![1, 1], vec![1, 1, 1]));
}

#[test]
fn pictures_between_snapshots_are_of_the_step_at_which_they_are_looked_at() {
    let recognizer = recognizer(&crate::testing::device());
    let (seeds, settings) = (seeds(2), steps(Preset::Fast, 3));
    let attack = Attack { target: 1, seeds: &seeds, parameters: &Pixels, settings: &settings, seed: 9 };
    let (mut due, mut pictures) = (Vec::new(), Vec::new());
    let made = invert(&recognizer, &attack, &mut |step, look| {
        due.push(step.is_due);
        pictures.push(look());
        assert_eq!(pictures.last(), Some(&look()), "a second look");
        ControlFlow::Continue(())
    });
    assert_eq!(due, [true, false, true, true]);
    assert_eq!((&*pictures[0], &*pictures[3]), (&seeds, &made.expect("not stopped").pictures));
    assert!(pictures.windows(2).all(|two| two[0] != two[1]), "every step moves");
}

#[test]
fn half_precision_is_used_where_scores_agree_and_comes_to_much_the_same() {
    let recognizer = recognizer(&crate::testing::device());
    let seeds = seeds(2);
    let settings = AttackSettings { half_precision: true, ..steps(Preset::Paper, 5) };
    let attack = Attack { target: 1, seeds: &seeds, parameters: &Pixels, settings: &settings, seed: 9 };
    let made = invert(&recognizer, &attack, &mut |_, _| ControlFlow::Continue(())).expect("not stopped");
    let Some(half) = recognizer.in_half() else {
        assert!(!made.is_half, "this device does not compute with 16-bit floats");
        return;
    };
    assert_eq!(made.is_half, half.farthest_score(&recognizer, &seeds) <= AGREEMENT);
    assert!(half.farthest_score(&recognizer, &made.pictures) < 0.02);
    assert_eq!(recognizer.farthest_score(&recognizer, &seeds), 0.0);
}

#[test]
fn kernels_and_cards_give_the_tensor_librarys_numbers() {
    let architecture = Architecture::paper(40);
    let weights = Weights::random(&architecture, 2);
    let names = || (0..40).map(|class| class.to_string()).collect::<Vec<_>>();
    let on = |device: &Device| Recognizer::new(&architecture, names(), &weights, device).expect("a recognizer");
    let seeds = Pictures { size: 128, bytes: (0..2 * 128 * 128 * 3).map(|at| (at * 37 % 251) as u8).collect() };
    let settings = Preset::Paper.settings();
    let attack = Attack { target: 7, seeds: &seeds, parameters: &Pixels, settings: &settings, seed: 1 };
    let numbers = |recognizer: Recognizer| {
        let images = || seeds.tensor(0, 2, recognizer.device());
        let logits = crate::pixels::host(recognizer.logits(images()));
        (logits, gradient_of(&recognizer, &attack, &images()))
    };
    let by_library = numbers(Recognizer::by_library(&architecture, names(), &weights, &Device::flex()));
    let tested = numbers(on(&crate::testing::device()));
    for (wanted, found) in [(by_library.0, tested.0), (by_library.1, tested.1)] {
        let largest = wanted.iter().fold(0.0_f32, |largest, value| largest.max(value.abs()));
        let far = wanted.iter().zip(&found).fold(0.0_f32, |far, (wanted, found)| far.max((wanted - found).abs()));
        assert!(largest > 0.0 && wanted.len() == found.len());
        assert!(far <= 1e-4 * largest, "{far} of {largest}");
    }
}
