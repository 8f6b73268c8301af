//! Parameters of runs, split into those that differ and those that are the same.

use crate::method::setting_text;
use crate::settings::value::{json, show, value_at};
use crate::settings::{Setting, all as all_settings, find};
use serde_json::Value;
use wire::experiment::ExperimentConfig;

/// A parameter and its value in each run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its label in the form, or its path.
    pub label: String,
    /// The key in the TOML file, dotted.
    pub path: String,
    /// Its values, in the order of the runs.
    pub values: Vec<String>,
}

/// The parameters of all runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    /// Those that differ.
    pub differing: Vec<Parameter>,
    /// Those that are the same in all runs.
    pub same: Vec<Parameter>,
}

/// Splits the parameters of some runs, in the order of the form, then others.
pub fn parameters(configs: &[&ExperimentConfig]) -> Parameters {
    let documents: Vec<Value> = configs.iter().map(|config| json(config)).collect();
    let mut found = Vec::new();
    documents.iter().for_each(|document| leaves("", document, &mut found));
    let known = all_settings().map(|setting| setting.path);
    let mut paths: Vec<String> = known.filter(|&path| found.iter().any(|one| one == path)).map(str::to_owned).collect();
    for path in found {
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    let mut all = Parameters::default();
    for path in paths {
        let values: Vec<Option<Value>> = documents.iter().map(|document| value_at(document, &path)).collect();
        let is_same = values.windows(2).all(|two| two[0] == two[1]);
        let parameter = parameter(path, &values, configs);
        if is_same { all.same.push(parameter) } else { all.differing.push(parameter) }
    }
    all
}

fn parameter(path: String, values: &[Option<Value>], configs: &[&ExperimentConfig]) -> Parameter {
    let setting = find(&path);
    let text = |(value, config): (&Option<Value>, &&ExperimentConfig)| {
        let words = setting.and_then(|setting: &Setting| setting_text(config, setting));
        words.or_else(|| value.as_ref().map(show)).filter(|text| !text.is_empty()).unwrap_or_else(|| "–".into())
    };
    let values = values.iter().zip(configs).map(text).collect();
    let label = match setting {
        Some(setting) => setting.label.to_owned(),
        None if path == "attack.preset" => "Preset".into(),
        None => path.clone(),
    };
    Parameter { label, path, values }
}

/// Adds the paths of all values in a document.
fn leaves(above: &str, document: &Value, paths: &mut Vec<String>) {
    let Value::Object(fields) = document else {
        paths.push(above.to_owned());
        return;
    };
    for (name, value) in fields {
        let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        leaves(&path, value, paths);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::experiment::{Optimizer, SyntheticFaces};

    fn named<'a>(all: &'a [Parameter], path: &str) -> Option<&'a Parameter> {
        all.iter().find(|parameter| parameter.path == path)
    }

    #[test]
    fn what_differs_stands_apart_in_words() {
        let mut first = ExperimentConfig { name: "First".into(), ..ExperimentConfig::default() };
        let mut second = ExperimentConfig { name: "Second".into(), ..first.clone() };
        second.attack.optimizer = Optimizer::Adam;
        (first.training.flip, second.training.flip) = (true, false);
        second.faces.synthetic = Some(SyntheticFaces::default());
        let all = parameters(&[&first, &second]);
        let values = |path| named(&all.differing, path).map(|parameter| parameter.values.join(" | "));
        assert_eq!(values("attack.optimizer").as_deref(), Some("gradient descent | Adam"));
        assert_eq!(values("training.flip").as_deref(), Some("on | off"));
        assert_eq!(values("faces.synthetic.identities").as_deref(), Some("– | 15"));
        assert_eq!(values("name").as_deref(), Some("First | Second"));
        assert_eq!(all.differing[0].path, "name", "in the order of the form");
        assert!(named(&all.same, "seed").is_some() && named(&all.differing, "seed").is_none());
        assert_eq!(named(&all.same, "attack.preset").map(|one| one.label.as_str()), Some("Preset"));
    }

    #[test]
    fn every_value_of_a_configuration_is_among_them_once() {
        let config = ExperimentConfig::default();
        let all = parameters(&[&config, &config]);
        assert!(all.differing.is_empty());
        let mut paths = Vec::new();
        leaves("", &json(&config), &mut paths);
        let mut told: Vec<_> = all.same.iter().map(|parameter| parameter.path.clone()).collect();
        paths.sort();
        told.sort();
        assert_eq!(told, paths);
    }
}
