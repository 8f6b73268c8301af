//! Checkpoints that are broken on purpose: an answer, never a panic.

use crate::fixture;
use proptest::prelude::*;
use pytorch::{convert, foreign};
use std::sync::LazyLock;

/// How many broken files are tried; `EFFIGY_FUZZ` says how many instead.
const TRIES: u32 = 500;

/// Small files of each format.
const NAMES: [&str; 6] = ["resnet18.pt", "iresnet.pth", "ir.pth", "whole.pt", "mobilefacenet.safetensors", "script.pt"];

fn tries() -> u32 {
    std::env::var("EFFIGY_FUZZ").ok().and_then(|tries| tries.parse().ok()).unwrap_or(TRIES)
}

static FILES: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| NAMES.iter().map(|name| std::fs::read(fixture(name)).expect("read")).collect());

static FOLDER: LazyLock<tempfile::TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));

/// A place in a file. Half of them are near its beginning or its end, where most of its structure is.
#[derive(Clone, Debug)]
enum Place {
    Anywhere(prop::sample::Index),
    Begin(usize),
    End(usize),
}

impl Place {
    fn of(&self, length: usize) -> usize {
        match self {
            Self::Anywhere(index) => index.index(length),
            Self::Begin(at) => *at % length,
            Self::End(at) => length - 1 - *at % length,
        }
    }
}

fn place() -> impl Strategy<Value = Place> {
    prop_oneof![
        2 => any::<prop::sample::Index>().prop_map(Place::Anywhere),
        1 => (0..12_000_usize).prop_map(Place::Begin),
        1 => (0..6_000_usize).prop_map(Place::End),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: tries(), ..ProptestConfig::default() })]

    #[test]
    fn changed_bytes_are_converted_or_refused(
        file in any::<prop::sample::Index>(),
        changes in prop::collection::vec((place(), any::<u8>()), 1..6),
        cut in prop::option::weighted(0.1, any::<prop::sample::Index>()),
        side in prop::option::weighted(0.5, prop_oneof![8..64_u32, any::<u32>()]),
    ) {
        let mut bytes = file.get(&FILES).clone();
        for (place, value) in changes {
            let at = place.of(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let path = FOLDER.path().join("model.pt");
        std::fs::write(&path, &bytes).expect("written");
        if let Err(error) = convert(&path, side) {
            prop_assert!(!error.to_string().is_empty());
        }
        foreign(&bytes, "model.pb");
    }

    #[test]
    fn any_beginning_is_answered(bytes in prop::collection::vec(any::<u8>(), 0..64), begin in 0..6_usize) {
        let begins: [&[u8]; 6] = [b"", b"\x08\x01\x12", b"\x0a", b"PK\x03\x04", b"\x80\x02\x8a\x0a", b"\x10\0\0\0\0\0\0\0{"];
        let bytes = [begins[begin], &bytes].concat();
        foreign(&bytes, "model.mlmodel");
        let path = FOLDER.path().join("beginning.pt");
        std::fs::write(&path, &bytes).expect("written");
        prop_assert!(convert(&path, None).is_err());
    }
}
