//! Programs that are killed in the middle of a run, as by `kill -9` or for lack of memory, and those that come after.
//!
//! `EFFIGY_KILLS` says how often each is killed; a few times otherwise.

mod terminated;
pub mod transfers;

use crate::support::client::Client;
use crate::support::postgres::Postgres;
use crate::support::program::{Program, assert_whole, effigy, serve};
use crate::support::results::{assert_same, results};
use crate::support::{in_time, tiny};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use server::store::Archive;
use server::store::RunRow;
use server::store::database::DatabaseAddress;
use server::store::objects::ObjectsAddress;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use wire::experiment::ExperimentConfig;
use wire::run::{RunId, RunState};

/// Moments between a start and a kill, in milliseconds.
const MOMENTS: std::ops::Range<u64> = 100..2500;

fn kills() -> usize {
    std::env::var("EFFIGY_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(3)
}

/// Long enough that most kills fall into some of its work.
fn config() -> ExperimentConfig {
    let mut config = tiny();
    config.training.epochs = 6;
    (config.attack.snapshot_every, config.attack.max_steps, config.attack.stop_score) = (5, 60, 2.0);
    config
}

/// A server on a data folder, which has its log as well, and its owner.
async fn served(data: &Path) -> (Program, Client) {
    let command = serve(&["--device", "cpu", "--data", data.to_str().expect("text")]);
    let mut program = Program::start(command, &data.join("log"));
    let client = program.listens().await;
    (program, client)
}

async fn opened(data: &Path, database: &DatabaseAddress) -> Archive {
    Archive::open(database, &ObjectsAddress::DataFolder, data).await.expect("opens")
}

async fn row(archive: &Archive, id: &RunId) -> RunRow {
    archive.database().run(id).await.expect("read").expect("what was acknowledged is there")
}

/// Takes a run up again if it was killed so often without getting farther that it has failed; whether it had.
async fn taken_up(client: &Client, archive: &Archive, id: &RunId) -> bool {
    let row = row(archive, id).await;
    if row.state != RunState::Failed {
        return false;
    }
    let problem = row.problem.unwrap_or_default();
    assert!(problem.contains("ended without a word"), "{problem}");
    assert_eq!(client.resume(id).await.status, 200);
    true
}

/// Waits until a run has finished; how often it was taken up again.
async fn finished(client: &Client, archive: &Archive, id: &RunId) -> usize {
    let mut resumed = 0;
    while row(archive, id).await.state != RunState::Finished {
        resumed += usize::from(taken_up(client, archive, id).await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    resumed
}

/// What the run leaves when nobody disturbs it.
async fn undisturbed() -> BTreeMap<String, String> {
    let data = tempfile::tempdir().expect("a folder");
    let (_program, client) = served(data.path()).await;
    let id = client.start(&config()).await;
    let archive = opened(data.path(), &DatabaseAddress::DataFolder).await;
    assert_eq!(in_time("the run", finished(&client, &archive, &id)).await, 0);
    results(&archive, &id).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_killed_again_and_again_finishes_the_same_run() {
    let expected = undisturbed().await;
    let data = tempfile::tempdir().expect("a folder");
    let (mut program, mut client) = served(data.path()).await;
    let id = client.start(&config()).await;
    let archive = opened(data.path(), &DatabaseAddress::DataFolder).await;
    let (mut random, mut acknowledged) = (StdRng::seed_from_u64(1), Vec::new());
    let (mut slowest, mut resumed) = (Duration::ZERO, 0);
    for _ in 0..kills() {
        // Another run waits behind it, and is stopped: both were acknowledged, so both must be seen later.
        let other = client.start(&config()).await;
        let is_cancelled = random.random_bool(0.9) && client.cancel(&other).await.status == 200;
        acknowledged.push((other, is_cancelled));
        tokio::time::sleep(Duration::from_millis(random.random_range(MOMENTS))).await;
        program.kill();
        let started = Instant::now();
        (program, client) = served(data.path()).await;
        slowest = slowest.max(started.elapsed());
        resumed += usize::from(taken_up(&client, &archive, &id).await);
    }
    for (other, is_cancelled) in &acknowledged {
        let state = row(&archive, other).await.state;
        if *is_cancelled {
            assert_eq!(state, RunState::Cancelled, "{other:?}");
        } else {
            // It would be computed as well, which takes long.
            client.cancel(other).await;
        }
    }
    resumed += in_time("the run", finished(&client, &archive, &id)).await;
    assert_same(&results(&archive, &id).await, &expected);
    assert_whole(&["--data", data.path().to_str().expect("text")]);
    eprintln!(
        "{} kills: all of {} acknowledged, taken up by hand {resumed} times, started again within {} ms",
        kills(),
        2 * acknowledged.len(),
        slowest.as_millis()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_is_killed_is_followed_by_another() {
    let Some(postgres) = Postgres::start() else { return };
    let expected = undisturbed().await;
    let data = tempfile::tempdir().expect("a folder");
    let objects = data.path().join("objects");
    let program = |name: &str, mut command: Command| {
        // Both believe in each other's death sooner than they would otherwise.
        command.env("EFFIGY_LEASE_MS", "1500").args(["--database", &postgres.url, "--objects"]).arg(&objects);
        command.arg("--data").arg(data.path().join(name));
        Program::start(command, &data.path().join(format!("{name}.log")))
    };
    let mut server = program("server", serve(&["--no-worker"]));
    let client = server.listens().await;
    let worker = |name: &str| program(name, effigy(&["worker", "--device", "cpu"]));
    let id = client.start(&config()).await;
    let mut random = StdRng::seed_from_u64(2);
    let mut names = (0..).map(|number| format!("worker-{number}"));
    // One computes, and one waits for its end.
    let mut next = || worker(&names.next().expect("more"));
    let mut workers = [next(), next()];
    let archive = opened(data.path(), &postgres.url.parse().expect("an address")).await;
    let mut resumed = 0;
    for killed in 0..kills() {
        workers[killed % 2].says("Effigy's worker computes on");
        tokio::time::sleep(Duration::from_millis(random.random_range(MOMENTS))).await;
        workers[killed % 2].kill();
        workers[killed % 2] = next();
        resumed += usize::from(taken_up(&client, &archive, &id).await);
    }
    resumed += in_time("the run", finished(&client, &archive, &id)).await;
    assert_same(&results(&archive, &id).await, &expected);
    assert_whole(&["--database", &postgres.url, "--data", data.path().to_str().expect("text")]);
    eprintln!("{} workers killed; taken up by hand {resumed} times", kills());
}
