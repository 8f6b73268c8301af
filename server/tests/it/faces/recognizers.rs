//! Recognizers that a workspace keeps, from a run's files into another run.

use super::report;
use crate::support::cast::done;
use crate::support::client::{Answer, Client};
use crate::support::{Server, tiny};
use serde_json::json;
use view_model::paths;
use wire::faces::{FacesOverview, RecognizerId};
use wire::run::{ConfigCheck, RunId};

/// One whose weights are wanted, as a run's files describe it.
pub async fn added(by: Client, name: &str, description: &str) -> RecognizerId {
    let new = json!({
        "name": name, "file": null, "description": description, "authorised_by": "Ada Lovelace, DPO", "basis": "contract",
    });
    done(by, "add_recognizer", json!({ "new": new })).await
}

pub async fn put_weights(by: Client, id: &RecognizerId, weights: &[u8]) -> Answer {
    by.send("PUT", &format!("/api/recognizers/{}/weights", id.0), &[], weights).await
}

/// A recognizer of a run: its description and its weights.
pub async fn of_run(client: Client, run: &RunId, name: &str) -> (String, Vec<u8>) {
    let description = client.get(&paths::file(run, &format!("recognizers/{name}.json"))).await.text().to_owned();
    (description, client.get(&paths::file(run, &format!("recognizers/{name}.safetensors"))).await.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recognizer_that_was_sent_is_attacked_and_only_the_one_described_is_taken() {
    let data = tempfile::tempdir().expect("a folder");
    let server = Server::start(data.path()).await;
    let client = server.client;
    let (run, first) = report(client, &tiny()).await;
    let (target, evaluation) = (of_run(client, &run, "target").await, of_run(client, &run, "evaluation").await);
    let id = added(client, "Gate", &target.0).await;
    let mut config = tiny();
    config.recognizers.kept_target = Some(id.clone());
    let early: ConfigCheck = client.call("check", &json!({ "config": config })).await.json();
    assert_eq!(early.problems[0].field, "recognizers.kept_target");

    for (what, weights) in [("another's", &evaluation.1[..]), ("half", &target.1[..1000]), ("none", b"x")] {
        let answer = put_weights(client, &id, weights).await;
        assert!(answer.status == 422 && answer.text().contains("SHA-256"), "{what}: {}", answer.text());
    }
    assert_eq!(put_weights(client, &id, &target.1).await.status, 200);
    assert_eq!(put_weights(client, &id, &target.1).await.status, 409, "it has them");
    let new =
        json!({ "name": "x", "file": null, "description": "{}", "authorised_by": "Ada Lovelace", "basis": "contract" });
    let answer = client.call("add_recognizer", &json!({ "new": new })).await;
    assert!(answer.status == 422 && answer.text().contains("description"), "{}", answer.text());

    let file = data.path().join("judge.safetensors");
    std::fs::write(&file, &evaluation.1).expect("written");
    std::fs::write(file.with_extension("json"), &evaluation.0).expect("written");
    let new = json!({ "name": "Judge", "file": file, "description": null, "authorised_by": "Ada Lovelace", "basis": "consent" });
    let judge: RecognizerId = done(client, "add_recognizer", json!({ "new": new })).await;
    config.recognizers.kept_evaluation = Some(judge.clone());
    let (_, second) = report(client, &config).await;
    assert_eq!(second.identities, first.identities, "the same recognizers, the same run");
    let authorised: Vec<_> = second.authorised.iter().map(|one| one.what.as_str()).collect();
    assert_eq!(authorised, ["the recognizer Gate", "the recognizer Judge"]);
    assert!(
        (second.recognizers.target.seconds, second.recognizers.evaluation.seconds) == (0.0, 0.0),
        "none was trained"
    );

    let () = done(client, "delete_recognizer", json!({ "id": judge })).await;
    let seen: FacesOverview = done(client, "faces", json!({})).await;
    let left: Vec<_> = seen.recognizers.iter().map(|one| (one.name.as_str(), one.is_whole, one.classes)).collect();
    assert_eq!(left, [("Gate", true, 3)]);
    let copy = data.path().join("cache/recognizers").join(format!("kept-{}", id.0));
    assert!(copy.is_dir());
    let () = done(client, "delete_recognizer", json!({ "id": id })).await;
    assert!(!copy.exists(), "this machine forgets it as well");
    server.stop().await;
}
