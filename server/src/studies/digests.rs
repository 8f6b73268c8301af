//! What a study's pictures hash to: pages compare what they get with it. A picture never changes under its name, so
//! that each is read once.

use crate::lock::lock;
use std::collections::HashMap;
use std::sync::Mutex;

/// Hashes to keep; beyond, all are computed again when needed.
const KEPT: usize = 50_000;

/// Hashes by the picture's name.
#[derive(Debug, Default)]
pub struct Digests(Mutex<HashMap<String, [u8; 32]>>);

impl Digests {
    pub fn find(&self, id: &str) -> Option<[u8; 32]> {
        lock(&self.0).get(id).copied()
    }

    pub fn keep(&self, id: &str, digest: [u8; 32]) {
        let mut kept = lock(&self.0);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(id.to_owned(), digest);
    }
}
