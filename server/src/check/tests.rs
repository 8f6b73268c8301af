//! The check finds exactly what was broken, and repairs what can be repaired.

use super::*;
use crate::store::jobs::{JobLane, JobRequest};
use crate::store::objects::ObjectsAddress;
use crate::store::runs::Owner;
use crate::store::runs::{Changes, FileRow, RunRow, SnapshotRow, WholeRun};
use crate::store::trial::damage;
use crate::store::trial::{make_old, object_file};
use bytes::Bytes;
use wire::experiment::ExperimentConfig;
use wire::run::{RunId, RunState};

/// A consistent store with a finished run and an unfinished one.
struct TestStore<'a> {
    database: &'a dyn Database,
    objects: Objects,
    folder: tempfile::TempDir,
}

const FINISHED: &str = "00000000000000f1";
const UNDER_WAY: &str = "00000000000000f2";

fn id(text: &str) -> RunId {
    RunId(text.into())
}

impl<'a> TestStore<'a> {
    async fn new(database: &'a dyn Database) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let objects = Objects::open(&ObjectsAddress::DataFolder, folder.path()).expect("opens");
        let kept = Self { database, objects, folder };
        let row = RunRow::queued(id(FINISHED), 1, ExperimentConfig::default());
        let row = RunRow { state: RunState::Finished, ..row };
        let files = vec![
            kept.file("report.json", "a report").await,
            kept.file("clones/ID-1/0000.png", "a clone").await,
            kept.file("seeds/ID-1/0000.png", "a seed").await,
        ];
        let hash = kept.file("", "frames").await.hash;
        let snapshots = vec![SnapshotRow { target: 0, iteration: 5, hash, size: 6 }];
        let whole = WholeRun { row, live: None, files, snapshots, lane: JobLane::Any };
        assert!(database.add_run(whole).await.expect("kept"));
        let row = RunRow::queued(id(UNDER_WAY), 2, ExperimentConfig::default());
        let files = vec![
            kept.file("config.toml", "seed = 1").await,
            kept.file("clones/ID-2/0000.png", "another clone").await,
            kept.file("attacks/ID-2.json", "{}").await,
        ];
        assert!(database.queue_run(row, files, JobLane::Cpu).await.expect("queued"));
        assert_eq!(kept.findings(Depth::Bytes).await, []);
        kept
    }

    async fn file(&self, path: &str, text: &'static str) -> FileRow {
        let hash = self.objects.put(Bytes::from_static(text.as_bytes())).await.expect("kept");
        FileRow { path: path.into(), hash, size: text.len() as u64 }
    }

    fn path(&self, text: &str) -> std::path::PathBuf {
        object_file(self.folder.path(), &ContentHash::of(text.as_bytes()))
    }

    async fn findings(&self, depth: Depth) -> Vec<Finding> {
        check(self.database, &self.objects, depth, &|_, _| {}).await.expect("looked").findings
    }

    async fn mend(&self) -> Vec<String> {
        let checked = check(self.database, &self.objects, Depth::Bytes, &|_, _| {}).await.expect("looked");
        let done = mend(self.database, &self.objects, &checked).await.expect("mended");
        assert_eq!(self.findings(Depth::Bytes).await, [], "after {done:?}");
        done
    }
}

fn lost(run: &str, what: &str, text: &str, loss: Loss) -> Finding {
    Finding::Lost { owner: Owner::Run(id(run)), what: what.into(), hash: ContentHash::of(text.as_bytes()), loss }
}

/// The whole scenario, run against each kind of database; it must be empty.
pub async fn whole(database: &dyn Database) {
    let kept = TestStore::new(database).await;
    what_nothing_names_goes_when_it_is_old(&kept).await;
    lost_pictures_are_told_and_their_rows_go(&kept).await;
    a_run_under_way_that_lost_a_file_fails_and_makes_it_again(&kept).await;
    places_in_the_queue_are_put_right(&kept).await;
    a_report_that_is_lost_fails_its_run(&kept).await;
}

async fn what_nothing_names_goes_when_it_is_old(kept: &TestStore<'_>) {
    let hash = kept.file("", "nobody's").await.hash;
    assert_eq!(kept.findings(Depth::Sizes).await, [], "it may be named in a moment");
    let half = kept.path("nobody's").with_file_name("cafe#1");
    std::fs::write(&half, "ha").expect("written");
    assert_eq!(kept.findings(Depth::Sizes).await, [], "somebody may be writing it");
    make_old(&kept.path("nobody's"));
    make_old(&half);
    let unnamed = Finding::Unnamed { hash: hash.clone(), size: 8 };
    let half_written = crate::store::objects::HalfWritten { path: half.clone(), size: 2 };
    assert_eq!(kept.findings(Depth::Sizes).await, [unnamed, Finding::HalfWritten(half_written)]);
    assert_eq!(kept.mend().await.len(), 2);
    assert!(!half.exists());
    assert_eq!(kept.objects.size(&hash).await.expect("asked"), None);
}

async fn lost_pictures_are_told_and_their_rows_go(kept: &TestStore<'_>) {
    std::fs::remove_file(kept.path("a clone")).expect("removed");
    std::fs::write(kept.path("a seed"), "a soot").expect("changed, and of the same length");
    std::fs::write(kept.path("frames"), "fra").expect("cut off");
    let missing = lost(FINISHED, "clones/ID-1/0000.png", "a clone", Loss::Missing);
    let damaged = lost(FINISHED, "seeds/ID-1/0000.png", "a seed", Loss::Damaged);
    let cut_off = lost(FINISHED, "snapshot 0/5", "frames", Loss::Damaged);
    let found = kept.findings(Depth::Sizes).await;
    assert!(found.len() == 2 && found.contains(&missing) && found.contains(&cut_off), "{found:?}");
    let found = kept.findings(Depth::Bytes).await;
    assert!(found.len() == 3 && found.contains(&damaged), "{found:?}");
    kept.mend().await;
    let run = kept.database.run(&id(FINISHED)).await.expect("read").expect("there");
    assert_eq!(run.state, RunState::Finished, "it can be read without them");
    let files = kept.database.run_files(&id(FINISHED)).await.expect("read");
    assert_eq!(files.iter().map(|file| file.path.as_str()).collect::<Vec<_>>(), ["report.json"]);
}

async fn a_run_under_way_that_lost_a_file_fails_and_makes_it_again(kept: &TestStore<'_>) {
    let taker = JobRequest { worker: "w".into(), lane: JobLane::Cpu, is_own: true };
    let (lease, _) = kept.database.take_job(taker).await.expect("taken").job.expect("a job");
    std::fs::remove_file(kept.path("another clone")).expect("removed");
    let missing = lost(UNDER_WAY, "clones/ID-2/0000.png", "another clone", Loss::Missing);
    assert_eq!(kept.findings(Depth::Sizes).await, [missing]);
    kept.mend().await;
    let run = kept.database.run(&id(UNDER_WAY)).await.expect("read").expect("there");
    assert_eq!(run.state, RunState::Failed);
    assert!(run.problem.is_some_and(|problem| problem.contains("clones/ID-2/0000.png")));
    let files = kept.database.run_files(&id(UNDER_WAY)).await.expect("read");
    let paths: Vec<_> = files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["config.toml"], "nothing says any more that the clone is there");
    let late = kept.database.write_run(lease, Changes { is_over: true, ..Changes::default() }).await.expect("asked");
    assert_eq!(late, crate::store::runs::WriteOutcome::NotYours, "its worker writes nothing more of it");
}

async fn places_in_the_queue_are_put_right(kept: &TestStore<'_>) {
    // A state that no program leaves: added from outside, with a job and then without.
    let waits = RunRow::queued(id(UNDER_WAY), 2, ExperimentConfig::default());
    let failed = kept.database.run(&waits.id).await.expect("read").expect("there");
    assert!(kept.database.queue_run(failed, Vec::new(), JobLane::Cpu).await.expect("queued"));
    assert_eq!(kept.findings(Depth::Sizes).await, [Finding::JobOfNone { run: id(UNDER_WAY) }]);
    kept.mend().await;
    assert!(kept.database.queue_run(waits.clone(), Vec::new(), JobLane::Cpu).await.expect("queued"));
    let taker = || JobRequest { worker: "w".into(), lane: JobLane::Cpu, is_own: true };
    let (lease, _) = kept.database.take_job(taker()).await.expect("taken").job.expect("a job");
    let over = Changes { row: Some(waits), is_over: true, ..Changes::default() };
    kept.database.write_run(lease, over).await.expect("written");
    assert_eq!(kept.findings(Depth::Sizes).await, [Finding::NoJob { run: id(UNDER_WAY) }]);
    kept.mend().await;
    assert!(kept.database.take_job(taker()).await.expect("taken").job.is_some());
}

async fn a_report_that_is_lost_fails_its_run(kept: &TestStore<'_>) {
    std::fs::remove_file(kept.path("a report")).expect("removed");
    kept.mend().await;
    let run = kept.database.run(&id(FINISHED)).await.expect("read").expect("there");
    assert_eq!(run.state, RunState::Failed);
    assert!(run.problem.is_some_and(|problem| problem.contains("report")));
}

#[tokio::test]
async fn an_unreadable_row_is_reported_and_left() {
    let data = tempfile::tempdir().expect("a folder");
    let database = crate::store::sqlite::open(data.path()).await.expect("opens");
    let kept = TestStore::new(&database).await;
    damage(data.path(), "UPDATE runs SET config = '7' WHERE created_ms = 1").await;
    let found = kept.findings(Depth::Sizes).await;
    assert!(matches!(&found[..], [Finding::Unreadable { run, .. }] if *run == id(FINISHED)), "{found:?}");
    let checked = check(&database, &kept.objects, Depth::Sizes, &|_, _| {}).await.expect("looked");
    let told = checked.to_string();
    assert!(told.contains("1 rows of runs cannot be understood") && told.contains(FINISHED), "{told}");
    mend(&database, &kept.objects, &checked).await.expect("tried");
    assert_eq!(kept.findings(Depth::Sizes).await, found);
}
