//! Compares this module's figures with those of other software.
//!
//! A fixture is a JSON file written by `fixtures/subjective/make.py` or `make.R`: the tools with their versions, and
//! cases, each with the function called, its input and its results. `null` is an undefined result.

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The largest difference: relative for results above 1, absolute below.
const TOLERANCE: f64 = 1e-6;

#[derive(Deserialize)]
struct Fixture<I> {
    tools: Vec<String>,
    cases: Vec<Case<I>>,
}

#[derive(Deserialize)]
struct Case<I> {
    name: String,
    function: String,
    input: I,
    expected: Vec<Option<f64>>,
}

/// Compares `figures` of every case's input with the expected results.
pub fn check<I: DeserializeOwned>(fixture: &str, figures: impl Fn(I) -> Vec<Option<f64>>) {
    let fixture: Fixture<I> = serde_json::from_str(fixture).expect("a fixture of this kind");
    assert!(!fixture.tools.is_empty() && !fixture.cases.is_empty(), "the fixture says nothing");
    for case in fixture.cases {
        let told = format!("{} by {} of {:?}", case.name, case.function, fixture.tools);
        let found = figures(case.input);
        assert_eq!(found.len(), case.expected.len(), "{told}: {found:?} against {:?}", case.expected);
        for (found, expected) in found.iter().zip(&case.expected) {
            assert!(agree(*found, *expected), "{told}: {found:?} against {expected:?}");
        }
    }
}

fn agree(found: Option<f64>, expected: Option<f64>) -> bool {
    match (found, expected) {
        (Some(found), Some(expected)) => (found - expected).abs() <= TOLERANCE * expected.abs().max(1.0),
        (None, None) => true,
        _ => false,
    }
}

#[test]
fn a_fixture_that_differs_in_the_fifth_place_is_refused() {
    let fixture = r#"{"tools":["x 1"],"cases":[{"name":"n","function":"f","input":1.00001,"expected":[1.0]}]}"#;
    let refused = std::panic::catch_unwind(|| check(fixture, |input: f64| vec![Some(input)]));
    assert!(refused.is_err());
}
