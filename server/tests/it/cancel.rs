//! Stopping a run, and going on with it.

use crate::faces::{add_people, draw};
use crate::support::viewer::Viewer;
use crate::support::{Server, in_time, long, tiny};
use serde_json::json;
use std::time::{Duration, Instant};
use wire::experiment::FolderFaces;
use wire::live::CloseReason;
use wire::run::{Overview, RunState};

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_run_stops_soon_and_goes_on_where_it_was() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let id = client.start(&long()).await;
    let mut viewer = Viewer::join(&client, &id).await;
    in_time("the first steps", viewer.until_step(10)).await;

    let asked = Instant::now();
    assert_eq!(client.cancel(&id).await.status, 200);
    assert_eq!(in_time("the stop", viewer.until_closed()).await, CloseReason::RunOver.code());
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
    assert_eq!(viewer.state().run.state, RunState::Cancelled);
    assert_eq!(client.cancel(&id).await.status, 409, "there is nothing to stop any more");
    let epochs = viewer.state().epochs.clone();

    assert_eq!(client.resume(&id).await.status, 200);
    assert!(client.resume(&id).await.text().contains("under way"));
    let mut viewer = Viewer::join(&client, &id).await;
    assert_eq!(in_time("the rest", viewer.until_closed()).await, CloseReason::RunOver.code());
    assert_eq!(viewer.state().run.state, RunState::Finished, "{:?}", viewer.state().run.problem);
    assert_eq!(viewer.state().epochs, epochs, "nothing was trained again");
    for target in &viewer.state().targets {
        let iterations: Vec<_> = target.points.iter().map(|point| point.iteration).collect();
        assert!(iterations.is_sorted_by(|a, b| a < b), "{iterations:?}");
        assert_eq!(iterations.last(), Some(&100));
    }
    server.stop().await;
}

/// The split was once drawn again among the people in the folder at the time, and results of others were reused.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_does_not_go_on_when_its_folder_has_changed_until_it_is_as_it_was() {
    let data = tempfile::tempdir().expect("a folder");
    let faces = data.path().join("faces");
    draw(&faces);
    let server = Server::start(&data.path().join("data")).await;
    let client = server.client;
    let mut config = long();
    config.faces.synthetic = None;
    let identities = faces.to_str().expect("text").into();
    config.faces.folder = Some(FolderFaces { identities, public: String::new() });
    config.split.targets = 1;
    let id = client.start(&config).await;
    let mut viewer = Viewer::join(&client, &id).await;
    in_time("the first steps", viewer.until_step(10)).await;
    assert_eq!(client.cancel(&id).await.status, 200);
    in_time("the stop", viewer.until_closed()).await;

    let resumed = async || {
        assert_eq!(client.resume(&id).await.status, 200);
        let mut viewer = Viewer::join(&client, &id).await;
        in_time("the rest", viewer.until_closed()).await;
        viewer.state().run.clone()
    };
    add_people(&faces, &["another"]);
    let run = resumed().await;
    assert_eq!(run.state, RunState::Failed);
    let problem = run.problem.unwrap_or_default();
    assert!(problem.contains("added people: another"), "{problem}");
    std::fs::remove_dir_all(faces.join("another")).expect("removed");
    let run = resumed().await;
    assert_eq!(run.state, RunState::Finished, "{:?}", run.problem);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_run_computes_at_a_time_and_a_waiting_one_can_be_stopped() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let first = client.start(&long()).await;
    let mut viewer = Viewer::join(&client, &first).await;
    let second = client.start(&tiny()).await;
    in_time("the first steps", viewer.until_step(10)).await;

    let overview: Overview = client.call("overview", &json!({})).await.json();
    let states: Vec<_> = overview.runs.iter().map(|run| (run.id.clone(), run.state)).collect();
    assert_eq!(states, [(second.clone(), RunState::Queued), (first.clone(), RunState::Running)], "newest first");
    assert!(overview.runs[1].thumbnail.is_some());

    let mut waiting = Viewer::join(&client, &second).await;
    assert_eq!(client.cancel(&second).await.status, 200);
    assert_eq!(in_time("the stop", waiting.until_closed()).await, CloseReason::RunOver.code());
    assert_eq!(waiting.state().run.state, RunState::Cancelled);
    assert_eq!(client.cancel(&first).await.status, 200);
    in_time("the end", viewer.until_closed()).await;
    server.stop().await;
}
