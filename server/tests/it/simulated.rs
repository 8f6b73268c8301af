//! Programs that answer a study over HTTP, as `effigy simulate-raters` lets them.

use crate::support::cast::done;
use crate::support::study::{config, finished_run, study};
use crate::support::{Server, in_time};
use serde_json::json;
use server::simulate::{Client, Mix, RaterGroup, answer_all, report};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use wire::people::WorkspaceId;
use wire::study::results::{ScreeningConfig, StudyResults};

/// Speaks for the server's owner, as a script does.
async fn client(server: &Server) -> Client {
    let token = json!({ "name": "raters", "workspace": WorkspaceId::first(), "role": "viewer", "days": 1 });
    let token: String = done(server.client, "make_token", json!({ "token": token })).await;
    Client::new(&server.client.origin()).expect("this machine").with_token(&token)
}

#[tokio::test(flavor = "multi_thread")]
async fn simulated_raters_answer_everything_and_are_kept_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    in_time("the study", async {
        let server = Server::start(folder.path()).await;
        let run = finished_run(&server).await;
        let (id, view) = study(&server, &config(&server, &run).await, "open").await;
        let mix: Mix = "honest:0.5,straight:0.5".parse().expect("a mix");
        let client = client(&server).await;
        let crowd = RaterGroup { client, study: id.clone(), rules: mix.of(6, 1), seed: 1, concurrency: 3 };
        let (pace, told, answers) = tokio::task::spawn_blocking(move || {
            let answers = AtomicU32::new(0);
            let count = |_| {
                answers.fetch_add(1, Ordering::Relaxed);
            };
            let pace = answer_all(&crowd, &AtomicBool::new(false), &count).expect("all answered");
            (pace, report(&crowd.client, &crowd.study).expect("results"), answers.into_inner())
        })
        .await
        .expect("no panic");
        assert_eq!(pace.raters, 6);
        assert!(told.contains("of 3 ") && told.contains("honest") && told.contains("straight"), "{told}");

        let results = async |population: &str| -> StudyResults {
            let ask = json!({
                "id": id, "population": population, "screening": ScreeningConfig::default(), "revision": null,
            });
            server.client.call("study_results", &ask).await.json()
        };
        let simulated = results("simulated").await;
        assert_eq!(simulated.raters.len(), 6);
        assert!(simulated.raters.iter().all(|rater| rater.is_complete && rater.simulated.is_some()));
        let stored: u32 = simulated.raters.iter().map(|rater| rater.answers).sum();
        assert_eq!(stored, answers, "each answer that counts is there once");
        assert!(results("people").await.raters.is_empty());

        for file in ["export.json", "answers.csv", "methods.txt"] {
            let path = format!("/api/studies/{}/{file}?population=simulated", id.0);
            let answer = server.client.get(&path).await;
            assert_eq!(answer.status, 200, "{file}");
            assert!(!answer.text().contains(&view.link.0), "{file} tells the participants' link");
        }
        server.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stopped_raters_answer_nothing_more() {
    let folder = tempfile::tempdir().expect("a folder");
    in_time("the study", async {
        let server = Server::start(folder.path()).await;
        let run = finished_run(&server).await;
        let (id, _) = study(&server, &config(&server, &run).await, "open").await;
        let mix: Mix = "honest:1".parse().expect("a mix");
        let client = client(&server).await;
        let crowd = RaterGroup { client, study: id, rules: mix.of(50, 1), seed: 1, concurrency: 1 };
        let pace = tokio::task::spawn_blocking(move || {
            let stop = AtomicBool::new(false);
            answer_all(&crowd, &stop, &|_| stop.store(true, Ordering::Release)).expect("no error")
        });
        let pace = pace.await.expect("no panic");
        assert_eq!(pace.raters, 0);
        assert!(pace.waits.len() < 10, "practice and one answer: {}", pace.waits.len());
        server.stop().await;
    })
    .await;
}
