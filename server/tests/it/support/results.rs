//! What a run has left, in a form in which two runs can be compared.

use serde_json::Value;
use server::store::Archive;
use std::collections::{BTreeMap, BTreeSet};
use wire::run::RunId;

/// Times, and whether another run of the same training was the first to have the weights: which of them comes first, after
/// a kill, is for the queue to say. The weights themselves are compared.
const FORGOTTEN: [&str; 4] = ["seconds", "clone_iterations_per_second", "trained_ms", "is_from_cache"];

/// All files of a run with what their bytes hash to; of those that tell times, the rest of what they tell.
pub async fn results(archive: &Archive, id: &RunId) -> BTreeMap<String, String> {
    let mut results = BTreeMap::new();
    for file in archive.database().run_files(id).await.expect("read") {
        if file.path == "times.json" || file.path == "report.html" {
            continue;
        }
        let told = match file.path.ends_with(".json") {
            true => {
                let bytes = archive.objects().get(&file.hash).await.expect("read").expect("there");
                let mut value: Value = serde_json::from_slice(&bytes).expect("JSON");
                forget_times(&mut value);
                value.to_string()
            }
            false => file.hash.to_string(),
        };
        results.insert(file.path, told);
    }
    results
}

/// Two runs have left the same; otherwise says in which files they differ, and how.
pub fn assert_same(found: &BTreeMap<String, String>, expected: &BTreeMap<String, String>) {
    let paths: BTreeSet<&String> = found.keys().chain(expected.keys()).collect();
    let differ = paths.into_iter().filter(|path| found.get(*path) != expected.get(*path));
    let differ: Vec<_> = differ.map(|path| (path, found.get(path), expected.get(path))).collect();
    assert!(differ.is_empty(), "{differ:#?}");
}

fn forget_times(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| !FORGOTTEN.contains(&name.as_str()));
            fields.values_mut().for_each(forget_times);
        }
        Value::Array(items) => items.iter_mut().for_each(forget_times),
        _ => {}
    }
}
