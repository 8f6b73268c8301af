//! Everything in one archive, made while it is sent.

use super::{CallersDownloads, FinishedRun};
use crate::error::Error;
use crate::experiment::clones_csv;
use crate::export::archive::{Content, Entry, write};
use crate::export::mark::marked;
use crate::export::name;
use crate::export::pipe::{PipeWriter, pipe};
use crate::permits::Permits;
use crate::store::StoreError;
use crate::store::runs::FileRow;
use anyhow::{Context, Result, ensure};
use bytes::Bytes;
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::io::{BufWriter, Write};
use std::sync::LazyLock;
use std::time::Duration;
use tokio::runtime::Handle;
use wire::run::RunId;

/// Archives that are sent at the same time, 3 of one person. Each keeps a thread waiting for its reader, and
/// everybody's reading from the store needs such threads.
static PLACES: LazyLock<Permits> = LazyLock::new(|| Permits::new("archives", 16, 3));

/// How long one is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes in one write.
const PIECE: usize = 64 * 1024;

/// The bytes of an archive, streamed.
pub type ArchiveStream = BoxStream<'static, std::io::Result<Bytes>>;

/// Optional contents of an archive, beside report, tables, settings, clones and seeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ArchiveOptions {
    /// Pictures of the targets themselves, and seeds that are nearly photographs.
    #[serde(default)]
    pub faces: bool,
    /// The weights of both recognizers.
    #[serde(default)]
    pub recognizers: bool,
}

impl CallersDownloads {
    /// The archive's name, and its bytes as they come.
    ///
    /// # Errors
    /// If the caller sees no such finished run, the store fails, or too many archives are on their way.
    pub async fn archive(&self, run: &RunId, parts: ArchiveOptions) -> Result<(String, ArchiveStream), Error> {
        let taken = self.finished_run(run).await?;
        let rows = self.service.store().run_files(run).await.map_err(StoreError::from)?;
        let place = PLACES.take(&self.caller.signed_in()?.id, PATIENCE).await?;
        let name = taken.name(".zip");
        let runtime = Handle::current();
        let (writer, pieces) = pipe(runtime.clone());
        tokio::task::spawn_blocking(move || {
            let _place = place;
            send(&taken, rows, parts, writer, &runtime);
        });
        Ok((name, pieces.boxed()))
    }
}

fn send(taken: &FinishedRun, rows: Vec<FileRow>, parts: ArchiveOptions, writer: PipeWriter, runtime: &Handle) {
    let end = writer.again();
    let out = BufWriter::with_capacity(PIECE, writer);
    let written = write(out, taken.row.created_ms, entries(taken, rows, parts, runtime));
    let sent = written.and_then(|mut out| Ok(out.flush()?));
    match sent {
        Err(_) if end.is_left() => tracing::debug!(run = taken.row.id.0, "whoever took an archive went away"),
        Err(error) => {
            tracing::error!(run = taken.row.id.0, error = format!("{error:#}"), "an archive was not finished");
            end.fail("the archive could not be finished");
        }
        Ok(()) => {}
    }
}

/// All files, in a folder of their own.
fn entries<'a>(
    taken: &'a FinishedRun,
    rows: Vec<FileRow>,
    parts: ArchiveOptions,
    runtime: &'a Handle,
) -> impl Iterator<Item = Entry<'a>> {
    let folder = name::of_run(&taken.row.config.name, &taken.row.id);
    let html: Content<'a> = Box::new(move |out| Ok(out.write_all(taken.html(parts.faces)?.as_bytes())?));
    let table = clones_csv(&taken.report, &taken.people.clones);
    let made = [
        Entry { name: format!("{folder}/report.html"), size: 0, content: html },
        Entry::of_bytes(format!("{folder}/clones.csv"), table.into_bytes()),
    ];
    let seeds = taken.shows_seeds(parts.faces);
    let kept = rows.into_iter().filter(move |row| is_in(&row.path, parts, seeds)).map(move |row| {
        let (name, size) = (format!("{folder}/{}", row.path), row.size);
        Entry { name, size, content: content(taken, row, runtime) }
    });
    made.into_iter().chain(kept)
}

/// Whether a kept file of a run is in the archive as it is.
pub(super) fn is_in(path: &str, parts: ArchiveOptions, seeds: bool) -> bool {
    match path.split('/').next() {
        Some(
            "report.json" | "totals.csv" | "table2.csv" | "cmc.csv" | "comparisons.csv" | "cmc.svg" | "config.toml"
            | "split.json" | "clones",
        ) => true,
        Some("seeds") => seeds,
        Some("faces") => parts.faces,
        Some("recognizers") => parts.recognizers,
        _ => false,
    }
}

/// A clone is marked, everything else passes as it lies in the store, and must be what was written there.
fn content<'a>(taken: &'a FinishedRun, row: FileRow, runtime: &'a Handle) -> Content<'a> {
    let objects = taken.lab.objects();
    let lost = |row: &FileRow| format!("the object {} is not there", row.hash);
    if row.path.starts_with("clones/") {
        return Box::new(move |out| {
            let bytes = runtime.block_on(objects.get(&row.hash))?.with_context(|| lost(&row))?;
            Ok(out.write_all(&marked(&bytes, &taken.row.id)?)?)
        });
    }
    Box::new(move |out| {
        let pieces = runtime.block_on(objects.stream(&row.hash))?.with_context(|| lost(&row))?;
        let (mut pieces, mut hash) = (Box::pin(pieces), Sha256::new());
        // Written between the waits: writing waits by the same runtime.
        while let Some(piece) = runtime.block_on(pieces.next()) {
            let piece = piece?;
            hash.update(&piece);
            out.write_all(&piece)?;
        }
        ensure!(hex::encode(hash.finalize()) == row.hash.as_str(), "the object {} is damaged", row.hash);
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::RunRow;
    use crate::store::gallery::scenario::report_of;
    use crate::store::objects::ContentHash;
    use crate::studies::PeopleOfRun;
    use crate::testing::{TestLab, run};
    use futures_util::TryStreamExt;
    use std::time::Duration;
    use tokio::task::JoinHandle;

    /// A run without clones, whose weights are these bytes; sent to a pipe.
    async fn sent(house: &TestLab, weights: &[Vec<u8>], and: Option<ContentHash>) -> (ArchiveStream, JoinHandle<()>) {
        let mut rows = Vec::new();
        for (bytes, at) in weights.iter().zip(0..) {
            let hash = house.lab.objects().put(bytes.clone().into()).await.expect("kept");
            rows.push(FileRow { path: format!("recognizers/{at}.safetensors"), hash, size: bytes.len() as u64 });
        }
        rows.extend(and.map(|hash| FileRow { path: "recognizers/z.safetensors".into(), hash, size: 1 }));
        let row = RunRow::queued(run(), 1_614_834_368_000, Default::default());
        let taken = FinishedRun { row, report: report_of(&[]), people: PeopleOfRun::default(), lab: house.lab.clone() };
        let (writer, pieces) = pipe(Handle::current());
        let parts = ArchiveOptions { recognizers: true, ..ArchiveOptions::default() };
        let sending = tokio::task::spawn_blocking(move || send(&taken, rows, parts, writer, &Handle::current()));
        (pieces.boxed(), sending)
    }

    async fn in_time<T>(done: impl Future<Output = T>) -> T {
        tokio::time::timeout(Duration::from_secs(50), done).await.expect("it ends")
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn everything_arrives_in_a_folder_as_it_lies_in_the_store() {
        let house = TestLab::built().await;
        let weights = [vec![1; 300_000], vec![2; 10]];
        let (pieces, sending) = sent(&house, &weights, None).await;
        let pieces: Vec<Bytes> = in_time(pieces.try_collect()).await.expect("whole");
        sending.await.expect("no panic");
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(pieces.concat())).expect("an archive");
        let mut name = |at| archive.by_index(at).expect("a file").name().expect("text").into_owned();
        let names: Vec<String> = (0..4).map(&mut name).collect();
        let expected = ["report.html", "clones.csv", "recognizers/0.safetensors", "recognizers/1.safetensors"];
        assert_eq!(archive.len(), expected.len());
        for file in expected {
            assert!(
                names.iter().any(|name| name.starts_with("effigy-") && name.ends_with(&format!("/{file}"))),
                "{names:?}"
            );
        }
        let mut back = Vec::new();
        let first = names.iter().find(|name| name.ends_with("/0.safetensors")).expect("there");
        std::io::copy(&mut archive.by_name(first).expect("there"), &mut back).expect("whole");
        assert!(back == weights[0]);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn the_work_ends_when_its_reader_goes_away() {
        let house = TestLab::built().await;
        let (mut pieces, sending) = sent(&house, &vec![vec![3; 400_000]; 20], None).await;
        assert!(in_time(pieces.try_next()).await.expect("a piece").is_some());
        assert!(!sending.is_finished(), "nobody took the rest yet");
        drop(pieces);
        in_time(sending).await.expect("no panic");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn download_reports_a_lost_file() {
        let house = TestLab::built().await;
        let (pieces, sending) = sent(&house, &[vec![4; 10]], Some(ContentHash::of(b"lost"))).await;
        let error = in_time(pieces.try_collect::<Vec<_>>()).await.expect_err("it is not whole");
        assert_eq!(error.to_string(), "the archive could not be finished");
        in_time(sending).await.expect("no panic");
    }

    #[test]
    fn faces_and_weights_are_in_it_where_they_are_asked_for() {
        let (plain, faces) = (ArchiveOptions::default(), ArchiveOptions { faces: true, ..ArchiveOptions::default() });
        let recognizers = ArchiveOptions { recognizers: true, ..ArchiveOptions::default() };
        for (path, parts, seeds, expected) in [
            ("clones/A/0000.png", plain, false, true),
            ("seeds/A/0000.png", plain, true, true),
            ("seeds/A/0000.png", plain, false, false),
            ("faces/A/0000.png", plain, true, false),
            ("faces/A/0000.png", faces, true, true),
            ("recognizers/target.safetensors", faces, true, false),
            ("recognizers/target.safetensors", recognizers, true, true),
            ("report.json", plain, true, true),
            // Made anew, with what people say and without faces.
            ("report.html", faces, true, false),
            ("clones.csv", faces, true, false),
            ("run.json", faces, true, false),
        ] {
            assert_eq!(is_in(path, parts, seeds), expected, "{path} {parts:?}");
        }
    }
}
