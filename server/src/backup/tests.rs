//! A backup of any database restores unchanged into any other; a file that is no backup restores nowhere.

use super::*;
use crate::store::Archive;
use crate::store::comments::Added;
use crate::store::comments::scenario::{MANY, comment};
use crate::store::database::error::DatabaseError;
use crate::store::database::{Database, DatabaseAddress};
use crate::store::gallery::scenario::publication;
use crate::store::jobs::JobLane;
use crate::store::objects::{ContentHash, Objects, ObjectsAddress};
use crate::store::runs::{FileRow, RunRow, SnapshotRow, WholeRun};
use crate::store::studies::Joined;
use crate::store::studies::scenario::sample::{answer, everything, participant, study};
use crate::store::transfer::DumpItem;
use bytes::Bytes;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::runtime::Handle;
use wire::experiment::ExperimentConfig;
use wire::run::{RunId, RunState};
use wire::study::Population::People;
use wire::study::summary::StudyState;
use zip::write::SimpleFileOptions;

/// Ignores progress.
fn unwatched(_: u64, _: u64) -> anyhow::Result<()> {
    Ok(())
}

/// A store with a study with answers, and a run with files.
pub struct Source {
    archive: Archive,
    folder: tempfile::TempDir,
}

impl Source {
    /// Fills an empty database.
    pub async fn on(database: Arc<dyn Database>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let objects = Objects::open(&ObjectsAddress::DataFolder, folder.path()).expect("opens");
        let archive = Archive::new(database.clone(), objects, Handle::current());
        let new = study(1, 2);
        let id = new.study.id.clone();
        database.create(new).await.expect("kept");
        database.set_state(&id, StudyState::Open).await.expect("set");
        let joined = database.join(participant(&id, People, 1), everything()).await.expect("answered");
        let Joined::As(me) = joined else { panic!("{joined:?}") };
        let question = database.progress(me).await.expect("read").next[0].id;
        database.answer(answer(me, question, 20_000)).await.expect("kept");
        database.publish(publication(1)).await.expect("kept");
        let run = RunId("00000000000000aa".into());
        assert_eq!(database.add_comment(comment(1, &run, 20), MANY).await.expect("kept"), Added::Kept);
        let source = Self { archive, folder };
        let row = RunRow::queued(run, 7, ExperimentConfig::default());
        let row = RunRow { state: RunState::Finished, progress: 0.1 + 0.2, verdict: Some("Zoë".into()), ..row };
        let files = vec![source.object("report.json", b"a report").await, source.object("clone.png", &[0, 255]).await];
        let FileRow { hash, size, .. } = source.object("", b"frames").await;
        let snapshots = vec![SnapshotRow { target: 1, iteration: 5, hash, size }];
        let live = Some(crate::convert::fresh_state(&row, Vec::new()));
        let whole = WholeRun { row, live, files, snapshots, lane: JobLane::Any };
        assert!(database.add_run(whole).await.expect("kept"));
        source.object("", b"named by nobody").await;
        source
    }

    async fn on_sqlite() -> (Self, tempfile::TempDir) {
        let data = tempfile::tempdir().expect("a folder");
        let database = crate::store::sqlite::open(data.path()).await.expect("opens");
        (Self::on(Arc::new(database)).await, data)
    }

    async fn object(&self, path: &str, bytes: &'static [u8]) -> FileRow {
        let hash = self.archive.objects().put(Bytes::from_static(bytes)).await.expect("kept");
        FileRow { path: path.into(), hash, size: bytes.len() as u64 }
    }

    /// Backs it up into a file in its folder.
    pub async fn backed_up(&self) -> PathBuf {
        let file = self.folder.path().join("backup.zip");
        let manifest = back_up(&self.archive, &file, &unwatched).await.expect("made");
        assert_eq!((manifest.objects, manifest.object_bytes, manifest.lost), (3, 16, Vec::new()));
        file
    }
}

fn into(data: &Path) -> Target {
    Target { data: data.into(), database: DatabaseAddress::DataFolder, objects: ObjectsAddress::DataFolder }
}

/// All rows, in a form that all dialects share.
pub async fn rows(database: &dyn Database) -> Vec<String> {
    let (parts, mut coming) = tokio::sync::mpsc::channel(16);
    let collect = async {
        let (mut rows, mut table) = (Vec::new(), String::new());
        while let Some(part) = coming.recv().await {
            match part {
                DumpItem::Table(name, _) => table = name,
                DumpItem::Row(values) => {
                    // Booleans are numbers in some dialects.
                    let text = serde_json::to_string(&values).expect("JSON");
                    rows.push(format!("{table} {}", text.replace("true", "1").replace("false", "0")));
                }
                DumpItem::End => rows.push("end".into()),
            }
        }
        rows.sort();
        rows
    };
    let (schema, rows) = tokio::join!(database.dump(parts), collect);
    assert!(schema.expect("read") >= 6);
    assert!(rows.len() > 20 && rows.last().is_some(), "{rows:?}");
    rows
}

/// Restores a backup into a target, and compares all of it with the source.
pub async fn comes_back(source: &Source, file: &Path, target: &Target) {
    restore(file, target, &unwatched).await.expect("restored");
    let archive = Archive::open(&target.database, &target.objects, &target.data).await.expect("opens");
    assert_eq!(rows(archive.database().as_ref()).await, rows(source.archive.database().as_ref()).await);
    let objects = archive.objects().all().await.expect("listed");
    assert_eq!(objects.len(), 3, "and not what nobody names");
    let checked =
        crate::check::check(archive.database().as_ref(), archive.objects(), crate::check::Depth::Bytes, &|_, _| {});
    assert_eq!(checked.await.expect("looked").findings, []);
    // Row numbers continue after the restored ones.
    let new = study(9, 1);
    archive.database().create(new).await.expect("kept");
    let again = restore(file, target, &unwatched).await.expect_err("something is there").to_string();
    assert!(again.contains("already") || again.contains("nothing can be restored"), "{again}");
}

#[tokio::test]
async fn a_backup_of_sqlite_restores_into_sqlite() {
    let (source, _data) = Source::on_sqlite().await;
    let file = source.backed_up().await;
    let data = tempfile::tempdir().expect("a folder");
    comes_back(&source, &file, &into(&data.path().join("new"))).await;
    let left: Vec<_> =
        fs::read_dir(data.path().join("new")).expect("there").map(|entry| entry.expect("read").file_name()).collect();
    assert!(!left.iter().any(|name| name == "restoring"), "{left:?}");
    let refused = back_up(&source.archive, &file, &unwatched).await.expect_err("it is there").to_string();
    assert!(refused.contains("is there already"), "{refused}");
}

#[tokio::test]
async fn a_backup_that_is_stopped_or_cannot_be_written_leaves_nothing() {
    let (source, _data) = Source::on_sqlite().await;
    let folder = tempfile::tempdir().expect("a folder");
    let stopped = back_up(&source.archive, &folder.path().join("x"), &|_, _| anyhow::bail!("stopped")).await;
    assert!(stopped.is_err());
    assert_eq!(fs::read_dir(folder.path()).expect("there").count(), 0);
    let nowhere = back_up(&source.archive, Path::new("/nowhere/x"), &unwatched).await.expect_err("no such folder");
    assert!(nowhere.to_string().contains("/nowhere"), "{nowhere}");
}

#[tokio::test]
async fn earlier_losses_are_reported_and_the_rest_is_restored() {
    let (source, _data) = Source::on_sqlite().await;
    source.archive.objects().remove(&ContentHash::of(b"frames")).await.expect("removed");
    let file = source.folder.path().join("backup.zip");
    let manifest = back_up(&source.archive, &file, &unwatched).await.expect("made");
    assert_eq!(manifest.lost, [ContentHash::of(b"frames").to_string()]);
    let data = tempfile::tempdir().expect("a folder");
    restore(&file, &into(data.path()), &unwatched).await.expect("restored");
}

/// The message that refuses a file; the destination stays empty.
async fn refused(file: &Path) -> String {
    let data = tempfile::tempdir().expect("a folder");
    let error = restore(file, &into(data.path()), &unwatched).await.expect_err("refused");
    assert!(!data.path().join("effigy.db").exists() && !data.path().join("restoring").exists());
    let objects = Objects::open(&ObjectsAddress::DataFolder, data.path()).expect("opens");
    assert_eq!(objects.all().await.expect("listed"), [], "{error:#}");
    format!("{error:#}")
}

#[tokio::test]
async fn a_file_that_is_cut_off_or_damaged_anywhere_is_refused() {
    let (source, _data) = Source::on_sqlite().await;
    let whole = fs::read(source.backed_up().await).expect("read");
    let file = source.folder.path().join("broken.zip");
    for length in [0, 1, whole.len() / 2, whole.len() - 1] {
        fs::write(&file, &whole[..length]).expect("written");
        let told = refused(&file).await;
        assert!(told.contains("broken.zip is no backup of Effigy, or was cut off"), "{told}");
    }
    // A bit in the middle of every stretch; stretches that hold only unused names may change unnoticed.
    let mut unseen = 0;
    for at in (0..whole.len()).step_by(whole.len() / 60) {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        fs::write(&file, &bytes).expect("written");
        let data = tempfile::tempdir().expect("a folder");
        let target = into(data.path());
        if restore(&file, &target, &unwatched).await.is_ok() {
            unseen += 1;
            let archive = Archive::open(&target.database, &target.objects, &target.data).await.expect("opens");
            assert_eq!(rows(archive.database().as_ref()).await, rows(source.archive.database().as_ref()).await, "{at}");
        }
    }
    assert!(unseen < 30, "{unseen} of 60 were not seen");
    fs::write(&file, "a text").expect("written");
    assert!(refused(&file).await.contains("no backup"));
    assert!(refused(&source.folder.path().join("none")).await.contains("cannot be read"));
}

/// A ZIP file with these members.
fn forged(folder: &Path, members: &[(&str, &[u8])]) -> PathBuf {
    let file = folder.join("forged.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&file).expect("made"));
    for (name, bytes) in members {
        let method = if name.starts_with("objects/") {
            zip::CompressionMethod::Stored
        } else {
            zip::CompressionMethod::Deflated
        };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished");
    file
}

fn manifest_of(changes: serde_json::Value) -> Vec<u8> {
    let mut manifest = serde_json::json!({
        "effigy_backup": 1, "program": "0", "made_ms": 0, "schema": 6, "tables": [], "objects": 0, "object_bytes": 0,
        "lost": [],
    });
    for (key, value) in changes.as_object().expect("changes") {
        manifest[key] = value.clone();
    }
    serde_json::to_vec(&manifest).expect("JSON")
}

#[tokio::test]
async fn malicious_backups_are_refused_and_write_nothing() {
    use serde_json::json;
    let folder = tempfile::tempdir().expect("a folder");
    let plain = manifest_of(json!({}));
    for name in ["../evil", "/tmp/evil", "objects/../../evil", "C:\\evil", "objects/", "tables/runs.jsonl"] {
        let told = refused(&forged(folder.path(), &[(name, b"x"), ("manifest.json", &plain)])).await;
        assert!(told.contains("is no part of a backup"), "{told}");
    }
    let hash = ContentHash::of(b"x").to_string();
    let one = manifest_of(json!({ "objects": 1, "object_bytes": 1 }));
    let object = format!("objects/{hash}");
    let told = refused(&forged(folder.path(), &[(&object, b"y"), ("manifest.json", &one)])).await;
    assert!(told.contains(&format!("the object {hash} is damaged")), "{told}");
    let told = refused(&forged(folder.path(), &[("manifest.json", &one)])).await;
    assert!(told.contains("parts of it are missing"), "{told}");
    let newer = manifest_of(json!({ "effigy_backup": 2 }));
    let told = refused(&forged(folder.path(), &[("manifest.json", &newer)])).await;
    assert!(told.contains("newer version"), "{told}");
    let newer = manifest_of(json!({ "schema": 999 }));
    let told = refused(&forged(folder.path(), &[("manifest.json", &newer)])).await;
    assert!(told.contains("newer version"), "{told}");
    assert!(refused(&forged(folder.path(), &[("manifest.json", b"{}")])).await.contains("manifest.json"));
    assert!(refused(&forged(folder.path(), &[("other", b"{}")])).await.contains("manifest.json"));

    let table = |columns: serde_json::Value, text: &[u8], size: u64| {
        let sha256 = ContentHash::of(text).to_string();
        let table = json!({ "name": "runs", "columns": columns, "rows": 1, "size": size, "sha256": sha256 });
        manifest_of(json!({ "tables": [table] }))
    };
    let rows = |columns, text: &'static [u8], size| {
        let manifest = table(columns, text, size);
        forged(folder.path(), &[("tables/runs.jsonl", text), ("manifest.json", &manifest)])
    };
    // Unpacked, a million times as long as announced.
    static ZEROS: [u8; 1 << 20] = [0; 1 << 20];
    let told = refused(&rows(json!(["id"]), &ZEROS, 1)).await;
    assert!(told.contains("is not as long as it should be"), "{told}");
    let told = refused(&rows(json!(["id"]), &ZEROS, 1 << 20)).await;
    assert!(told.contains("cannot be understood"), "{told}");
    let told = refused(&rows(json!(["id) VALUES ('x'); DROP TABLE runs; --"]), b"[\"x\"]\n", 6)).await;
    assert!(told.contains("knows no column"), "{told}");
    let told = refused(&rows(json!(["id"]), b"[\"x\"]\n", 6)).await;
    assert!(told.contains("cannot be restored"), "a run needs more than a name: {told}");
    let told = refused(&rows(json!(["hash", "size"]), b"[\"x\", 1]\n", 9)).await;
    assert!(told.contains("not in the backup"), "{told}");
}

#[tokio::test]
async fn a_place_that_is_used_is_left_as_it_is() {
    let (source, used) = Source::on_sqlite().await;
    let file = source.backed_up().await;
    let told = restore(&file, &into(used.path()), &unwatched).await.expect_err("refused").to_string();
    assert!(told.contains("holds data already"), "{told}");
    let data = tempfile::tempdir().expect("a folder");
    let objects = Objects::open(&ObjectsAddress::DataFolder, data.path()).expect("opens");
    let other = objects.put(Bytes::from_static(b"somebody's")).await.expect("kept");
    let told = restore(&file, &into(data.path()), &unwatched).await.expect_err("refused").to_string();
    assert!(told.contains("holds files of another Effigy already"), "{told}");
    assert_eq!(objects.all().await.expect("listed").len(), 1);
    // The next restore takes what a killed one left.
    objects.remove(&other).await.expect("removed");
    objects.put(Bytes::from_static(b"frames")).await.expect("kept");
    restore(&file, &into(data.path()), &unwatched).await.expect("restored");
}

#[tokio::test]
async fn rows_that_end_too_early_are_no_database() {
    let folder = tempfile::tempdir().expect("a folder");
    let (parts, mut coming) = tokio::sync::mpsc::channel(1);
    drop(parts);
    let cut_off = crate::store::sqlite::restore(folder.path(), 6, &mut coming).await;
    assert!(matches!(cut_off, Err(DatabaseError::Unfit(_))), "{cut_off:?}");
}
