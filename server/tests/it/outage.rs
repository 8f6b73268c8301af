//! A database that goes away and comes back, under a server that computes and is asked.

use crate::support::in_time;
use crate::support::long;
use crate::support::postgres::Postgres;
use crate::support::program::{Program, serve};
use serde_json::json;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use wire::live::LiveState;
use wire::run::RunState;

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_is_started_anew_stops_neither_the_server_nor_its_run() {
    let Some(postgres) = Postgres::start() else { return };
    let data = tempfile::tempdir().expect("a folder");
    let mut command = serve(&["--device", "cpu", "--database", &postgres.url]);
    command.arg("--data").arg(data.path());
    let mut program = Program::start(command, &data.path().join("log"));
    let client = program.listens().await;
    let id = client.start(&long()).await;
    let (is_over, answered, refused) = (AtomicBool::new(false), AtomicUsize::new(0), AtomicUsize::new(0));
    let ask = async {
        while !is_over.load(Ordering::Relaxed) {
            // What only the database knows.
            let answer = client.call("studies", &json!({})).await;
            match answer.status {
                200 => answered.fetch_add(1, Ordering::Relaxed),
                500 => {
                    assert!(!answer.text().contains("sqlx") && !answer.text().is_empty(), "{}", answer.text());
                    refused.fetch_add(1, Ordering::Relaxed)
                }
                other => panic!("{other}: {}", answer.text()),
            };
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    };
    let run = async {
        for _ in 0..3 {
            tokio::time::sleep(Duration::from_millis(700)).await;
            tokio::task::block_in_place(|| postgres.restart());
        }
        loop {
            let answer = client.call("live_state", &json!({ "id": id })).await;
            let state = (answer.status == 200).then(|| answer.json::<LiveState>().run);
            if let Some(run) = state.filter(|run| run.state.is_over()) {
                is_over.store(true, Ordering::Relaxed);
                return run;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let (run, ()) = in_time("the run", async { tokio::join!(run, ask) }).await;
    assert_eq!(run.state, RunState::Finished, "{:?}", run.problem);
    assert!(program.runs());
    assert_eq!(client.call("studies", &json!({})).await.status, 200, "it answers again");
    eprintln!("{answered:?} requests were answered, and {refused:?} were refused while the database was away");
}
