//! A server that ends in the middle of a run, and the next one.

use crate::support::viewer::Viewer;
use crate::support::{Server, in_time, long};
use serde_json::json;
use server::store::database::{self, DatabaseAddress};
use std::time::Duration;
use wire::live::{CloseReason, LiveState};
use wire::run::RunState;

#[tokio::test(flavor = "multi_thread")]
async fn the_next_start_goes_on_with_what_was_running() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let id = server.client.start(&long()).await;
    let mut viewer = Viewer::join(&server.client, &id).await;
    let shown = in_time("the first steps", viewer.until_step(10)).await;
    let (stopped, code) = tokio::join!(server.stop(), in_time("the goodbye", viewer.until_closed()));
    let () = stopped;
    assert_eq!(code, CloseReason::ShuttingDown.code());
    assert!(CloseReason::worth_reconnecting(code));

    let server = Server::start(data.path()).await;
    let mut viewer = Viewer::join(&server.client, &id).await;
    let first = in_time("the pictures of before", viewer.until_step(0)).await;
    assert!(first.sequence >= shown.sequence || first.iteration == 0, "{first:?} after {shown:?}");
    assert!(!viewer.state().epochs.is_empty(), "what was seen before is still seen");
    assert_eq!(in_time("the rest", viewer.until_closed()).await, CloseReason::RunOver.code());
    assert_eq!(viewer.state().run.state, RunState::Finished, "{:?}", viewer.state().run.problem);
    assert_eq!(viewer.state().epochs.len(), 2);
    server.stop().await;
}

/// A server without connections once ended before its lab had written down where its run stood.
#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_nobody_watches_ends_when_its_runs_are_written_down() {
    // By chance it went well as well, so once would tell little.
    for round in 0..5 {
        let data = tempfile::tempdir().expect("a folder");
        let server = Server::start(data.path()).await;
        let id = server.client.start(&long()).await;
        let live = async || -> LiveState { server.client.call("live_state", &json!({ "id": id })).await.json() };
        let attacked = |state: &LiveState| state.targets.iter().map(|target| target.points.len()).sum::<usize>();
        let seen = in_time("the first pictures", async {
            loop {
                let points = attacked(&live().await);
                if points > 0 {
                    return points;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        });
        let seen = seen.await;
        server.stop().await;
        let database = database::open(&DatabaseAddress::DataFolder, data.path()).await.expect("opens");
        let row = database.run(&id).await.expect("read").expect("there");
        assert_eq!(row.state, RunState::Queued, "round {round}");
        let kept = database.live(&id).await.expect("read").expect("kept");
        assert!(attacked(&kept.state) >= seen, "round {round}: {} of {seen}", attacked(&kept.state));
    }
}
