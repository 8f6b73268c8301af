//! A scenario of runs and jobs, run on every database.

use super::*;
use crate::store::jobs::*;
use wire::experiment::ExperimentConfig;
use wire::live::LiveState;
use wire::people::WorkspaceId;
use wire::report::DeviceReport;
use wire::run::{RunId, RunState};

/// The store traits that the scenario needs.
pub trait Both: RunStore + JobStore {}
impl<T: RunStore + JobStore + ?Sized> Both for T {}

fn row(id: &str, created_ms: u64) -> RunRow {
    RunRow::queued(RunId(id.into()), created_ms, ExperimentConfig::default())
}

fn file(path: &str, text: &str) -> FileRow {
    FileRow { path: path.into(), hash: ContentHash::of(text.as_bytes()), size: text.len() as u64 }
}

fn snapshot(target: u16, iteration: u32, text: &str) -> SnapshotRow {
    SnapshotRow { target, iteration, hash: ContentHash::of(text.as_bytes()), size: text.len() as u64 }
}

fn request(worker: &str, lane: JobLane, is_own: bool) -> JobRequest {
    JobRequest { worker: worker.into(), lane, is_own }
}

fn state(row: &RunRow) -> LiveState {
    crate::convert::fresh_state(row, Vec::new())
}

async fn took(store: &(impl Both + ?Sized), request: JobRequest) -> Option<(String, u64)> {
    let job = store.take_job(request).await.expect("taken").job;
    job.map(|(lease, row)| {
        assert_eq!(lease.run, row.id);
        (row.id.0, lease.number)
    })
}

pub async fn whole(store: &(impl Both + ?Sized)) {
    files_come_and_go(store).await;
    leases_end(store).await;
    devices_have_lines(store).await;
    workspaces_take_turns(store).await;
}

/// Three thousand runs of one workspace once held up all others.
async fn workspaces_take_turns(store: &(impl Both + ?Sized)) {
    let own = |id: &str, workspace: &str, at| RunRow { workspace: WorkspaceId(workspace.into()), ..row(id, at) };
    let many = ["d1", "d2", "d3", "d4"].map(|end| format!("00000000000000{end}"));
    for id in &many {
        store.queue_run(own(id, "many", 1), Vec::new(), JobLane::Any).await.expect("queued");
    }
    let few = ["e1", "e2"].map(|end| format!("00000000000000{end}"));
    let next = async || took(store, request("a", JobLane::Cpu, true)).await.map(|(run, _)| run);
    assert_eq!(next().await.as_ref(), Some(&many[0]));
    let files = vec![file("a", "one"), file("b", "one"), file("c", "three")];
    store.queue_run(own(&few[0], "few", 2), files, JobLane::Any).await.expect("queued");
    store.queue_run(own(&few[1], "few", 3), Vec::new(), JobLane::Any).await.expect("queued");
    let usage = store.usage(&WorkspaceId("few".into())).await.expect("counted");
    assert_eq!(usage, Usage { runs: 2, waiting: 2, bytes: 8, under_way: 8 }, "the same bytes count once");

    assert_eq!(next().await.as_ref(), Some(&few[0]), "it comes later, and it is its turn");
    assert_eq!(next().await.as_ref(), Some(&many[1]));
    // A job that was begun goes on first, and takes no turn.
    store.dismiss_worker("a").await.expect("noted");
    for begun in [&few[0], &many[0], &many[1]] {
        assert_eq!(next().await.as_ref(), Some(begun));
    }
    for waiting in [&few[1], &many[2], &many[3]] {
        assert_eq!(next().await.as_ref(), Some(waiting));
    }
    assert_eq!(store.usage(&WorkspaceId("many".into())).await.expect("counted").waiting, 0);
    for id in many.iter().chain(&few) {
        store.cancel_job(&RunId(id.clone())).await.expect("asked");
    }
    store.dismiss_worker("a").await.expect("noted");
    assert_eq!(next().await, None, "all end");
    let usage = store.usage(&WorkspaceId("few".into())).await.expect("counted");
    assert_eq!(usage, Usage { runs: 2, waiting: 0, bytes: 8, under_way: 0 });
}

async fn files_come_and_go(store: &(impl Both + ?Sized)) {
    let run = row("00000000000000aa", 7);
    assert!(store.queue_run(run.clone(), vec![file("config.toml", "seed = 1")], JobLane::Any).await.expect("queued"));
    assert!(!store.queue_run(run.clone(), Vec::new(), JobLane::Any).await.expect("asked"), "it waits already");
    assert_eq!(store.runs().await.expect("read"), std::slice::from_ref(&run));
    let (lease, _) = store.take_job(request("a", JobLane::Cpu, true)).await.expect("taken").job.expect("a job");

    let changes = Changes {
        row: Some(RunRow { state: RunState::Running, targets: vec!["Zoë".into()], ..run.clone() }),
        live: Some(StoredLiveState { state: state(&run), told: 3 }),
        files: vec![file("a/b", "one"), file("c", "two")],
        snapshots: vec![snapshot(0, 5, "five"), snapshot(0, 1_000_000, "million"), snapshot(3, 10, "ten")],
        ..Changes::default()
    };
    let written = store.write_run(lease.clone(), changes.clone()).await.expect("written");
    assert_eq!(written, WriteOutcome::All { unnamed: Vec::new() });
    assert_eq!(store.run(&run.id).await.expect("read"), changes.row);
    assert_eq!(store.live(&run.id).await.expect("read"), changes.live);
    assert_eq!(store.run_snapshot(&run.id, 0, 5).await.expect("read"), Some(snapshot(0, 5, "five")));
    let newest = store.newest_snapshots(&run.id).await.expect("read");
    assert_eq!(newest, [snapshot(0, 1_000_000, "million"), snapshot(3, 10, "ten")]);

    // "one" is now another file's bytes, so that its object is still named; "two" is named by nothing any more.
    let changes = Changes {
        files: vec![file("a/b", "three"), file("d", "one")],
        gone: vec!["c".into(), "never".into()],
        ..Changes::default()
    };
    let written = store.write_run(lease.clone(), changes).await.expect("written");
    assert_eq!(written, WriteOutcome::All { unnamed: vec![ContentHash::of(b"two")] });
    let paths: Vec<_> = store.run_files(&run.id).await.expect("read").into_iter().map(|file| file.path).collect();
    assert_eq!(paths, ["a/b", "config.toml", "d"]);
    assert_eq!(store.run_file(&run.id, "a/b").await.expect("read"), Some(file("a/b", "three")));
    let asked = ["one", "two", "five"].map(|text| ContentHash::of(text.as_bytes()));
    assert_eq!(store.unnamed(asked.to_vec()).await.expect("read"), [ContentHash::of(b"two")]);
    assert_eq!(store.named().await.expect("read").len(), 6);
    assert_eq!(store.disown(vec![ContentHash::of(b"one"), ContentHash::of(b"ten")]).await.expect("taken out"), 2);
    assert_eq!(store.run_file(&run.id, "d").await.expect("read"), None);

    let over = RunRow { state: RunState::Finished, ..run.clone() };
    let changes = Changes { row: Some(over.clone()), is_over: true, ..Changes::default() };
    store.write_run(lease.clone(), changes.clone()).await.expect("written");
    assert_eq!(store.write_run(lease, changes).await.expect("asked"), WriteOutcome::NotYours, "it is over");
    assert_eq!(store.run(&run.id).await.expect("read"), Some(over));
    assert_eq!(store.cancel_job(&run.id).await.expect("asked"), CancelOutcome::NothingToStop);
}

async fn leases_end(store: &(impl Both + ?Sized)) {
    let run = row("00000000000000bb", 8);
    let any = || request("a", JobLane::Cpu, true);
    store.queue_run(run.clone(), Vec::new(), JobLane::Any).await.expect("queued");
    let (first, _) = store.take_job(any()).await.expect("taken").job.expect("a job");
    assert_eq!(took(store, request("b", JobLane::Cpu, true)).await, None, "it is taken");
    assert_eq!(store.renew(&first).await.expect("asked"), LeaseStatus::Held);

    // The worker dies; the next one goes on, and the first comes back.
    store.dismiss_worker("a").await.expect("noted");
    let (second, _) = store.take_job(request("b", JobLane::Cpu, true)).await.expect("taken").job.expect("a job");
    assert!(second.number > first.number);
    assert_eq!(store.renew(&first).await.expect("asked"), LeaseStatus::Lost);
    let late = Changes { files: vec![file("late", "late")], is_over: true, ..Changes::default() };
    assert_eq!(store.write_run(first.clone(), late).await.expect("asked"), WriteOutcome::NotYours);
    store.give_back(&first).await.expect("asked");
    assert_eq!(store.renew(&second).await.expect("asked"), LeaseStatus::Held, "not the first's to give back");
    assert_eq!(store.run_files(&run.id).await.expect("read"), []);

    // A worker that ends in peace neither counts nor lets those be forgotten that died, however far a run is got: one
    // that gets a little farther each time would otherwise end a server for ever.
    store.give_back(&second).await.expect("given back");
    let (third, _) = store.take_job(any()).await.expect("taken").job.expect("once more: one has died");
    let row = RunRow { progress: 0.7, ..run.clone() };
    store.write_run(third, Changes { row: Some(row), ..Changes::default() }).await.expect("written");
    store.dismiss_worker("a").await.expect("noted");
    let taken = store.take_job(any()).await.expect("taken");
    assert_eq!((taken.job, taken.ended), (None, vec![run.id.clone()]));
    let failed = store.run(&run.id).await.expect("read").expect("there");
    assert_eq!(failed.state, RunState::Failed);
    assert!(failed.problem.is_some_and(|problem| problem.contains("2 times")));

    // Taken up again, its leases go on from where they were.
    store.queue_run(run.clone(), Vec::new(), JobLane::Any).await.expect("queued");
    let (third, _) = store.take_job(any()).await.expect("taken").job.expect("a job");
    assert!(third.number > second.number);
    assert_eq!(store.cancel_job(&run.id).await.expect("asked"), CancelOutcome::Asked);
    assert_eq!(store.renew(&third).await.expect("asked"), LeaseStatus::Cancelled);
    store.dismiss_worker("a").await.expect("noted");
    let taken = store.take_job(any()).await.expect("taken");
    assert_eq!((taken.job, taken.ended), (None, vec![run.id.clone()]), "it died before it stopped");
    assert_eq!(store.run(&run.id).await.expect("read").expect("there").state, RunState::Cancelled);
    store.queue_run(run.clone(), Vec::new(), JobLane::Any).await.expect("queued");
    assert_eq!(store.cancel_job(&run.id).await.expect("asked"), CancelOutcome::Over);
    assert_eq!(took(store, any()).await, None);
}

async fn devices_have_lines(store: &(impl Both + ?Sized)) {
    let (gpu, any, cpu) = (row("00000000000000c1", 1), row("00000000000000c2", 2), row("00000000000000c3", 3));
    for (run, lane) in [(&gpu, JobLane::Gpu), (&any, JobLane::Any), (&cpu, JobLane::Cpu)] {
        store.queue_run(run.clone(), Vec::new(), lane).await.expect("queued");
    }
    let device = DeviceReport { kind: "gpu".into(), name: "card".into(), reason: "asked for".into() };
    let worker = WorkerRow { id: "card".into(), lane: JobLane::Gpu, device, speed: Some(1e12) };
    store.see_worker(worker.clone()).await.expect("seen");
    assert_eq!(store.workers().await.expect("read"), [worker]);
    let name = async |request| took(store, request).await.map(|(run, _)| run);
    let with_card = || request("card", JobLane::Gpu, true);
    let without = |lane, is_own| request("other", lane, is_own);
    assert_eq!(name(without(JobLane::Gpu, false)).await, None, "there is one whose own device it is");
    assert_eq!(name(request("card", JobLane::Cpu, false)).await.as_ref(), Some(&cpu.id.0), "nobody has it as his own");
    assert_eq!(name(with_card()).await.as_ref(), Some(&gpu.id.0));
    assert_eq!(name(without(JobLane::Cpu, true)).await.as_ref(), Some(&any.id.0));
    assert_eq!(name(with_card()).await, None);

    store.dismiss_worker("card").await.expect("noted");
    assert_eq!(store.workers().await.expect("read"), []);
    assert_eq!(name(without(JobLane::Gpu, false)).await.as_ref(), Some(&gpu.id.0), "no other is left");
    for run in [&gpu, &any, &cpu] {
        store.dismiss_worker("other").await.expect("noted");
        store.cancel_job(&run.id).await.expect("asked");
    }
    store.take_job(without(JobLane::Cpu, true)).await.expect("all end");
    store.take_job(without(JobLane::Gpu, true)).await.expect("all end");
}
