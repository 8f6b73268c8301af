//! What a study's pictures hash to: pages compare what they get with it. A picture never changes under its name, so that each
//! is read once.

use super::desk::Shared;
use crate::error::Error;
use crate::hex;
use crate::lock::lock;
use crate::store::studies::Progress;
use app::wire::study::quiz::Picture;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::Mutex;

/// Hashes to keep; beyond, all are computed again when needed.
const KEPT: usize = 50_000;

/// Hashes by the picture's name.
#[derive(Debug, Default)]
pub struct Digests(Mutex<HashMap<String, [u8; 32]>>);

impl Digests {
    fn find(&self, id: &str) -> Option<[u8; 32]> {
        lock(&self.0).get(id).copied()
    }

    fn keep(&self, id: &str, digest: [u8; 32]) {
        let mut kept = lock(&self.0);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(id.to_owned(), digest);
    }
}

impl Shared {
    /// The pictures of the questions that are next, in shown order.
    pub(super) async fn pictures(&self, progress: &Progress) -> Result<Vec<Vec<Picture>>, Error> {
        let mut all = Vec::new();
        for asked in &progress.next {
            let mut pictures = Vec::new();
            for id in asked.order.iter().filter_map(|place| asked.item.item.stimuli.get(usize::from(*place))) {
                let sha256 = hex::of(&self.digest(id).await?);
                pictures.push(Picture { address: format!("/api/stimuli/{id}.png"), sha256 });
            }
            all.push(pictures);
        }
        Ok(all)
    }

    async fn digest(&self, id: &str) -> Result<[u8; 32], Error> {
        if let Some(known) = self.digests.find(id) {
            return Ok(known);
        }
        let found = self.store.stimulus(id).await?.ok_or_else(|| Error::NoFile("this picture".into()))?;
        let digest = Sha256::digest(found.png).into();
        self.digests.keep(id, digest);
        Ok(digest)
    }
}
