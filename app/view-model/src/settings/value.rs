//! The value of a setting in a configuration, by its dotted path.

use serde_json::Value;
use wire::experiment::ExperimentConfig;

/// The value as text; `None` if absent.
pub fn text(config: &ExperimentConfig, path: &str) -> Option<String> {
    value_at(&json(config), path).map(|found| show(&found))
}

pub(crate) fn json(config: &ExperimentConfig) -> Value {
    serde_json::to_value(config).unwrap_or_default()
}

pub(crate) fn value_at(document: &Value, path: &str) -> Option<Value> {
    path.split('.').try_fold(document, |at, name| at.get(name)).filter(|value| !value.is_null()).cloned()
}

pub(crate) fn show(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        Value::Number(number) => match number.as_f64().filter(|_| !number.is_u64()) {
            Some(real) => real.to_string(),
            None => number.to_string(),
        },
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_path_and_shown_plainly() {
        let config = ExperimentConfig::default();
        let shown = ["training.learning_rate", "training.flip", "attack.preset", "attack.step_size", "seed"]
            .map(|path| text(&config, path));
        let plain = |text: &str| Some(text.to_owned());
        assert_eq!(shown, [plain("0.001"), plain("true"), plain("paper"), plain("0.05"), plain("1")]);
    }
}
