//! Pictures of studies, and previews: who may see them, and until when.

use crate::support::cast::TestUsers;
use crate::support::client::Client;
use crate::support::study::{Browser, config, finished_run, study};
use crate::support::{Server, in_time};
use serde_json::json;
use wire::study::StudyId;
use wire::study::quiz::{Quiz, QuizState};

async fn preview(client: Client, link: &str) -> QuizState {
    let asked = json!({ "link": link, "arrival": { "is_preview": true }, "language": null });
    let answer = client.call("quiz", &asked).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json::<Quiz>().state
}

async fn set_state(server: &Server, id: &StudyId, state: &str) {
    let answer = server.client.call("set_study_state", &json!({ "id": id, "state": state })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

/// Joins as somebody who tries the quiz; the answer's status, and with which cookies to ask from then on.
async fn tried(client: Client, link: &str) -> (u16, Option<Client>) {
    let joining = json!({ "joining": {
        "link": link, "arrival": { "is_preview": true }, "language": "en", "consent_version": 1, "viewport": [360, 640],
    } });
    let answer = client.call("quiz_join", &joining).await;
    let key = answer.header("set-cookie").and_then(|cookie| cookie.split(';').next()).map(str::to_owned);
    let with = |key: String| Client { cookie: format!("{}; {key}", client.cookie).leak(), ..client };
    (answer.status, key.map(with))
}

#[tokio::test(flavor = "multi_thread")]
async fn pictures_of_a_study_are_for_everybody_only_while_people_answer() {
    in_time("a study", async {
        let data = tempfile::tempdir().expect("a folder");
        let (server, cast) = TestUsers::gathered(data.path()).await;
        let server = server.asked_by(cast.collaborator);
        let run = finished_run(&server).await;
        let config = config(&server, &run).await;
        let (id, view) = study(&server, &config, "draft").await;
        let (status, tries) = tried(cast.viewer, &view.link.0).await;
        assert_eq!(status, 200);
        let QuizState::Question(question) = preview(tries.expect("a key"), &view.link.0).await else {
            panic!("no question");
        };
        let picture = question.pictures.first().expect("a picture").clone();
        for (state, is_open) in [("draft", false), ("pilot", true), ("open", true), ("closed", false), ("open", true)] {
            if state != "draft" {
                set_state(&server, &id, state).await;
            }
            for (who, client) in cast.all() {
                let is_member = !["nobody", "stranger"].contains(&who);
                let expected = if is_open || is_member { 200 } else { 404 };
                let answer = client.get(&picture.address).await;
                assert_eq!(answer.status, expected, "{who} of a study in state {state}");
            }
        }
        server.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_draft_is_tried_by_members_of_its_workspace_alone() {
    in_time("a study", async {
        let data = tempfile::tempdir().expect("a folder");
        let (server, cast) = TestUsers::gathered(data.path()).await;
        let server = server.asked_by(cast.collaborator);
        let run = finished_run(&server).await;
        let config = config(&server, &run).await;
        let (_, view) = study(&server, &config, "draft").await;
        let link = view.link.0.as_str();
        for (who, client) in cast.all() {
            let is_member = !["nobody", "stranger"].contains(&who);
            let is_shown = matches!(preview(client, link).await, QuizState::Consent { .. });
            assert_eq!(is_shown, is_member, "{who}");
            assert_eq!(tried(client, link).await.0, if is_member { 200 } else { 403 }, "{who}");
        }
        // What a member began opens nothing once nobody is signed in.
        let (_, Some(tries)) = tried(cast.viewer, link).await else { panic!("no key") };
        assert!(matches!(preview(tries, link).await, QuizState::Question(_)));
        let key = tries.cookie.rsplit("; ").next().expect("a key");
        let signed_out = Client { cookie: key, ..tries };
        assert_eq!(preview(signed_out, link).await, QuizState::Closed);
        assert_eq!(Browser::default().join(&server.client, link, json!({})).await.status, 409);
        server.stop().await;
    })
    .await;
}
