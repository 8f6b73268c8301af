//! What a run and a workspace may have: memory, places in the queue, disk.

use crate::support::program::{Program, serve};
use crate::support::viewer::Viewer;
use crate::support::{Server, in_time, long, tiny};
use app::api::ApiError;
use engine::device::Kind;
use serde_json::{Value, json};
use server::experiment::{Needs, Plan};
use server::lab::Quota;
use std::path::Path;
use std::process::{Command, Stdio};
use wire::live::CloseReason;
use wire::run::{RunId, RunState};

/// The program with so many kilobytes of memory.
fn in_little_memory(kilobytes: u64, data: &Path) -> Command {
    let serve = serve(&["--device", "cpu", "--data", data.to_str().expect("text")]);
    let mut command = Command::new("sh");
    command.args(["-c", &format!("ulimit -v {kilobytes}; exec \"$0\" \"$@\"")]).arg(serve.get_program());
    command.args(serve.get_args()).env("RUST_LOG", "warn,wgpu_hal=off,wgpu_core=off").stdin(Stdio::null());
    command
}

/// Such a run once ended the server, and each start after it.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_does_not_fit_into_memory_is_refused_and_one_that_does_computes() {
    let data = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(in_little_memory(3_000_000, data.path()), &data.path().join("log"));
    let client = program.listens().await;
    let mut config = tiny();
    config.attack.clones = 6000;
    let refused = client.call("start", &json!({ "config": config })).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains("attack.clones") && refused.text().contains("6,000 clones"), "{}", refused.text());
    let checked: Value = client.call("check", &json!({ "config": config })).await.json();
    assert_eq!(checked["problems"][0]["field"], "attack.clones", "the form says so before");

    let id = client.start(&tiny()).await;
    let mut viewer = Viewer::join(&client, &id).await;
    assert_eq!(in_time("the run", viewer.until_closed()).await, CloseReason::RunOver.code());
    assert_eq!(viewer.state().run.state, RunState::Finished, "{:?}", viewer.state().run.problem);
    assert!(program.runs());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_at_its_quota_gets_a_message_and_continues_when_there_is_room() {
    let data = tempfile::tempdir().expect("a folder");
    let quota = Quota { waiting: 1, runs: 4, ..Quota::default() };
    let server = Server::with_quota(data.path(), quota).await;
    let client = &server.client;
    let first = client.start(&long()).await;
    let mut viewer = Viewer::join(client, &first).await;
    in_time("the first steps", viewer.until_step(10)).await;
    let waiting = client.start(&tiny()).await;
    let start = async || client.call("start", &json!({ "config": tiny() })).await;
    let refused = start().await;
    assert_eq!(refused.status, 409);
    assert!(matches!(refused.json(), ApiError::Conflict(why) if why.contains("has 1 run waiting")));
    assert_eq!(client.cancel(&waiting).await.status, 200);
    for _ in 0..2 {
        let started = start().await;
        assert_eq!(started.status, 200, "{}", started.text());
        assert_eq!(client.cancel(&started.json()).await.status, 200);
    }
    let refused = start().await;
    assert!(refused.status == 409 && refused.text().contains("has 4 runs"), "{}", refused.text());
    assert_eq!(client.resume(&waiting).await.status, 200, "one that is kept may wait again");
    client.cancel(&first).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workspace_whose_disk_is_full_gets_no_more_files() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::with_quota(data.path(), Quota { bytes: 1000, ..Quota::default() }).await;
    let refused = server.client.call("start", &json!({ "config": tiny() })).await;
    assert!(refused.status == 409 && refused.text().contains("--max-disk"), "{}", refused.text());
    server.stop().await;
}

/// Runs that were started at once were once all let in, however much they needed together.
#[tokio::test(flavor = "multi_thread")]
async fn runs_under_way_count_with_what_they_will_need() {
    let data = tempfile::tempdir().expect("a folder");
    let needs = Needs::of(&Plan::new(long(), data.path()).expect("a plan"), Kind::Cpu);
    let bytes = needs.disk() + needs.kept() / 2;
    let server = Server::with_quota(data.path(), Quota { bytes, ..Quota::default() }).await;
    let client = &server.client;
    let start = async || client.call("start", &json!({ "config": long() })).await;
    let (one, other) = tokio::join!(start(), start());
    let (first, refused) = if one.status == 200 { (one, other) } else { (other, one) };
    assert_eq!(first.status, 200, "{}", first.text());
    assert!(refused.status == 409 && refused.text().contains("runs under way may need"), "{}", refused.text());
    assert_eq!(client.cancel(&first.json()).await.status, 200);
    let id: RunId = first.json();
    let mut viewer = Viewer::join(client, &id).await;
    in_time("the end", viewer.until_closed()).await;
    assert_eq!(start().await.status, 200, "what is over needs no more");
    server.stop().await;
}

/// What had been counted was once believed for five seconds, whatever came meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn uploads_count_as_they_come() {
    let data = tempfile::tempdir().expect("a folder");
    let bytes = 50_000;
    let server = Server::with_quota(data.path(), Quota { bytes, ..Quota::default() }).await;
    let set = crate::faces::added(server.client, "Staff").await;
    let mut kept = 0;
    let refused = loop {
        let (.., picture) = crate::kills::transfers::picture(kept);
        let answer = crate::faces::put(server.client, &set, "Ada", &format!("{kept}.png"), &picture).await;
        if answer.status != 200 {
            break answer;
        }
        kept += 1;
        assert!(kept < 400, "a picture has {} bytes, and {bytes} may be kept", picture.len());
    };
    assert!(refused.status == 409 && refused.text().contains("--max-disk"), "{}", refused.text());
    assert!(kept > 0, "there is room for some");
    server.stop().await;
}

/// Five hundred megabytes were once kept for ever after a run.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[tokio::test(flavor = "multi_thread")]
async fn memory_that_a_run_took_is_given_back_when_it_is_over() {
    let data = tempfile::tempdir().expect("a folder");
    let command = serve(&["--device", "cpu", "--data", data.path().to_str().expect("text")]);
    let mut program = Program::start(command, &data.path().join("log"));
    let client = program.listens().await;
    let id = client.start(&tiny()).await;
    let mut viewer = Viewer::join(&client, &id).await;
    assert_eq!(in_time("the run", viewer.until_closed()).await, CloseReason::RunOver.code());
    let most = program.kilobytes("VmHWM:");
    let given_back = async {
        while program.kilobytes("VmRSS:") + 150_000 > most {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
    };
    in_time("memory that is given back", given_back).await;
}
