use super::*;
use crate::settings;
use wire::experiment::{Method, SyntheticFaces};
use wire::faces::{Authorisation, Basis, FaceSetState};
use wire::report::DeviceReport;
use wire::run::{RunId, TemplateRun};

fn defaults() -> NewRunDefaults {
    let mut demo = ExperimentConfig { name: "Demo".into(), ..Default::default() };
    demo.faces.synthetic = Some(SyntheticFaces::default());
    let mut small = ExperimentConfig { name: "Small".into(), ..Default::default() };
    small.faces.folder = Some(FolderFaces::default());
    NewRunDefaults {
        demo,
        paper: ExperimentConfig { name: "Paper".into(), ..small.clone() },
        small,
        device: DeviceReport::default(),
        from: None,
        sets: Vec::new(),
        recognizers: Vec::new(),
    }
}

fn set(identities: u32, fewest: u32) -> FaceSetSummary {
    FaceSetSummary {
        id: FaceSetId(format!("{identities:016x}")),
        name: "Staff".into(),
        state: FaceSetState::Ready,
        is_folder: false,
        identities,
        images: identities * fewest,
        fewest,
        bytes: 0,
        authorisation: Authorisation { by: "Ada".into(), basis: Basis::Consent },
        added_by: "Ada".into(),
        created_ms: 0,
    }
}

#[test]
fn a_set_registers_as_many_as_it_has_and_leaves_some_for_the_seeds() {
    let defaults = NewRunDefaults { sets: vec![set(4, 2), set(65, 75)], ..defaults() };
    let mut form = NewRun::new(&defaults);
    form.start_from(Source::Set, &defaults);
    assert_eq!((form.source(), &form.config().faces.folder), (Source::Set, &None));
    for (set, expected) in defaults.sets.iter().zip([[1, 1, 1, 2, 1], [5, 23, 23, 20, 5]]) {
        form.choose_set(set);
        let ExperimentConfig { faces, split, .. } = form.config();
        let found = [split.targets, split.target_others, split.evaluation_others];
        assert_eq!([&found[..], &[faces.min_images, split.held_out_images]].concat(), expected);
        assert!(found.iter().sum::<u32>() < set.identities);
        assert_eq!(faces.set.as_ref(), Some(&set.id));
    }
    assert_eq!(form.config().name, "Staff");
    form.start_from(Source::Drawn, &defaults);
    assert_eq!((&form.config().faces.set, form.config().name.as_str()), (&None, "Demo"));
}

fn setting(path: &str) -> &'static Setting {
    settings::find(path).expect("a setting of this path")
}

#[test]
fn a_run_is_begun_again_with_its_own_settings_and_the_presets_own_stay_the_presets() {
    let mut config = ExperimentConfig { name: "First".into(), seed: 9, ..Default::default() };
    config.faces.folder = Some(FolderFaces { identities: "/faces".into(), public: String::new() });
    config.attack = AttackConfig { step_size: 0.2, ..Preset::Paper.settings() };
    let from = TemplateRun { id: RunId("0123456789abcdef".into()), config };
    let form = NewRun::new(&NewRunDefaults { from: Some(from), ..defaults() });
    assert_eq!((form.source(), form.config().seed, form.config().name.as_str()), (Source::Folder, 9, "First, again"));
    assert_eq!(form.text(setting("faces.folder.identities")), "/faces");
    let overrides = ["attack.step_size", "attack.max_steps"].map(|path| form.overrides_preset(setting(path)));
    assert_eq!(overrides, [true, false]);
    let again = TemplateRun { id: RunId("0123456789abcdef".into()), config: form.config().clone() };
    let third = NewRun::new(&NewRunDefaults { from: Some(again), ..defaults() });
    assert_eq!(third.config(), form.config(), "a name gets longer once");
}

#[test]
fn every_setting_takes_back_what_it_shows() {
    let mut form = NewRun::new(&defaults());
    let before = form.config().clone();
    for setting in settings::all() {
        if form.concerns(setting) {
            let text = form.text(setting);
            form.enter(setting, &text);
        }
    }
    assert_eq!((form.config(), form.problems()), (&before, vec![]));
}

#[test]
fn what_cannot_be_read_stays_in_its_field_with_a_message_and_does_not_reach_the_configuration() {
    let mut form = NewRun::new(&defaults());
    let clones = setting("attack.clones");
    form.enter(clones, "many");
    assert_eq!((form.text(clones).as_str(), form.config().attack.clones), ("many", 20));
    assert_eq!(form.problems()[0].field, "attack.clones");
    form.enter(clones, "1,000");
    assert_eq!((form.config().attack.clones, form.problems()), (1000, vec![]));
    form.enter(clones, "0");
    assert_eq!(form.problems()[0].message, "Enter a whole number, 1 to 10,000.");
}

#[test]
fn a_setting_of_the_attack_shows_its_presets_value_until_it_is_overridden() {
    let mut form = NewRun::new(&defaults());
    let step = setting("attack.step_size");
    assert_eq!((form.text(step).as_str(), form.overrides_preset(step)), ("0.05", false));
    form.enter(step, "0.1");
    assert_eq!((form.config().attack.step_size, form.overrides_preset(step)), (0.1, true));
    form.enter(step, "");
    assert_eq!((form.config().attack.step_size, form.text(step).as_str()), (0.05, "0.05"));
}

#[test]
fn another_preset_forgets_overrides_but_keeps_the_number_of_clones() {
    let mut form = NewRun::new(&defaults());
    form.enter(setting("attack.clones"), "7");
    form.enter(setting("attack.step_size"), "0.1");
    form.enter(setting("attack.max_steps"), "x");
    form.choose_preset(Preset::Fast);
    assert_eq!((form.config().attack.clones, form.config().attack.step_size), (7, 0.01));
    assert_eq!((form.text(setting("attack.step_size")).as_str(), form.problems()), ("0.01", vec![]));
}

#[test]
fn settings_of_another_method_are_not_shown() {
    let mut form = NewRun::new(&defaults());
    let shown = |form: &NewRun| {
        ["attack.step_size", "attack.queries", "attack.components"].map(|path| form.concerns(setting(path)))
    };
    assert_eq!(shown(&form), [true, false, false]);
    form.choose_preset(Preset::Faces);
    assert_eq!(shown(&form), [true, false, true]);
    form.enter(setting("attack.method"), "genetic");
    assert_eq!((form.config().attack.method, shown(&form)), (Method::Genetic, [false, true, true]));
}

#[test]
fn folders_typed_stay_when_the_scale_changes() {
    let defaults = defaults();
    let mut form = NewRun::new(&defaults);
    form.start_from(Source::Folder, &defaults);
    form.enter(setting("faces.folder.identities"), " /faces/identities ");
    form.start_from(Source::Paper, &defaults);
    let folder = form.config().faces.folder.as_ref().expect("a folder");
    assert_eq!((folder.identities.as_str(), form.config().name.as_str()), ("/faces/identities", "Paper"));
    form.start_from(Source::Drawn, &defaults);
    assert_eq!(form.config(), &defaults.demo);
}

#[test]
fn names_are_split_at_commas_and_lines() {
    let mut form = NewRun::new(&defaults());
    form.enter(setting("split.target_names"), "Ann, Bob\nCy, ");
    assert_eq!(form.config().split.target_names, ["Ann", "Bob", "Cy"]);
    assert_eq!(form.text(setting("split.target_names")), "Ann, Bob, Cy");
}
