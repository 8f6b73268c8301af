//! Programs that are asked to end, as a system asks before it goes down.

use super::{config, finished, opened, row, served, undisturbed};
use crate::faces::added;
use crate::support::in_time;
use crate::support::program::assert_whole;
use crate::support::results::{assert_same, results};
use serde_json::json;
use server::store::database::DatabaseAddress;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use wire::faces::UploadResult;
use wire::live::LiveState;
use wire::run::RunState;

#[tokio::test(flavor = "multi_thread")]
async fn a_terminated_server_answers_pending_requests_and_its_run_resumes_later() {
    let expected = undisturbed().await;
    let data = tempfile::tempdir().expect("a folder");
    let (mut program, client) = served(data.path()).await;
    let id = client.start(&config()).await;
    let set = added(client, "Staff").await;
    let archive = opened(data.path(), &DatabaseAddress::DataFolder).await;
    in_time("the first steps", async {
        loop {
            let state: LiveState = client.call("live_state", &json!({ "id": id })).await.json();
            if state.targets.iter().any(|target| target.points.len() > 2) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;

    // A picture is on its way when the word comes.
    let picture = super::transfers::picture(0).2;
    let (first, rest) = picture.split_at(picture.len() / 2);
    let path = format!("/api/faces/{}/Ada/0.png", set.0);
    let mut stream = TcpStream::connect(client.address).await.expect("connected");
    stream.write_all(client.head("PUT", &path, &[], picture.len()).as_bytes()).await.expect("sent");
    stream.write_all(first).await.expect("sent");
    tokio::time::sleep(Duration::from_millis(100)).await;
    program.terminate();
    tokio::time::sleep(Duration::from_millis(300)).await;
    stream.write_all(rest).await.expect("sent");
    let mut answer = Vec::new();
    in_time("the answer", stream.read_to_end(&mut answer)).await.expect("answered");
    let taken: UploadResult = crate::support::client::Answer::read(&answer).json();
    assert_eq!(taken.kept, 1, "{taken:?}");
    assert!(tokio::task::block_in_place(|| program.ends_well()), "it ends by itself, and says that all is well");
    assert_eq!(row(&archive, &id).await.state, RunState::Queued, "it goes on where it was");

    let (_program, client) = served(data.path()).await;
    assert_eq!(in_time("the run", finished(&client, &archive, &id)).await, 0, "it never failed");
    assert_same(&results(&archive, &id).await, &expected);
    assert_whole(&["--data", data.path().to_str().expect("text")]);
}
