//! Parses TOML text into an [`ExperimentConfig`]; errors have file and line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use toml_edit::{Document, Item};
use view_model::settings::{find, range};
use wire::experiment::ExperimentConfig;
use wire::run::Problem;
use wire::settings::Kind;

/// The problems with a file, one per line: `FILE, line 7: attack.clones: ...`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError(Vec<String>);

impl fmt::Display for ConfigError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for ConfigError {}

impl ConfigError {
    /// Finds the lines of `problems` in the text that they came from.
    pub fn locate(problems: &[Problem], text: &str, file: &str) -> Self {
        let document = Document::parse(text).ok();
        let line = |field: &str| {
            let span = document.as_ref().and_then(|document| deepest_span(document.as_item(), field))?;
            Some(format!(", line {}", line_of(text, span.start)))
        };
        let told = problems.iter().map(|problem| {
            let line = line(&problem.field).unwrap_or_default();
            format!("{file}{line}: {}: {}", problem.field, problem.message)
        });
        Self(told.collect())
    }
}

/// Reads a configuration. Absent fields take their defaults, unknown keys are refused.
///
/// # Errors
/// If the text is not TOML, or has a key or a type that the configuration does not know; with the line.
pub fn parse_toml(text: &str, file: &str) -> Result<ExperimentConfig, ConfigError> {
    let read = toml::Deserializer::parse(text).map_err(|error| (String::new(), error)).and_then(|document| {
        serde_path_to_error::deserialize(document).map_err(|error| (error.path().to_string(), error.into_inner()))
    });
    read.map_err(|(field, error)| {
        let line = error.span().map(|span| format!(", line {}", line_of(text, span.start))).unwrap_or_default();
        ConfigError(vec![format!("{file}{line}: {}", in_words(&field, error.message()))])
    })
}

/// A value of another type is named by its setting, with what may be given.
fn in_words(field: &str, message: &str) -> String {
    let setting = find(field).filter(|_| message.starts_with("invalid"));
    match setting.map(|setting| (setting.kind, range(setting.kind))) {
        Some((Kind::Whole { .. }, range)) => format!("{field}: give a whole number, {range}"),
        Some((Kind::Real { .. }, range)) => format!("{field}: give a number, {range}"),
        Some((Kind::Switch, _)) => format!("{field}: give true or false"),
        Some((Kind::Text, _)) => format!("{field}: give a text in quotes"),
        // An unknown key, which is named and has its line, or text that is no TOML.
        _ => message.to_owned(),
    }
}

/// The configuration as TOML.
///
/// # Panics
/// Never: a configuration is plain tables and numbers.
pub fn to_toml(config: &ExperimentConfig) -> String {
    toml::to_string_pretty(config).expect("a configuration is plain tables")
}

/// Each setting in which two configurations differ, with both its values; none if there is no such.
pub fn differences(there: &ExperimentConfig, now: &ExperimentConfig) -> Option<String> {
    let [there, now] = [there, now].map(settings);
    let fields: BTreeSet<&String> = there.keys().chain(now.keys()).collect();
    let differ = fields.into_iter().filter(|field| there.get(*field) != now.get(*field));
    let value = |of: &BTreeMap<String, String>, field| of.get(field).cloned().unwrap_or_else(|| "not given".into());
    let told = differ.map(|field| format!("{field} is {} there and {} now", value(&there, field), value(&now, field)));
    let told: Vec<_> = told.collect();
    (!told.is_empty()).then(|| told.join(", "))
}

/// All settings by their dotted paths.
fn settings(config: &ExperimentConfig) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![(String::new(), toml::Value::try_from(config).expect("a configuration is plain tables"))];
    while let Some((path, value)) = waiting.pop() {
        match value {
            toml::Value::Table(table) => waiting.extend(table.into_iter().map(|(key, value)| match path.as_str() {
                "" => (key, value),
                path => (format!("{path}.{key}"), value),
            })),
            value => drop(found.insert(path, value.to_string())),
        }
    }
    found
}

/// The span of the value at a dotted path, or of the nearest table around it that is written out.
fn deepest_span(root: &Item, field: &str) -> Option<Range<usize>> {
    let mut item = root;
    let mut span = None;
    for key in field.split('.') {
        let Some(inner) = item.get(key) else { break };
        span = inner.span().or(span);
        item = inner;
    }
    span
}

fn line_of(text: &str, at: usize) -> usize {
    text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_another_type_is_named_by_its_setting() {
        for (line, said) in [
            ("[defence]\ndecimals = -1", "x.toml, line 2: defence.decimals: give a whole number, 0 to 7"),
            ("[defence]\ndecimals = 1.5", "x.toml, line 2: defence.decimals: give a whole number, 0 to 7"),
            ("[training]\ndropout = \"much\"", "x.toml, line 2: training.dropout: give a number, 0 to"),
            ("[attack]\nflip = 3", "x.toml, line 2: attack.flip: give true or false"),
            ("seed = 1\nname = 7", "x.toml, line 2: name: give a text in quotes"),
        ] {
            let error = parse_toml(line, "x.toml").expect_err("another type").to_string();
            assert!(error.starts_with(said), "{error}");
        }
    }

    #[test]
    fn an_unknown_key_is_reported_with_its_line() {
        let error = parse_toml("seed = 1\n[attack]\nclons = 3\n", "x.toml").expect_err("a misspelt key").to_string();
        assert!(error.starts_with("x.toml, line 3: unknown field `clons`"), "{error}");
    }

    #[test]
    fn a_wrong_type_is_reported_with_its_line() {
        let error = parse_toml("\nseed = \"one\"\n", "x.toml").expect_err("a string").to_string();
        assert!(error.starts_with("x.toml, line 2:"), "{error}");
    }

    #[test]
    fn an_impossible_value_is_reported_with_its_line_or_that_of_its_table() {
        let text = "seed = 1\n\n[attack]\nclones = 0\n";
        let problem = |field: &str| Problem { field: field.into(), message: "no".into() };
        let located = ConfigError::locate(&[problem("attack.clones"), problem("attack.max_steps")], text, "x.toml");
        assert_eq!(located.to_string(), "x.toml, line 4: attack.clones: no\nx.toml, line 3: attack.max_steps: no");
        let located = ConfigError::locate(&[problem("split.targets")], text, "x.toml");
        assert_eq!(located.to_string(), "x.toml: split.targets: no");
    }

    #[test]
    fn settings_that_differ_are_named_with_both_values() {
        let there = ExperimentConfig::default();
        assert_eq!(differences(&there, &there), None);
        let mut now = there.clone();
        now.attack.max_steps = 7;
        now.split.target_names = vec!["Ada".into()];
        let told = "attack.max_steps is 200 there and 7 now, split.target_names is not given there and [\"Ada\"] now";
        assert_eq!(differences(&there, &now).as_deref(), Some(told));
    }

    #[test]
    fn a_configuration_survives_its_own_text() {
        let config = ExperimentConfig::default();
        assert_eq!(parse_toml(&to_toml(&config), "x.toml"), Ok(config));
    }
}
