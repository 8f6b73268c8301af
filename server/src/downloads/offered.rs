//! What the report's page offers, with sizes where they are known.

use super::archive::{ArchiveOptions, is_in};
use super::{CallersDownloads, FinishedRun};
use crate::error::{Error, answer};
use crate::export::pdf;
use crate::store::StoreError;
use crate::store::runs::FileRow;
use app::api::Answer;
use app::api::downloads::Downloads;
use wire::downloads::{DownloadFile, DownloadOptions};
use wire::run::RunId;

impl CallersDownloads {
    async fn offer(&self, run: &RunId) -> Result<DownloadOptions, Error> {
        let taken = self.finished_run(run).await?;
        let rows = self.service.store().run_files(run).await.map_err(StoreError::from)?;
        Ok(offer(&taken, rows))
    }
}

fn offer(taken: &FinishedRun, rows: Vec<FileRow>) -> DownloadOptions {
    let bytes = |faces: bool, recognizers: bool| -> u64 {
        let seeds = taken.shows_seeds(faces);
        rows.iter()
            .filter(|row| is_in(&row.path, ArchiveOptions { faces, recognizers }, seeds))
            .map(|row| row.size)
            .sum()
    };
    let plain = bytes(false, false);
    let (faces_bytes, recognizers_bytes) = (bytes(true, false) - plain, bytes(false, true) - plain);
    let hides_seeds = !taken.shows_seeds(false);
    let kept =
        rows.into_iter().filter(|row| !["clones/", "seeds/", "faces/"].iter().any(|of| row.path.starts_with(of)));
    let files = kept.map(|row| DownloadFile { path: row.path, bytes: row.size }).collect();
    DownloadOptions {
        archive_bytes: plain,
        faces_bytes,
        recognizers_bytes,
        hides_seeds,
        files,
        prints: pdf::is_offered(),
    }
}

impl Downloads for CallersDownloads {
    fn offered(&self, run: RunId) -> Answer<'_, DownloadOptions> {
        answer(async move { self.offer(&run).await })
    }
}
