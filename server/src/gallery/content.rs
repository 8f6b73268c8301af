//! The public part of a run: chosen targets, and pictures of real people only as far as an owner allows.

use crate::experiment::{agreements, complete, totals, verdict};
use crate::store::gallery::{Content, Made, NewClone};
use engine::recognizer::Architecture;
use std::path::Path;
use wire::experiment::{ExperimentConfig, FacesConfig, FolderFaces, RecognizersConfig, SplitConfig};
use wire::faces::FaceSetId;
use wire::left_out::LeftOutFaces;
use wire::report::{IdentityReport, Report};

/// A seed averaged from fewer photographs than this is nearly a photograph of somebody.
const AVERAGED: u32 = 10;

/// Whether seeds are nearly photographs of real people.
pub fn seeds_are_faces(config: &ExperimentConfig) -> bool {
    config.faces.synthetic.is_none() && config.attack.seed_faces < AVERAGED
}

/// The public part of a run's report.
pub fn content(report: Report, chosen: &[String], real_faces: bool) -> Content {
    let is_drawn = report.config.faces.synthetic.is_some();
    let hides_seeds = !real_faces && seeds_are_faces(&report.config);
    let all = report.identities.len();
    let (mut identities, mut targets) = (Vec::new(), Vec::new());
    for (identity, index) in report.identities.into_iter().zip(0..) {
        if chosen.contains(&identity.name) {
            identities.push(seen(identity, real_faces, hides_seeds));
            targets.push(index);
        }
    }
    let mut hidden = Vec::new();
    if !real_faces {
        let what = if is_drawn { "Drawn faces of the targets" } else { "Real faces of the targets" };
        hidden.push(format!("{what} are not shown."));
    }
    if hides_seeds {
        hidden.push("Seeds are not shown: each is the average of a few photographs.".into());
    }
    if identities.len() < all {
        hidden.push(format!("{} of the run's {all} targets are shown; figures are of these.", identities.len()));
    }
    let totals = totals(&identities, report.totals.clone_iterations_per_second);
    let mut recognizers = report.recognizers;
    recognizers.target.file.clear();
    recognizers.evaluation.file.clear();
    let mut networks = report.networks;
    for network in &mut networks {
        network.file.clear();
        network.name.clear();
    }
    complete(&mut networks, &identities);
    let agreements = agreements(&networks, &identities);
    let verdict = Some(verdict(&recognizers, &networks, &identities));
    let config = public_config(report.config, chosen);
    // Authorisations concern only those who answer for the audit, and so do the names of people and files left out.
    let (authorised, left_out) = (Vec::new(), LeftOutFaces::default());
    let report = Report {
        config,
        recognizers,
        networks,
        agreements,
        identities,
        totals,
        verdict,
        authorised,
        left_out,
        ..report
    };
    Content { report, targets, withheld: hidden }
}

fn seen(mut identity: IdentityReport, real_faces: bool, hides_seeds: bool) -> IdentityReport {
    if !real_faces {
        identity.real_faces.clear();
        let photographs = identity.photographs.iter_mut().flat_map(|found| &mut found.photographs);
        photographs.for_each(|photograph| photograph.file.clear());
    }
    if hides_seeds {
        identity.seed.seeds.iter_mut().for_each(|seed| seed.file.clear());
    }
    identity
}

/// The method, without the server's folders and names of people who are not shown. Only the fields named here are
/// published.
fn public_config(config: ExperimentConfig, chosen: &[String]) -> ExperimentConfig {
    // Without "..": of each section it is decided whether readers see it.
    let ExperimentConfig { name, seed, device, faces, split, recognizers: _, training, defence, attack } = config;
    let FacesConfig { folder, synthetic, set, min_images, max_images } = faces;
    let SplitConfig {
        targets,
        target_others,
        evaluation_others,
        held_out_images,
        target_names,
        target_other_names: _,
        evaluation_other_names: _,
    } = split;
    let target_names = target_names.into_iter().filter(|name| chosen.contains(name)).collect();
    let faces = FacesConfig {
        folder: folder.map(|_| FolderFaces::default()),
        synthetic,
        set: set.map(|_| FaceSetId::default()),
        min_images,
        max_images,
    };
    let split = SplitConfig {
        targets,
        target_others,
        evaluation_others,
        held_out_images,
        target_names,
        ..SplitConfig::default()
    };
    let recognizers = RecognizersConfig::default();
    ExperimentConfig { name, seed, device, faces, split, recognizers, training, defence, attack }
}

/// How a run's clones were made, for the gallery's filters. `description` is the file beside the weights of the
/// recognizer under attack.
pub fn made(report: &Report, description: Option<&[u8]>) -> Made {
    let attack = &report.config.attack;
    Made {
        recognizer: recognizer(report),
        architecture: description.and_then(architecture).map(|found| layers(&found)).unwrap_or_default(),
        preset: attack.preset,
        objective: attack.objective,
    }
}

fn recognizer(report: &Report) -> String {
    let classes = report.recognizers.target.classes;
    let loaded = Path::new(&report.config.recognizers.target).file_stem().and_then(|stem| stem.to_str());
    match loaded {
        Some(name) => format!("{name}, {classes} identities"),
        None if report.config.recognizers.kept_target.is_some() => {
            format!("kept by its workspace, {classes} identities")
        }
        None => format!("trained in {}, {classes} identities", report.config.name),
    }
}

fn architecture(description: &[u8]) -> Option<Architecture> {
    let description: serde_json::Value = serde_json::from_slice(description).ok()?;
    serde_json::from_value(description.get("architecture")?.clone()).ok()
}

fn layers(architecture: &Architecture) -> String {
    let Architecture { input, convolutions, hidden, .. } = architecture;
    format!("{} convolutions, {} hidden layers, {input} × {input} pixels", convolutions.len(), hidden.len())
}

/// The clones of a publication, as the gallery lists them.
pub fn clones(content: &Content) -> Vec<NewClone> {
    let mut all = Vec::new();
    for (identity, place) in content.report.identities.iter().zip(1..) {
        for (at, clone) in identity.clones.iter().enumerate() {
            all.push(NewClone {
                place,
                clone: at as u32 + 1,
                target_score: clone.target_score,
                evaluation_score: clone.evaluation_score,
                evaluation_rank: clone.evaluation_rank,
                has_seed: identity.seed.seeds.get(at).is_some_and(|seed| !seed.file.is_empty()),
                human: Default::default(),
            });
        }
    }
    all
}

/// Whether readers may have this file of the run.
pub fn names_file(report: &Report, file: &str) -> bool {
    !file.is_empty()
        && report.identities.iter().any(|identity| {
            let pictures = identity.clones.iter().chain(&identity.seed.seeds).map(|picture| &picture.file);
            pictures.chain(&identity.real_faces).any(|named| named == file)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::gallery::scenario::{report_of, with_judge};
    use wire::experiment::{Objective, Preset};
    use wire::left_out::LeftOutPerson;

    fn names(of: &[&str]) -> Vec<String> {
        of.iter().map(|&name| name.to_owned()).collect()
    }

    /// A run on photographs, with seeds averaged from `seed_faces` of them.
    fn photographed(seed_faces: u32) -> Report {
        let mut report = report_of(&["A", "B"]);
        let folder = FolderFaces { identities: "/srv/faces".into(), public: "/srv/public".into() };
        report.config.faces.folder = Some(folder);
        report.config.recognizers.target = "/srv/models/known.safetensors".into();
        report.config.split.target_names = names(&["A", "B"]);
        report.config.split.target_other_names = names(&["someone else"]);
        report.config.attack.seed_faces = seed_faces;
        let left_out = LeftOutPerson { name: "someone else".into(), why: "1 of at least 2 pictures".into() };
        report.left_out.people = vec![left_out];
        report
    }

    #[test]
    fn without_the_owners_word_no_real_face_is_named() {
        let shown = content(photographed(256), &names(&["A", "B"]), false);
        assert!(shown.report.identities.iter().all(|identity| identity.real_faces.is_empty()));
        assert!(!names_file(&shown.report, "faces/A/0000.png"));
        assert!(names_file(&shown.report, "clones/A/0000.png") && names_file(&shown.report, "seeds/B/0001.png"));
        assert!(!names_file(&shown.report, "recognizers/target.safetensors") && !names_file(&shown.report, ""));
        assert_eq!(shown.withheld, ["Real faces of the targets are not shown."]);
        let with = content(photographed(256), &names(&["A", "B"]), true);
        assert!(names_file(&with.report, "faces/A/0000.png"));
        assert_eq!(with.withheld, names(&[]));
    }

    #[test]
    fn a_seed_of_a_few_photographs_counts_as_a_face() {
        let shown = content(photographed(1), &names(&["A"]), false);
        assert!(!names_file(&shown.report, "seeds/A/0000.png") && names_file(&shown.report, "clones/A/0000.png"));
        assert!(shown.report.identities[0].seed.seeds.iter().all(|seed| seed.file.is_empty()));
        assert!(clones(&shown).iter().all(|clone| !clone.has_seed));
        assert!(names_file(&content(photographed(1), &names(&["A"]), true).report, "seeds/A/0000.png"));
    }

    #[test]
    fn figures_are_of_the_targets_chosen_and_the_others_are_not_there() {
        let mut report = with_judge(photographed(256), "a network", 1);
        let judge = &mut report.networks[0];
        (judge.name, judge.file) = ("their own name".into(), "recognizers/judge-1.onnx".into());
        report.identities[0].clones.iter_mut().for_each(|clone| clone.evaluation_rank = 1);
        report.identities[1].clones.iter_mut().for_each(|clone| clone.evaluation_rank = 9);
        let shown = content(report, &names(&["B"]), false);
        assert_eq!((shown.targets.as_slice(), shown.report.identities.len()), (&[1][..], 1));
        assert_eq!((shown.report.totals.clones, shown.report.totals.top1), (2, 0.0));
        let first = shown.report.networks[0].totals.first;
        assert_eq!((first.map(|share| share.value), shown.report.agreements[0].clones), (Some(0.0), 2));
        assert!(!names_file(&shown.report, "clones/A/0000.png"));
        let text = serde_json::to_string(&shown).expect("JSON");
        for hidden in ["/srv", "someone else", "\"A\"", "faces/", "their own name", "judge-1"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
        let places: Vec<_> = clones(&shown).iter().map(|clone| (clone.place, clone.clone)).collect();
        assert_eq!(places, [(1, 1), (1, 2)]);
    }

    #[test]
    fn a_recognizer_goes_by_its_file_or_by_the_run_that_trained_it() {
        let description = r#"{"architecture": {"input": 128, "convolutions": [{"kernel": 5, "channels": 8}],
            "hidden": [1024, 1024], "classes": 9}}"#;
        let mut report = photographed(256);
        let found = made(&report, Some(description.as_bytes()));
        assert_eq!(found.recognizer, "known, 9 identities");
        assert_eq!(found.architecture, "1 convolutions, 2 hidden layers, 128 × 128 pixels");
        report.config.recognizers.target.clear();
        report.config.attack = Preset::PaperSquaredError.settings();
        let found = made(&report, None);
        assert_eq!(found.recognizer, "trained in Untitled experiment, 9 identities");
        assert_eq!((found.objective, found.architecture.as_str()), (Objective::SquaredError, ""));
    }
}
