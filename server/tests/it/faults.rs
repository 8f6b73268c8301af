//! Disks that are full or cannot be written, under a server that goes on, and works again afterwards.

use crate::support::client::Client;
use crate::support::program::{Program, assert_whole, effigy, serve, told};
use crate::support::tmpfs::Tmpfs;
use crate::support::{in_time, tiny};
use serde_json::json;
use server::store::Archive;
use server::store::database::DatabaseAddress;
use server::store::jobs::JobLane;
use server::store::objects::ObjectsAddress;
use server::store::runs::RunRow;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode};
use sqlx::{ConnectOptions, Connection};
use std::path::Path;
use std::time::Duration;
use wire::experiment::ExperimentConfig;
use wire::live::LiveState;
use wire::run::{RunId, RunState, RunSummary};

/// What a run needs at most, in megabytes: two recognizers with their checkpoints, in the folder, the store and the
/// cache.
const ENOUGH: u32 = 900;

async fn seen(client: &Client, id: &RunId) -> RunSummary {
    let answer = client.call("live_state", &json!({ "id": id })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json::<LiveState>().run
}

async fn over(client: &Client, id: &RunId) -> RunSummary {
    in_time("the run", async {
        loop {
            let run = seen(client, id).await;
            if run.state.is_over() {
                return run;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
}

/// Waits until the log has a line with `words`.
async fn logged(program: &Program, words: &str) -> String {
    in_time(words, async {
        loop {
            let log = std::fs::read_to_string(&program.log).unwrap_or_default();
            if log.contains(words) {
                return log;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_on_a_full_disk_fails_with_words_and_goes_on_when_there_is_room() {
    let Some(disk) = Tmpfs::new(ENOUGH) else { return };
    let elsewhere = tempfile::tempdir().expect("a folder");
    let data = disk.path().to_str().expect("text");
    let mut program = Program::start(serve(&["--device", "cpu", "--data", data]), &elsewhere.path().join("log"));
    let client = program.listens().await;
    let filler = disk.fill_but(30 << 20);
    let refused = client.call("start", &json!({ "config": tiny() })).await;
    assert!(refused.status == 422 && refused.text().contains("are free"), "{}", refused.text());
    std::fs::remove_file(filler).expect("room");
    // Others fill the disk while it trains.
    let id = client.start(&tiny()).await;
    in_time("training", async {
        while !seen(&client, &id).await.doing.contains("recognizer") {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    let filler = disk.fill_but(30 << 20);
    let log = logged(&program, "No space left on device").await;
    assert!(log.contains(data), "{log}");
    assert_eq!(client.get("/").await.status, 200, "pages are served");
    let run = over(&client, &id).await;
    let problem = run.problem.unwrap_or_default();
    assert_eq!(run.state, RunState::Failed, "a recognizer has no room: {problem}");
    assert!(
        problem.contains("the disk is full: make room there") && !problem.contains(data),
        "the place is for the log: {problem}"
    );
    std::fs::remove_file(filler).expect("room");
    assert_eq!(client.resume(&id).await.status, 200);
    let run = over(&client, &id).await;
    assert_eq!(run.state, RunState::Finished, "{:?}", run.problem);
    assert!(program.runs());
    assert_whole(&["--data", data]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_cannot_be_written_is_named_and_used_again_later() {
    let Some(disk) = Tmpfs::new(ENOUGH) else { return };
    let here = tempfile::tempdir().expect("a folder");
    let (data, place) = (here.path().to_str().expect("text"), disk.path().to_str().expect("text"));
    let objects = format!("{place}/objects");
    let command = serve(&["--device", "cpu", "--data", data, "--objects", &objects]);
    let mut program = Program::start(command, &here.path().join("log"));
    let client = program.listens().await;
    disk.set_writable(false);
    let refused = client.call("start", &json!({ "config": tiny() })).await;
    assert_eq!(refused.status, 500, "{}", refused.text());
    let log = logged(&program, "let the user that runs Effigy write there").await;
    assert!(log.contains(&objects), "{log}");
    assert_eq!(client.get("/").await.status, 200, "pages are served");
    let elsewhere = format!("{place}/data");
    for arguments in [
        ["serve", "--device", "cpu", "--listen", "127.0.0.1:0", "--data", &elsewhere].as_slice(),
        &["backup", &format!("{place}/backup.zip"), "--data", data, "--objects", &objects],
    ] {
        let (is_well, told) = told(&mut effigy(arguments));
        assert!(!is_well && told.contains(place), "{told}");
    }
    disk.set_writable(true);
    let id = client.start(&tiny()).await;
    let run = over(&client, &id).await;
    assert_eq!(run.state, RunState::Finished, "{:?}", run.problem);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_starts_on_a_full_disk_and_what_is_there_can_be_read() {
    let Some(disk) = Tmpfs::new(64) else { return };
    let elsewhere = tempfile::tempdir().expect("a folder");
    let data = disk.path().to_str().expect("text");
    let start = || Program::start(serve(&["--device", "cpu", "--data", data]), &elsewhere.path().join("log"));
    let mut program = start();
    let client = program.listens().await;
    let set = crate::faces::added(client, "Staff").await;
    let (.., picture) = crate::kills::transfers::picture(0);
    assert_eq!(crate::faces::put(client, &set, "Ada", "1.png", &picture).await.status, 200);
    for (is_killed, number) in [(true, 1), (false, 2)] {
        match is_killed {
            true => program.kill(),
            false => {
                program.terminate();
                assert!(tokio::task::block_in_place(|| program.ends_well()));
            }
        }
        let filler = disk.fill_but(0);
        program = start();
        let address = in_time("the server", async { tokio::task::block_in_place(|| program.address()) }).await;
        let reader = Client { address, ..client };
        assert_eq!(reader.get("/api/health").await.status, 200, "killed: {is_killed}");
        // People who were signed in can still read; changes are refused with a message, and the server goes on.
        assert_eq!(crate::faces::view(reader, &set).await.summary.images, number);
        assert_eq!(reader.get(&format!("/api/thumbnails/{}/Ada", set.0)).await.status, 200);
        let (.., more) = crate::kills::transfers::picture(number);
        let name = format!("{}.png", number + 1);
        // What the start kept free, and did not need.
        disk.fill_but(0);
        assert_eq!(crate::faces::put(reader, &set, "Ada", &name, &more).await.status, 500);
        assert!(program.runs());
        std::fs::remove_file(filler).expect("room");
        assert_eq!(crate::faces::put(reader, &set, "Ada", &name, &more).await.status, 200);
    }
    program.kill();
    assert_whole(&["--data", data]);
}

/// Brings the log of a database that nobody has open into its file, as other programs do.
async fn without_log(file: &Path) {
    let _ = std::fs::remove_file(file.with_file_name("filler"));
    let options = SqliteConnectOptions::new().filename(file).journal_mode(SqliteJournalMode::Delete);
    options.connect().await.expect("a database").close().await.expect("closed");
    assert!(!file.with_file_name("effigy.db-wal").exists());
}

/// The room that is kept for a start was once used up by the first of several.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_starts_on_a_disk_that_stays_full_however_often() {
    let Some(disk) = Tmpfs::new(64) else { return };
    let elsewhere = tempfile::tempdir().expect("a folder");
    let data = disk.path().to_str().expect("text");
    let start = || Program::start(serve(&["--device", "cpu", "--data", data]), &elsewhere.path().join("log"));
    let mut program = start();
    let client = program.listens().await;
    let set = crate::faces::added(client, "Staff").await;
    let (.., picture) = crate::kills::transfers::picture(0);
    assert_eq!(crate::faces::put(client, &set, "Ada", "1.png", &picture).await.status, 200);
    let health = client.get("/api/health").await;
    assert!(health.status == 200 && health.text().contains(r#""status":"ok""#), "{}", health.text());
    let mut reader = client;
    for round in 0..8 {
        if round % 2 == 0 {
            program.kill();
        } else {
            program.terminate();
            assert!(tokio::task::block_in_place(|| program.ends_well()));
        }
        // Folders of earlier versions, and those that others have tidied, have no room of their own.
        if round >= 4 {
            let _ = std::fs::remove_file(disk.path().join("spare"));
            without_log(&disk.path().join("effigy.db")).await;
        }
        disk.fill_but(0);
        program = start();
        let address = in_time("the server", async { tokio::task::block_in_place(|| program.address()) }).await;
        reader = Client { address, ..client };
        // What the start kept free, and did not need.
        disk.fill_but(0);
        let health = reader.get("/api/health").await;
        assert!(health.status == 200 && health.text().contains("the disk is full"), "{round}: {}", health.text());
        assert_eq!(crate::faces::view(reader, &set).await.summary.images, 1, "{round}");
        let refused = reader.call("start", &json!({ "config": tiny() })).await;
        assert!(refused.status == 422 && refused.text().contains("are free"), "{round}: {}", refused.text());
        assert_eq!(crate::faces::put(reader, &set, "Ada", "2.png", &picture).await.status, 500, "{round}");
        assert!(program.runs());
    }
    let log = std::fs::read_to_string(&program.log).expect("a log");
    assert!(log.contains("the disk is full; what is there can be read"), "{log}");
    std::fs::remove_file(disk.path().join("filler")).expect("room");
    let (.., more) = crate::kills::transfers::picture(1);
    assert_eq!(crate::faces::put(reader, &set, "Ada", "2.png", &more).await.status, 200, "with room all is well");
    let health = reader.get("/api/health").await;
    assert!(health.text().contains(r#""status":"ok""#), "{}", health.text());
    program.kill();
    assert_whole(&["--data", data]);
    program = start();
    program.address();
    assert!(disk.path().join("effigy.db-wal").exists(), "it has a log again");
}

/// The message of a transaction that found no room once did not say where there was none.
#[tokio::test(flavor = "multi_thread")]
async fn a_database_without_room_says_where_and_keeps_what_it_had() {
    let Some(disk) = Tmpfs::new(4) else { return };
    let archive = Archive::open(&DatabaseAddress::DataFolder, &ObjectsAddress::DataFolder, disk.path()).await;
    let archive = archive.expect("opens");
    let queue = async |number: u32, text: &str| {
        let config = ExperimentConfig { name: text.into(), ..ExperimentConfig::default() };
        let row = RunRow::queued(RunId(format!("{number:016x}")), number.into(), config);
        archive.database().queue_run(row, Vec::new(), JobLane::Cpu).await
    };
    assert!(queue(0, "before").await.expect("kept"));
    let filler = disk.fill_but(64 << 10);
    let long = "x".repeat(1 << 20);
    let refused = queue(1, &long).await.expect_err("no room").to_string();
    assert!(refused.contains("effigy.db") && refused.contains("make room"), "{refused}");
    assert_eq!(archive.database().runs().await.expect("read").len(), 1, "nothing of it is there");
    std::fs::remove_file(filler).expect("room");
    assert!(queue(1, &long).await.expect("kept, and nothing was started anew"));
    assert_eq!(archive.database().runs().await.expect("read").len(), 2);
}
