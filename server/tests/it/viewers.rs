//! Viewers among each other, and viewers that do not behave.

use crate::support::viewer::{Seen, Viewer};
use crate::support::{Server, in_time, long, tiny};
use server::http::Heartbeat;
use server::lab::FacesAccess;
use server::serve::Limits;
use std::time::Duration;
use wire::live::{CloseReason, LiveEvent};
use wire::run::{RunId, RunState};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_viewer_sees_the_same_picture_at_once_and_a_slow_one_holds_up_nobody() {
    let data = tempfile::tempdir().expect("a folder");
    // No ping while the slow one does not read, and nobody gives it up.
    let long_enough = Duration::from_secs(600);
    let mut limits = Limits { heartbeat: Heartbeat { every: long_enough }, ..Limits::default() };
    limits.answers.grace = long_enough;
    let server = Server::limited(data.path(), FacesAccess::Anywhere, limits).await;
    let client = server.client;
    let id = client.start(&long()).await;
    // Reads nothing until the run is over.
    let mut slow = Viewer::join(&client, &id).await;
    let mut viewer = Viewer::join(&client, &id).await;
    in_time("the first steps", viewer.until_step(20)).await;

    let mut second = Viewer::join(&client, &id).await;
    let Seen::Event(first) = in_time("the state", second.next()).await else { panic!("an event comes first") };
    let LiveEvent::Everything { state } = *first else { panic!("everything comes first") };
    assert_eq!(state.viewers, 3);
    assert!(state.targets[0].points.iter().any(|point| point.iteration >= 20));
    while second.frames.len() < 2 {
        in_time("the pictures", second.next()).await;
    }
    assert!(second.messages <= 2 + 16, "the pictures come at once, not after {} messages", second.messages);
    assert!(second.frames[&(0, 0)].iteration >= 20);

    in_time("the run", viewer.until_closed()).await;
    assert_eq!(viewer.state().run.state, RunState::Finished);
    assert_eq!(in_time("the slow one", slow.until_closed()).await, CloseReason::RunOver.code());
    assert_eq!(slow.frames, viewer.frames, "a slow viewer ends with the same pictures");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_or_talking_viewers_are_disconnected_with_the_reason() {
    let data = tempfile::tempdir().expect("a folder");
    let heartbeat = Heartbeat { every: Duration::from_millis(50) };
    let server = Server::with(data.path(), FacesAccess::Anywhere, heartbeat).await;
    let client = server.client;
    let running = client.start(&long()).await;
    let waiting = client.start(&tiny()).await;

    let mut silent = Viewer::join(&client, &waiting).await;
    // It does not read, so that it answers no ping.
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(in_time("the close", silent.until_closed()).await, CloseReason::Silent.code());

    let mut talker = Viewer::join(&client, &waiting).await;
    talker.say("hello").await;
    assert_eq!(in_time("the close", talker.until_closed()).await, CloseReason::Protocol.code());
    let mut shouter = Viewer::join(&client, &waiting).await;
    shouter.say(&"hello".repeat(2000)).await;
    assert_eq!(in_time("the close", shouter.until_closed()).await, CloseReason::Protocol.code());

    let mut nobody = Viewer::join(&client, &RunId("00000000000000aa".into())).await;
    assert_eq!(in_time("the close", nobody.until_closed()).await, CloseReason::UnknownRun.code());
    for id in [waiting, running] {
        client.cancel(&id).await;
    }
    server.stop().await;
}
