use super::super::events::{Event, Observer};
use super::*;
use crate::experiment::{parse_toml, shipped};
use engine::dataset::stream;
use image::imageops::{FilterType, resize};
use image::{ImageFormat, Rgb, RgbImage};
use rand::RngExt;
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;
use tempfile::TempDir;
use view_model::left_out::lines;

/// What was reported as left out.
#[derive(Default)]
struct LossLog(Vec<String>);

impl Observer for LossLog {
    fn observe(&mut self, event: Event<'_>) -> ControlFlow<()> {
        if let Event::LeftOut(left_out) = event {
            self.0.extend(lines(left_out));
        }
        ControlFlow::Continue(())
    }
}

/// Folders of faces, and of a run on them.
struct Scene(TempDir);

impl Scene {
    /// These people with four photographs each, and forty public ones.
    fn of(people: &[&str]) -> Self {
        let scene = Self(tempfile::tempdir().expect("a folder"));
        for (person, name) in people.iter().enumerate() {
            (0..4)
                .for_each(|at| scene.paint(&format!("identities/{name}/{at}.png"), person * 4 + at, ImageFormat::Png));
        }
        (0..40).for_each(|at| scene.paint(&format!("public/{at:02}.png"), 200 + at, ImageFormat::Png));
        scene
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A photograph that is like no other with another number.
    fn paint(&self, name: &str, number: usize, format: ImageFormat) {
        self.save(name, &drawn(number), format);
    }

    fn save(&self, name: &str, picture: &RgbImage, format: ImageFormat) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        picture.save_with_format(path, format).expect("written");
    }

    /// Cuts a file in half.
    fn cut(&self, name: &str) {
        let bytes = fs::read(self.path(name)).expect("a file");
        fs::write(self.path(name), &bytes[..bytes.len() / 2]).expect("written");
    }

    fn config(&self) -> ExperimentConfig {
        let mut config = parse_toml(shipped("demo").expect("shipped"), "demo.toml").expect("parses");
        config.faces.synthetic = None;
        (config.faces.min_images, config.faces.max_images) = (3, 0);
        let text = |name: &str| self.path(name).to_str().expect("text").to_owned();
        config.faces.folder = Some(FolderFaces { identities: text("identities"), public: text("public") });
        config.split.held_out_images = 1;
        config.split.target_names = vec!["ann".into()];
        config.split.target_other_names = vec!["bob".into(), "cid".into()];
        config.split.evaluation_other_names = vec!["dan".into()];
        config
    }

    fn prepared(&self, config: ExperimentConfig, log: &mut LossLog) -> Result<Faces> {
        let plan = Plan::new(config, &self.path("cache")).expect("a plan");
        let folder = RunFolder::existing(&self.path("run"));
        prepare(&plan, &folder, &mut Progress::new(log, Vec::new()))
    }

    fn refused(&self) -> String {
        match self.prepared(self.config(), &mut LossLog::default()) {
            Ok(_) => panic!("it is not refused"),
            Err(error) => format!("{error:#}"),
        }
    }
}

/// A picture of 8 x 8 patches that is like no other with another number.
fn drawn(number: usize) -> RgbImage {
    let mut random = stream(number as u64, "patches", &[]);
    let patches: Vec<Rgb<u8>> = (0..64).map(|_| Rgb(random.random())).collect();
    RgbImage::from_fn(64, 64, |x, y| patches[(y / 8 * 8 + x / 8) as usize])
}

#[test]
fn everything_that_is_left_out_is_named_and_the_configuration_is_what_is_run() {
    let scene = Scene::of(&["ann", "bob", "cid", "dan"]);
    scene.paint("identities/eve/0.png", 30, ImageFormat::Png);
    scene.paint("identities/ann/cut.jpg", 31, ImageFormat::Jpeg);
    for cut in ["identities/ann/cut.jpg", "identities/bob/0.png", "identities/bob/2.png", "public/07.png"] {
        scene.cut(cut);
    }
    fs::write(scene.path("identities/ann/phone.HEIC"), "x").expect("written");
    fs::write(scene.path("public/x.avif"), "x").expect("written");
    let mut log = LossLog::default();
    let config = scene.config();
    let faces = scene.prepared(config.clone(), &mut log).expect("faces");

    let people: Vec<_> = faces.left_out.people.iter().map(|one| (one.name.as_str(), one.why.as_str())).collect();
    let few = "only 2 of 4 pictures can be read; at least 3 are needed";
    assert_eq!(people, [("eve", "only 1 of the 3 pictures that are needed"), ("bob", few)]);
    let files: Vec<_> = faces.left_out.files.iter().map(|one| one.file.as_str()).collect();
    let expected = [
        "identities/ann/phone.HEIC",
        "public/x.avif",
        "identities/ann/cut.jpg",
        "identities/bob/0.png",
        "identities/bob/2.png",
        "public/07.png",
    ];
    assert_eq!(files, expected);
    let why = |file: &str| faces.left_out.files.iter().find(|one| one.file == file).map(|one| one.why.as_str());
    assert!(why("identities/ann/cut.jpg").is_some_and(|why| why.contains("cut off")), "{:?}", faces.left_out);
    assert_eq!(log.0.len(), people.len() + files.len(), "all are reported: {:?}", log.0);

    let run = faces.config_as_run(&config).split;
    assert_eq!((run.targets, run.target_others, run.evaluation_others), (1, 1, 1));
    assert_eq!(run.target_other_names, ["cid"]);
    assert_eq!(faces.public.len(), 39);
}

#[test]
fn too_few_readable_images_of_a_target_or_recognizer_end_the_run() {
    let scene = Scene::of(&["ann", "bob", "cid", "dan"]);
    scene.cut("identities/dan/0.png");
    scene.cut("identities/dan/1.png");
    assert!(scene.refused().contains("the evaluation recognizer needs two identities"), "{}", scene.refused());
    scene.cut("identities/ann/0.png");
    scene.cut("identities/ann/1.png");
    let refused = scene.refused();
    assert!(refused.contains("of target ann, only 2 of 4 pictures can be read"), "{refused}");
}

/// Seeds once averaged the targets' own photographs.
#[test]
fn photographs_of_registered_people_are_no_public_faces_in_whatever_format() {
    let scene = Scene::of(&["ann", "bob", "cid", "dan"]);
    scene.paint("public/again.bmp", 2, ImageFormat::Bmp);
    let faces = scene.prepared(scene.config(), &mut LossLog::default()).expect("faces");
    assert_eq!(faces.public.len(), 40);
    let [left_out] = faces.left_out.files.as_slice() else { panic!("{:?}", faces.left_out) };
    assert_eq!(left_out.file, "public/again.bmp");
    assert!(left_out.why.contains("the same photograph as identities/ann/2.png"), "{}", left_out.why);
    for at in [5, 9] {
        scene.paint(&format!("public/more/{at}.png"), at, ImageFormat::Png);
    }
    let refused = scene.refused();
    assert!(refused.starts_with("3 of 43 public photographs are photographs of registered people"), "{refused}");
    assert!(refused.contains("public/more/9.png is identities/cid/1.png"), "{refused}");
}

/// A photograph that was saved anew once passed as a public face.
#[test]
fn photographs_of_registered_people_that_were_compressed_or_scaled_are_no_public_faces() {
    let scene = Scene::of(&["ann", "bob", "cid", "dan"]);
    scene.save("public/small.jpg", &resize(&drawn(2), 48, 48, FilterType::Triangle), ImageFormat::Jpeg);
    scene.paint("public/again.jpg", 6, ImageFormat::Jpeg);
    let faces = scene.prepared(scene.config(), &mut LossLog::default()).expect("faces");
    let left_out: Vec<_> = faces.left_out.files.iter().map(|one| (one.file.as_str(), one.why.as_str())).collect();
    let why = |own| format!("it is the same photograph as {own}, of somebody registered");
    let (ann, bob) = (why("identities/ann/2.png"), why("identities/bob/2.png"));
    assert_eq!(left_out, [("public/again.jpg", bob.as_str()), ("public/small.jpg", ann.as_str())]);
}

#[test]
fn a_person_whose_folder_was_copied_is_not_two() {
    let scene = Scene::of(&["ann", "bob", "cid", "dan"]);
    for at in 0..3 {
        fs::copy(scene.path(&format!("identities/ann/{at}.png")), scene.path(&format!("identities/dan/{at}.png")))
            .expect("copied");
    }
    let refused = scene.refused();
    assert!(refused.contains("ann and dan share 3 of their photographs"), "{refused}");
    for at in 0..3 {
        scene.save(
            &format!("identities/dan/{at}.png"),
            &resize(&drawn(at), 90, 90, FilterType::Triangle),
            ImageFormat::Png,
        );
    }
    assert_eq!(scene.refused(), refused, "saved anew they are copies still");
}

#[test]
fn a_public_folder_within_the_identities_is_refused_before_the_run_and_by_it() {
    let scene = Scene::of(&["ann", "bob", "cid", "dan"]);
    let mut config = scene.config();
    let inside = scene.path("identities/ann").to_str().expect("text").to_owned();
    config.faces.folder.as_mut().expect("a folder").public = inside.clone();
    let problems = Plan::new(config.clone(), Path::new("")).expect_err("refused");
    assert_eq!(problems[0].field, "faces.folder.public");
    // As a set of faces that a server keeps.
    let folder = config.faces.folder.take().expect("a folder");
    config.faces.set = Some(Default::default());
    let given = crate::experiment::StoredInputs { faces: Some(folder), ..Default::default() };
    let plan = Plan::new(config, &scene.path("cache")).expect("a plan").with(given);
    let refused = prepare(
        &plan,
        &RunFolder::existing(&scene.path("run")),
        &mut Progress::new(&mut LossLog::default(), Vec::new()),
    );
    assert!(refused.is_err_and(|error| error.to_string().contains(&inside)));
}
