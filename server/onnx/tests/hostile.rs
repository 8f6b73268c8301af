//! Files that are broken on purpose: a clear error, never a panic, never a memory or a day that is used up.

use bytes::Bytes;
use onnx::{OnnxError, Plan, proto};
use proptest::prelude::*;
use prost::Message;
use safetensors::SafeTensors;
use std::sync::LazyLock;

const CASES: &[u8] = include_bytes!("cases.safetensors");

/// How many broken files are tried; `EFFIGY_FUZZ` says how many instead.
const TRIES: u32 = 10_000;

fn tries() -> u32 {
    std::env::var("EFFIGY_FUZZ").ok().and_then(|tries| tries.parse().ok()).unwrap_or(TRIES)
}

/// All good files.
static FILES: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let all = SafeTensors::deserialize(CASES).expect("cases");
    let mut names: Vec<_> = all.names().into_iter().filter(|name| name.ends_with("/file")).map(String::from).collect();
    names.sort();
    names.iter().map(|name| all.tensor(name).expect("there").data().to_vec()).collect()
});

fn read(bytes: Vec<u8>) -> Result<Plan, OnnxError> {
    Plan::read(Bytes::from(bytes), &|_| None, None)
}

fn good(name: &str) -> proto::Model {
    let all = SafeTensors::deserialize(CASES).expect("cases");
    proto::Model::decode(all.tensor(&format!("{name}/file")).expect("there").data()).expect("a file")
}

/// What is said of a good file with a change.
fn said(name: &str, change: impl FnOnce(&mut proto::Model, &mut proto::Graph)) -> String {
    let mut model = good(name);
    let mut graph = model.graph.take().expect("a graph");
    change(&mut model, &mut graph);
    model.graph.get_or_insert(graph);
    read(model.encode_to_vec()).expect_err("refused").to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: tries(), ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_are_read_or_refused(
        file in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in prop::option::weighted(0.2, any::<prop::sample::Index>()),
    ) {
        let mut bytes = file.get(&FILES).clone();
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        if let Err(error) = read(bytes) {
            prop_assert!(!error.to_string().is_empty());
        }
    }
}

#[test]
fn what_is_missing_is_named() {
    let said = said("relu", |_, graph| graph.node[2].op_type = "Einsum".into());
    assert!(said.contains("Relu_2") && said.contains("Einsum"), "{said}");
}

#[test]
fn operators_of_others_are_named_with_their_set() {
    let said = said("relu", |_, graph| graph.node[2].domain = "com.microsoft".into());
    assert!(said.contains("com.microsoft.Relu"), "{said}");
}

#[test]
fn an_attribute_that_would_be_missed_is_refused() {
    let said = said("relu", |_, graph| {
        graph.node[2].attribute.push(proto::Attribute { name: "leak".into(), ..proto::Attribute::default() });
    });
    assert!(said.contains("attribute leak"), "{said}");
}

#[test]
fn circles_are_refused() {
    let said = said("relu", |_, graph| {
        let last = graph.node[2].output[0].clone();
        graph.node[0].input[0] = last;
    });
    assert!(said.contains("needs what it computes itself") || said.contains("inputs"), "{said}");
}

#[test]
fn a_shape_that_its_values_do_not_fill_is_refused() {
    let said = said("conv plain", |_, graph| graph.initializer[0].dims[0] = 1 << 40);
    assert!(said.contains("constant w"), "{said}");
}

#[test]
fn weights_that_are_no_numbers_are_refused() {
    let said = said("conv plain", |_, graph| {
        let mut raw = graph.initializer[0].raw_data.to_vec();
        raw[..4].copy_from_slice(&f32::NAN.to_le_bytes());
        graph.initializer[0].raw_data = raw.into();
    });
    assert!(said.contains("no finite number"), "{said}");
}

#[test]
fn huge_shapes_are_refused_before_they_are_computed() {
    let said = said("expand", |_, graph| {
        let shape = graph.initializer.iter_mut().find(|one| one.name == "s").expect("there");
        shape.raw_data =
            [1_i64, 3, 1 << 30, 1 << 30].iter().flat_map(|dim| dim.to_le_bytes()).collect::<Vec<_>>().into();
    });
    assert!(said.contains("too large"), "{said}");
}

/// A file of two bytes for each node would become a hundred times as large in memory.
#[test]
fn a_file_that_is_nothing_but_empty_nodes_is_refused() {
    let nodes: Vec<u8> = [0x0a, 0x00].repeat(2_000_000);
    let mut file = vec![0x3a];
    prost::encoding::encode_varint(nodes.len() as u64, &mut file);
    file.extend(nodes);
    let error = read(file).expect_err("refused");
    assert!(matches!(error, OnnxError::TooMuch { .. }), "{error}");
}

#[test]
fn constants_are_only_read_from_beside_the_file() {
    for location in ["../secret", "/etc/passwd", "a/b", "..", "", "c:\\x"] {
        let said = said("conv plain", |_, graph| {
            let tensor = &mut graph.initializer[0];
            tensor.data_location = 1;
            tensor.external_data = vec![proto::Entry { key: "location".into(), value: location.into() }];
        });
        assert!(said.contains("only a file beside this one"), "{location}: {said}");
    }
}

#[test]
fn constants_beside_the_file_are_read() {
    let mut model = good("conv plain");
    let graph = model.graph.as_mut().expect("a graph");
    let raw = std::mem::take(&mut graph.initializer[0].raw_data);
    graph.initializer[0].data_location = 1;
    let entry = |key: &str, value: String| proto::Entry { key: key.into(), value };
    graph.initializer[0].external_data = vec![
        entry("location", "weights.bin".into()),
        entry("offset", "8".into()),
        entry("length", raw.len().to_string()),
    ];
    let beside: Bytes = [&[0; 8], &raw[..]].concat().into();
    let bytes: Bytes = model.encode_to_vec().into();
    let found = Plan::read(bytes.clone(), &|name| (name == "weights.bin").then(|| beside.clone()), None);
    assert_eq!(
        found.expect("read").outputs(),
        Plan::read(FILES[named("conv plain")].clone().into(), &|_| None, None).expect("read").outputs()
    );
    let error = Plan::read(bytes.clone(), &|_| None, None).expect_err("missing").to_string();
    assert!(error.contains("weights.bin, which is missing"), "{error}");
    let short = Plan::read(bytes, &|_| Some(beside.slice(..20)), None).expect_err("short").to_string();
    assert!(short.contains("shorter"), "{short}");
}

/// The position of a case among the files.
fn named(name: &str) -> usize {
    let all = SafeTensors::deserialize(CASES).expect("cases");
    let wanted = all.tensor(&format!("{name}/file")).expect("there").data().to_vec();
    FILES.iter().position(|file| *file == wanted).expect("there")
}
