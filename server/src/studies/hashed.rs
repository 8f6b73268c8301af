//! The pictures of questions, with what they hash to.

use super::service::Shared;
use crate::error::Error;
use crate::store::studies::Progress;
use sha2::{Digest, Sha256};
use wire::study::quiz::Picture;

impl Shared {
    /// The pictures of the questions that are next, in shown order.
    pub(super) async fn pictures(&self, progress: &Progress) -> Result<Vec<Vec<Picture>>, Error> {
        let mut all = Vec::new();
        for asked in &progress.next {
            let mut pictures = Vec::new();
            for id in asked.order.iter().filter_map(|place| asked.item.item.stimuli.get(usize::from(*place))) {
                let sha256 = hex::encode(self.digest(id).await?);
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
