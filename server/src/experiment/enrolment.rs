//! Registering a run's people with an embedding network: how its pictures are prepared, a template for each person, and
//! the recognizer that comes of it in the run's folder.

use super::events::Event;
use super::faces::Faces;
use super::folder::RunFolder;
use super::network_file::{self, NetworkFile};
use super::progress::{Progress, Stopped};
use super::role::Role;
use super::stages::CALIBRATED;
use super::template_file::{self, Assigned, listed};
use super::training::TrainingRecord;
use crate::remedy::{OrRemedy, in_one_line};
use anyhow::{Context, Result, bail};
use engine::dataset::{FaceStore, Sample};
use engine::device::Chosen;
use engine::recognizer::artifact::{self, Description};
use engine::recognizer::onnx::calibration::{TRIES, Tried, calibrate};
use engine::recognizer::onnx::{Channels, Crop, Enrolment, OnnxModel, Preprocessing, embed};
use std::ops::ControlFlow;
use std::path::Path;
use wire::calibration::TriedPreprocessing;
use wire::live::PHOTOGRAPHS;

/// A better preprocessing than the one that a description states is named from this difference of AUC on.
const CLEARLY_BETTER: f64 = 0.03;

/// Checks that a file holds a network that people can be registered in; the bytes to keep, if it is to be kept as ONNX
/// and is not.
///
/// # Errors
/// Why not, in words for the user.
pub fn check_network(file: &Path) -> Result<Option<Vec<u8>>, String> {
    let read = || {
        let side = described(file)?.and_then(|(side, _)| side);
        let network = network_file::read(file, side)?;
        template_file::read_beside(file, network.plan.outputs())?;
        Ok(network.architecture.map(|_| network.onnx))
    };
    read().map_err(|error: anyhow::Error| in_one_line(&error))
}

/// Registers the people of a role with the network in `file`.
///
/// # Errors
/// If the file cannot be used, or somebody has no photographs.
pub fn enrol(
    role: Role,
    file: &Path,
    faces: &Faces,
    folder: &RunFolder,
    device: &Chosen,
    progress: &mut Progress<'_>,
) -> Result<()> {
    let (side, stated) = described(file)?.unwrap_or((None, None));
    let NetworkFile { onnx, plan, architecture } = network_file::read(file, side)?;
    if let Some(architecture) = architecture {
        progress.emit(Event::Note(format!("The {} was converted from PyTorch: {architecture}.", role.noun())))?;
    }
    let classes = role.classes(&faces.split);
    let given = given_templates(role, file, &classes, plan.outputs(), progress)?;
    let (photographs, held_out) = faces.samples(&classes);
    let trial = trial_samples(&photographs);
    let in_trial = TRIES * trial.len();
    let total = (in_trial + photographs.len() + held_out.len()) as u64;
    let mut counted = |done: usize| Progress::flow(progress.at(done as u64, total, PHOTOGRAPHS));
    let tried = calibrate(&plan, &faces.store, &trial, device.device(), &mut counted).ok_or(Stopped)?;
    let preprocessing = chosen(role, stated, &tried, progress)?;
    let model = OnnxModel::new(&plan, preprocessing, device.device());
    let mut embedded = |samples: &[Sample], before: usize| {
        let mut counted = |done: usize| Progress::flow(progress.at((before + done) as u64, total, PHOTOGRAPHS));
        embed(&model, &faces.store, samples, device.device(), &mut counted).ok_or(Stopped)
    };
    let of_photographs = embedded(&photographs, in_trial)?;
    let of_held_out = embedded(&held_out, in_trial + photographs.len())?;
    let enrolment = Enrolment::of(&given, &of_photographs, &of_held_out)
        .map_err(|label| anyhow::anyhow!("there is no photograph to register {} with", classes[label as usize]))?;
    let here = folder.path(&role.network());
    folder.write_json(&role.training_record(), &TrainingRecord::default())?;
    artifact::save_enrolled(&here, &onnx, (side, preprocessing), &classes, &enrolment)
        .or_remedy(|| format!("cannot write {}", here.display()))?;
    Ok(())
}

/// The templates that were brought for `people`; a note says of how many.
fn given_templates(
    role: Role,
    file: &Path,
    people: &[String],
    outputs: usize,
    progress: &mut Progress<'_>,
) -> Result<Vec<Option<Vec<f32>>>> {
    let Some(templates) = template_file::read_beside(file, outputs)? else { return Ok(vec![None; people.len()]) };
    let Assigned { given, unused } = templates
        .of(people)
        .with_context(|| format!("the templates brought with the {} cannot be used", role.noun()))?;
    let (count, all) = (given.iter().flatten().count(), people.len());
    let mut note = format!(
        "{count} of {all} people in the {} are registered by templates that were brought with it.",
        role.noun()
    );
    if count < all {
        note += " The others are registered by their photographs.";
    }
    if !unused.is_empty() {
        note += &format!(" Not used, because this run registers nobody of that name: {}.", listed(&unused));
    }
    progress.emit(Event::Note(note))?;
    Ok(given)
}

/// What the description beside a file says, if there is one.
fn described(file: &Path) -> Result<Option<(Option<u32>, Option<Preprocessing>)>> {
    if !file.with_extension("json").is_file() {
        return Ok(None);
    }
    match artifact::read_description(file)? {
        Description::Onnx(onnx) => Ok(Some((onnx.side, onnx.preprocessing))),
        Description::Paper(_) => bail!(
            "{} describes weights of the paper's network (version 1), and {} is an ONNX file; describe it with version 2",
            file.with_extension("json").display(),
            file.display()
        ),
    }
}

/// A few photographs of some people, on which preprocessings are tried.
fn trial_samples(photographs: &[Sample]) -> Vec<Sample> {
    let [people, each] = CALIBRATED;
    let of = |label: u32| photographs.iter().filter(move |sample| sample.label == label).take(each).copied();
    (0..people as u32).flat_map(of).collect()
}

/// The preprocessing that is stated, or the best that was tried; notes say how well it does.
fn chosen(
    role: Role,
    stated: Option<Preprocessing>,
    tried: &[Tried],
    progress: &mut Progress<'_>,
) -> Result<Preprocessing> {
    let whose = role.noun();
    let Some(best) = tried.first() else {
        return Ok(stated.unwrap_or_default());
    };
    let figures = |tried: &Tried| {
        let of = &tried.separation;
        format!(
            "with {}, photographs of the same person are more alike than those of two people in {:.1} % of comparisons \
             (AUC {:.3}), and {:.0} % of photographs have another of the same person nearest",
            words(&tried.preprocessing),
            100.0 * of.auc,
            of.auc,
            100.0 * of.nearest
        )
    };
    let same = |stated: Preprocessing| tried.iter().find(|tried| is_alike(&tried.preprocessing, &stated));
    let note = match stated {
        None => format!(
            "What the {whose} was trained on is not described, so the usual preprocessings were tried: {}.",
            figures(best)
        ),
        Some(stated) => match same(stated) {
            Some(own) if best.separation.auc - own.separation.auc > CLEARLY_BETTER => format!(
                "The {whose} is described to want {}, but {}, and with what is described the AUC is {:.3}. Is \
                 the description right?",
                words(&stated),
                figures(best),
                own.separation.auc
            ),
            Some(own) => format!("The {whose} is understood as described: {}.", figures(own)),
            None => return Ok(stated),
        },
    };
    progress.emit(Event::Note(note))?;
    Ok(stated.unwrap_or(best.preprocessing))
}

/// Whether two preprocessings are the same but for a unit of mean or deviation.
fn is_alike(one: &Preprocessing, other: &Preprocessing) -> bool {
    let near = |one: [f32; 3], other: [f32; 3]| one.iter().zip(&other).all(|(one, other)| (one - other).abs() <= 1.0);
    (one.crop, one.channels) == (other.crop, other.channels)
        && near(one.mean, other.mean)
        && near(one.deviation, other.deviation)
}

/// Tries the usual preprocessings on photographs with the network in a file; `None` if `progress`, which is given the
/// photographs embedded and all to embed, stops it. The index is that of the preprocessing that is described.
///
/// # Errors
/// If the file cannot be used.
pub fn calibrate_file(
    file: &Path,
    faces: &FaceStore,
    samples: &[Sample],
    progress: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Option<(Vec<TriedPreprocessing>, Option<u32>)>> {
    let (side, stated) = described(file)?.unwrap_or((None, None));
    let network = network_file::read(file, side)?;
    let device = Chosen::cpu("a network is checked");
    let mut counted = |done: usize| progress(done, TRIES * samples.len());
    let Some(tried) = calibrate(&network.plan, faces, samples, device.device(), &mut counted) else { return Ok(None) };
    let at = stated.and_then(|stated| tried.iter().position(|tried| is_alike(&tried.preprocessing, &stated)));
    Ok(Some((tried.into_iter().map(reported).collect(), at.map(|at| at as u32))))
}

fn reported(Tried { preprocessing, separation }: Tried) -> TriedPreprocessing {
    let [crop, channels, values] = parts(&preprocessing);
    let [same, others] = separation.histograms;
    TriedPreprocessing {
        crop,
        channels,
        values,
        auc: separation.auc,
        true_accepts: [separation.accepted_at_1_percent, separation.accepted_at_01_percent],
        nearest: separation.nearest,
        same,
        others,
    }
}

fn words(preprocessing: &Preprocessing) -> String {
    let [crop, channels, values] = parts(preprocessing);
    format!("{crop}, {channels} and values {values}")
}

/// Crop, channels and values in words.
fn parts(preprocessing: &Preprocessing) -> [String; 3] {
    let Preprocessing { crop, channels, mean, deviation } = preprocessing;
    let crop = match crop {
        Crop::Arcface => "ArcFace's crop",
        Crop::Whole => "the whole picture",
    };
    let order = match channels {
        Channels::Rgb => "red first",
        Channels::Bgr => "blue first",
    };
    let [low, high] = [0.0, 255.0].map(|pixel| (pixel - mean[0]) / deviation[0]);
    [crop.into(), order.into(), format!("from {low:.3} to {high:.3}")]
}
