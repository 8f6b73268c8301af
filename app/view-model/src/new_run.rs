//! The state of the new-run form: a configuration, and input that is not valid (yet).

use super::number;
use super::settings::value::{self, json, value_at};
use super::settings::{Kind, Setting, range};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use wire::experiment::{AttackConfig, ExperimentConfig, FolderFaces, Parameters, Preset, SplitConfig};
use wire::faces::{FaceSetId, FaceSetSummary, RecognizerId};
use wire::json::from_document;
use wire::run::{NewRunDefaults, Problem};

/// The source of the faces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// People drawn by Effigy.
    Drawn,
    /// A face set of the workspace.
    Set,
    /// A folder of tens of people.
    Folder,
    /// A folder at the paper's scale.
    Paper,
}

impl Source {
    /// All sources.
    pub const ALL: [Self; 4] = [Self::Drawn, Self::Set, Self::Folder, Self::Paper];

    /// The title of its card.
    pub fn title(self) -> &'static str {
        match self {
            Self::Drawn => "Drawn people",
            Self::Set => "A set of faces",
            Self::Folder => "A folder of faces",
            Self::Paper => "The paper's scale",
        }
    }

    /// One line on its card.
    pub fn line(self) -> &'static str {
        match self {
            Self::Drawn => "Made up by Effigy; nobody is real. The quickest way to see an attack.",
            Self::Set => "Photographs of this workspace, with the authorisation of the audit.",
            Self::Folder => "Tens of people in a folder on the server's machine, one folder for each.",
            Self::Paper => "VGGFace2 with 2,041 people in the target recognizer. Takes a graphics card or days.",
        }
    }
}

/// Suffix of the name of a repeated run.
const AGAIN: &str = ", again";

/// The form.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRun {
    source: Source,
    config: ExperimentConfig,
    unparsed: BTreeMap<&'static str, Unparsed>,
}

#[derive(Clone, Debug, PartialEq)]
struct Unparsed {
    text: String,
    message: String,
}

impl NewRun {
    /// The initial form, with the demo or the settings of the run to repeat.
    pub fn new(defaults: &NewRunDefaults) -> Self {
        let config = match &defaults.from {
            Some(from) => again(&from.config),
            None => defaults.demo.clone(),
        };
        let source = match (&config.faces.synthetic, &config.faces.set) {
            (Some(_), _) => Source::Drawn,
            (None, Some(_)) => Source::Set,
            (None, None) => Source::Folder,
        };
        Self { source, config, unparsed: BTreeMap::new() }
    }

    /// Where the faces come from.
    pub fn source(&self) -> Source {
        self.source
    }

    /// Changes the source, with matching settings. Folders already entered stay.
    pub fn start_from(&mut self, source: Source, defaults: &NewRunDefaults) {
        let typed = self.config.faces.folder.take();
        self.config = match source {
            Source::Drawn => defaults.demo.clone(),
            Source::Set | Source::Folder => defaults.small.clone(),
            Source::Paper => defaults.paper.clone(),
        };
        if source == Source::Set {
            (self.config.faces.folder, self.config.faces.set) = (None, Some(FaceSetId::default()));
            defaults.sets.first().into_iter().for_each(|set| self.choose_set(set));
        } else if source != Source::Drawn {
            let folder = self.config.faces.folder.get_or_insert_with(FolderFaces::default);
            if let Some(typed) = typed.filter(|typed| !typed.identities.is_empty()) {
                *folder = typed;
            }
        }
        self.source = source;
        self.unparsed.clear();
    }

    /// Adds or removes a recognizer of the workspace as a further judge.
    pub fn choose_judge(&mut self, id: &RecognizerId, is_chosen: bool) {
        let judges = &mut self.config.recognizers.kept_judges;
        judges.retain(|judge| judge != id);
        if is_chosen {
            judges.push(id.clone());
        }
    }

    /// Chooses a face set, and registers its people except some for the seeds. The number of people in a folder is
    /// unknown.
    pub fn choose_set(&mut self, set: &FaceSetSummary) {
        let ExperimentConfig { name, faces, split, .. } = &mut self.config;
        name.clone_from(&set.name);
        faces.set = Some(set.id.clone());
        if set.is_folder {
            return;
        }
        let whole = SplitConfig::default();
        let people = set.identities;
        let targets = (people.saturating_sub(1) / 3).clamp(1, whole.targets);
        let for_seeds = (people / 5).max(1);
        let others = people.saturating_sub(for_seeds + targets) / 2;
        split.targets = targets;
        split.target_others = others.clamp(1, whole.target_others);
        split.evaluation_others = others.clamp(1, whole.evaluation_others);
        faces.min_images = set.fewest.clamp(2, 20);
        split.held_out_images = (faces.min_images / 4).clamp(1, whole.held_out_images);
        self.unparsed.retain(|path, _| !path.starts_with("split.") && !path.starts_with("faces."));
    }

    /// The chosen preset.
    pub fn preset(&self) -> Preset {
        self.config.attack.preset
    }

    /// Chooses a preset, and drops changes to the previous one.
    pub fn choose_preset(&mut self, preset: Preset) {
        self.config.attack = with_preset(&self.config, preset).attack;
        self.unparsed.retain(|path, _| !is_of_preset(path));
    }

    /// The configuration with another preset, to estimate its time.
    pub fn config_with(&self, preset: Preset) -> ExperimentConfig {
        if preset == self.preset() { self.config.clone() } else { with_preset(&self.config, preset) }
    }

    /// The configuration, without invalid input.
    pub fn config(&self) -> &ExperimentConfig {
        &self.config
    }

    /// The contents of a field.
    pub fn text(&self, setting: &Setting) -> String {
        match self.unparsed.get(setting.path) {
            Some(unparsed) => unparsed.text.clone(),
            None => value::text(&self.config, setting.path).unwrap_or_default(),
        }
    }

    /// Whether a setting of the attack differs from its preset.
    pub fn overrides_preset(&self, setting: &Setting) -> bool {
        is_of_preset(setting.path) && value_at(&json(&self.config), setting.path) != self.value_of_preset(setting.path)
    }

    /// Sets a field. An emptied setting of the attack returns to the preset's value; an emptied recognizer of the
    /// workspace means none.
    pub fn enter(&mut self, setting: &'static Setting, text: &str) {
        self.unparsed.remove(setting.path);
        let outcome = match text.trim() {
            "" if is_of_preset(setting.path) => Ok(self.value_of_preset(setting.path).unwrap_or_default()),
            "" if can_be_absent(setting) => Ok(Value::Null),
            _ => parse(setting.kind, text),
        };
        if let Err(message) = outcome.and_then(|value| self.set(setting.path, value)) {
            self.unparsed.insert(setting.path, Unparsed { text: text.to_owned(), message });
        }
    }

    /// Problems with invalid input.
    pub fn problems(&self) -> Vec<Problem> {
        let problem = |(path, unparsed): (&&str, &Unparsed)| Problem {
            field: (*path).to_owned(),
            message: unparsed.message.clone(),
        };
        self.unparsed.iter().map(problem).collect()
    }

    /// Whether the setting applies to the chosen source.
    pub fn concerns(&self, setting: &Setting) -> bool {
        let is_of = |part: &str| setting.path.starts_with(part);
        self.concerns_the_attack(setting)
            && match self.source {
                Source::Drawn => !is_of("faces.folder") && !is_of("faces.set"),
                Source::Set => !is_of("faces.folder") && !is_of("faces.synthetic"),
                Source::Folder | Source::Paper => !is_of("faces.set") && !is_of("faces.synthetic"),
            }
    }

    /// Whether a setting of the attack applies to its method and parameters.
    fn concerns_the_attack(&self, setting: &Setting) -> bool {
        let attack = &self.config.attack;
        match setting.path {
            "attack.population" | "attack.queries" => attack.method.is_by_scores(),
            "attack.components" | "attack.coefficient_penalty" => attack.parameters == Parameters::Eigenfaces,
            "attack.optimizer"
            | "attack.step_size"
            | "attack.total_variation"
            | "attack.views"
            | "attack.shift"
            | "attack.flip"
            | "attack.rotation"
            | "attack.scale"
            | "attack.brightness"
            | "attack.half_precision" => !attack.method.is_by_scores(),
            _ => true,
        }
    }

    fn value_of_preset(&self, path: &str) -> Option<Value> {
        value_at(&json(&with_preset(&self.config, self.preset())), path)
    }

    fn set(&mut self, path: &str, value: Value) -> Result<(), String> {
        let mut document = json(&self.config);
        let (parents, leaf) = path.rsplit_once('.').unwrap_or(("", path));
        let mut at = &mut document;
        for parent in parents.split('.').filter(|name| !name.is_empty()) {
            let fields = at.as_object_mut().ok_or("this setting has no place in the configuration")?;
            at = fields.entry(parent).or_insert_with(|| Value::Object(Map::new()));
        }
        let fields = at.as_object_mut().ok_or("this setting has no place in the configuration")?;
        fields.insert(leaf.to_owned(), value);
        self.config = from_document(&document).map_err(|error| error.to_string())?;
        Ok(())
    }
}

/// Whether a preset determines the setting; other settings stay when the preset changes.
fn is_of_preset(path: &str) -> bool {
    const KEPT: [&str; 4] = ["attack.preset", "attack.clones", "attack.seed_faces", "attack.snapshot_every"];
    path.starts_with("attack.") && !KEPT.contains(&path)
}

fn can_be_absent(setting: &Setting) -> bool {
    setting.path.starts_with("recognizers.kept_") && setting.kind == Kind::Text
}

/// The configuration to repeat a run, under a new name.
fn again(config: &ExperimentConfig) -> ExperimentConfig {
    let mut again = config.clone();
    if !again.name.ends_with(AGAIN) {
        again.name.push_str(AGAIN);
    }
    again
}

fn with_preset(config: &ExperimentConfig, preset: Preset) -> ExperimentConfig {
    let mut config = config.clone();
    let AttackConfig { clones, seed_faces, snapshot_every, .. } = config.attack;
    config.attack = AttackConfig { clones, seed_faces, snapshot_every, ..preset.settings() };
    config
}

fn parse(kind: Kind, text: &str) -> Result<Value, String> {
    let text = text.trim();
    match kind {
        Kind::Whole { min, max } => match text.replace([',', ' '], "").parse::<u64>() {
            Ok(number) if (min..=max).contains(&number) => Ok(number.into()),
            _ => Err(format!("Enter a whole number, {}.", range(kind))),
        },
        Kind::Real { min, max } => match number::parse(text) {
            Some(number) if (min..=max).contains(&number) => Ok(number.into()),
            _ => Err(format!("Enter a number, {}.", range(kind))),
        },
        Kind::Switch => Ok(Value::Bool(text == "true")),
        Kind::Names => {
            let names = text.split([',', '\n']).map(str::trim).filter(|name| !name.is_empty());
            Ok(names.map(Value::from).collect())
        }
        Kind::Choice(_) | Kind::Text | Kind::Section => Ok(text.into()),
    }
}

#[cfg(test)]
mod tests;
