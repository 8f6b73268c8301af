//! Clients that keep a server waiting: each is given up after a while, and others are served meanwhile.

use crate::support::client::{Answer, Client};
use crate::support::program::{Program, effigy};
use crate::support::viewer::Viewer;
use crate::support::{Server, in_time, long};
use server::http::Heartbeat;
use server::lab::FacesAccess;
use server::serve::Limits;
use std::process::Command;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Long for a test, and for waits that are cut off in it.
const LONG: Duration = Duration::from_secs(600);

/// Short enough to wait for, long enough for a request that is sent at once.
const SHORT: Duration = Duration::from_secs(2);

/// Nothing is given up.
fn patient() -> Limits {
    let mut limits = Limits { head: LONG, place: LONG, heartbeat: Heartbeat { every: LONG }, ..Limits::default() };
    (limits.bodies.grace, limits.answers.grace) = (LONG, LONG);
    limits
}

async fn served(data: &std::path::Path, limits: Limits) -> Server {
    Server::limited(data, FacesAccess::Anywhere, limits).await
}

/// A connection over which this was sent.
async fn sent(client: &Client, text: &str) -> TcpStream {
    let mut stream = TcpStream::connect(client.address).await.expect("connected");
    stream.write_all(text.as_bytes()).await.expect("sent");
    stream
}

/// What comes until the server ends the connection.
async fn until_the_end(mut stream: TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    // One that is cut ends as well.
    let _ = in_time("the end of the connection", stream.read_to_end(&mut answer)).await;
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_that_never_end_and_idle_connections_are_given_up() {
    let data = tempfile::tempdir().expect("a folder");
    let server = served(data.path(), Limits { head: SHORT, ..patient() }).await;
    let client = server.client;
    let nothing = sent(&client, "").await;
    let half = sent(&client, "GET /api/health HTTP/1.1\r\nHost: ").await;
    let whole = format!("GET /api/health HTTP/1.1\r\nHost: {}\r\n\r\n", client.address);
    let idle = sent(&client, &whole).await;
    for silent in [nothing, half] {
        assert_eq!(until_the_end(silent).await, b"");
    }
    assert_eq!(Answer::read(&until_the_end(idle).await).status, 200, "what was asked was answered");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_stops_coming_is_given_up_at_every_address() {
    let data = tempfile::tempdir().expect("a folder");
    let mut limits = patient();
    limits.bodies.grace = SHORT;
    let server = served(data.path(), limits).await;
    let client = server.client;
    let json = [("Content-Type", "application/json")];
    for (method, path) in [("POST", "/api/fn/check"), ("POST", "/api/fn/quiz_answer"), ("PUT", "/api/faces/00/A/1.png")]
    {
        let stream = sent(&client, &(client.head(method, path, &json, 100) + "{")).await;
        let answer = Answer::read(&until_the_end(stream).await);
        // A missing set is reported before the body is read.
        let expected = if method == "PUT" { 404 } else { 408 };
        assert_eq!(answer.status, expected, "{path}: {}", answer.text());
    }
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_nobody_takes_is_given_up_and_one_that_is_taken_slowly_comes_whole() {
    let data = tempfile::tempdir().expect("a folder");
    let mut limits = patient();
    limits.answers.grace = SHORT;
    let server = served(data.path(), limits).await;
    let client = server.client;
    let file = "/pkg/effigy_bg.wasm";
    let length = client.get(file).await.body.len();
    let whole = client.head("GET", file, &[], 0);

    let mut slowly = sent(&client, &whole).await;
    let mut taken = 0;
    let mut piece = vec![0; length / 8];
    for _ in 0..6 {
        tokio::time::sleep(SHORT / 4).await;
        taken += slowly.read_exact(&mut piece).await.expect("it comes");
    }
    taken += until_the_end(slowly).await.len();
    assert!(taken > length, "the head and all of it");

    let never = sent(&client, &whole).await;
    tokio::time::sleep(SHORT * 3).await;
    assert!(until_the_end(never).await.len() < length, "what the system held, and no more");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_stays_however_short_the_times_for_requests_are() {
    let data = tempfile::tempdir().expect("a folder");
    let mut limits = Limits { head: SHORT, ..patient() };
    (limits.bodies.grace, limits.bodies.longest) = (SHORT, SHORT);
    let server = served(data.path(), limits).await;
    let id = server.client.start(&long()).await;
    let mut viewer = Viewer::join(&server.client, &id).await;
    in_time("the first step", viewer.until_step(0)).await;
    tokio::time::sleep(SHORT * 2).await;
    in_time("the run", viewer.until_closed()).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn more_connections_than_there_may_be_wait_until_one_ends() {
    let data = tempfile::tempdir().expect("a folder");
    let server = served(data.path(), Limits { connections: 3, ..patient() }).await;
    let client = server.client;
    let held = [sent(&client, "").await, sent(&client, "GET").await, sent(&client, "").await];
    let mut late = sent(&client, &client.head("GET", "/api/health", &[], 0)).await;
    let mut byte = [0];
    let early = tokio::time::timeout(Duration::from_millis(500), late.read_exact(&mut byte)).await;
    assert!(early.is_err(), "it waits");
    drop(held);
    let answer = until_the_end(late).await;
    assert!(String::from_utf8_lossy(&answer).contains("200 OK"));
    server.stop().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_connections_leaves_descriptors_and_one_line_in_the_log() {
    let data = tempfile::tempdir().expect("a folder");
    let serve = effigy(&["serve", "--demo", "--listen", "127.0.0.1:0", "--device", "cpu", "--data"]);
    let mut limited = Command::new("sh");
    limited.args(["-c", "ulimit -n 300; exec \"$0\" \"$@\""]).arg(serve.get_program()).args(serve.get_args());
    limited.arg(data.path()).env("RUST_LOG", "warn,wgpu_hal=off,wgpu_core=off").stdin(std::process::Stdio::null());
    let mut program = Program::start(limited, &data.path().join("log"));
    let client = program.listens().await;
    let mut flood = Vec::new();
    // More than it takes, and no more than the system lets wait.
    for _ in 0..80 {
        flood.push(sent(&client, "GET / HTTP/1.1\r\n").await);
    }
    let words = "connections are taken";
    let log = || std::fs::read_to_string(&program.log).unwrap_or_default();
    in_time("the word of it", async {
        while !log().contains(words) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    drop(flood);
    assert_eq!(in_time("an answer", client.get("/api/health")).await.status, 200);
    assert_eq!(in_time("a page", client.get("/")).await.status, 200);
    let log = log();
    assert_eq!(log.matches(words).count(), 1, "{log}");
    assert!(!log.contains("Too many open files"), "{log}");
}
