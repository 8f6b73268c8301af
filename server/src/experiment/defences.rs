//! The defences of a configuration in the engine's terms.

use engine::recognizer::defence::{Defence, Rounding, Temperature};
use std::sync::Arc;
use wire::experiment::{ALL_DECIMALS, DefenceConfig};

/// The defences that are on, in the order in which they act.
pub fn defences(config: &DefenceConfig) -> Vec<Arc<dyn Defence>> {
    // Without "..": a defence that does not reach the engine does not compile.
    let DefenceConfig { decimals, temperature } = *config;
    let cooled = (temperature != 1.0).then(|| Arc::new(Temperature(temperature)) as Arc<dyn Defence>);
    let rounded = (decimals < ALL_DECIMALS).then(|| Arc::new(Rounding { decimals }) as Arc<dyn Defence>);
    cooled.into_iter().chain(rounded).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_default_there_is_none() {
        assert!(defences(&DefenceConfig::default()).is_empty());
        assert_eq!(defences(&DefenceConfig { decimals: 2, temperature: 3.0 }).len(), 2);
    }
}
