//! A server that ends in the middle of a run, and the next one.

use crate::support::viewer::Viewer;
use crate::support::{Server, in_time, long};
use app::wire::live::CloseReason;
use app::wire::run::RunState;

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
