//! A study from a finished run to results, over HTTP as pages ask.

use crate::support::study::{Browser, config, finished_run, question, results, study, through};
use crate::support::{Server, in_time};
use serde_json::json;
use std::collections::BTreeSet;
use std::time::Duration;
use wire::study::Population;
use wire::study::config::{Recruiting, StopRule, StudyConfig, Task, TaskConfig};
use wire::study::quiz::{AnswerResponse, QuizState};
use wire::study::results::StudyResults;
use wire::study::summary::{StudyCheck, StudyView};

#[tokio::test(flavor = "multi_thread")]
async fn from_a_run_to_results_and_back() {
    in_time("a study", async {
        let data = tempfile::tempdir().expect("a folder");
        let server = Server::start(data.path()).await;
        let client = server.client;
        let run = finished_run(&server).await;
        let config = config(&server, &run).await;

        // A draft lets nobody in but researchers who try it.
        let (id, view) = study(&server, &config, "draft").await;
        let link = view.link.0.as_str();
        let mut guest = Browser::default();
        assert_eq!(guest.quiz(&client, link).await.state, QuizState::Closed);
        assert_eq!(guest.join(&client, link, json!({})).await.status, 409);
        let mut researcher = Browser { cookie: client.cookie.into(), ..Browser::default() };
        let preview = json!({ "arrival": { "is_preview": true } });
        assert_eq!(Browser::default().join(&client, link, preview.clone()).await.status, 403, "nobody is a researcher");
        let answer = researcher.join(&client, link, preview).await;
        assert_eq!(answer.status, 200, "{}", answer.text());

        client.call("set_study_state", &json!({ "id": id, "state": "open" })).await;
        let consent = guest.quiz(&client, link).await;
        assert!(
            matches!(consent.state, QuizState::Consent { version: 1, questions, .. } if questions > 8),
            "{consent:?}"
        );
        assert_eq!(guest.join(&client, link, json!({ "consent_version": 2 })).await.status, 409, "another text");
        let answer = guest.join(&client, link, json!({})).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let first = question(answer.json());
        assert!(first.is_practice && first.begins_task);

        // The same question until it is answered; one answer counts; nobody else's browser can give it.
        assert_eq!(question(guest.quiz(&client, link).await.state), first);
        assert_eq!(guest.answer(&client, link, &first, 7).await.status, 422, "there is no such answer");
        let mut stranger = Browser::default();
        assert_eq!(stranger.answer(&client, link, &first, 1).await.status, 409);
        let stored: AnswerResponse = guest.answer(&client, link, &first, 1).await.json();
        let again: AnswerResponse = guest.answer(&client, link, &first, 0).await.json();
        assert_eq!(again.state, stored.state);

        let (completion, withdrawal) = through(&mut guest, &client, link, stored.state).await;
        let (again, _) = through(&mut guest.clone(), &client, link, guest.quiz(&client, link).await.state).await;
        assert_eq!(again, completion, "whoever comes back finds the same codes");

        let found = results(&server, &id, Population::People).await;
        assert_eq!(found.raters.len(), 1, "the preview is nobody");
        assert_eq!(found.raters[0].attention, [3, 3]);
        assert_eq!(found.tasks.len(), 3);
        assert_eq!(found.tasks[1].clones.score.raw.percent, Some(100.0));
        let unchanged = json!({
            "id": id, "population": "people", "screening": found.screening, "revision": found.revision,
        });
        assert_eq!(client.call("study_results", &unchanged).await.json::<Option<StudyResults>>(), None);

        for (file, beginning) in [("answers.csv", "study,"), ("export.json", "{"), ("methods.txt", "")] {
            let answer = client.get(&format!("/api/studies/{}/{file}", id.0)).await;
            assert_eq!(answer.status, 200, "{file}");
            assert!(answer.text().starts_with(beginning), "{file}: {}", answer.text());
            assert!(!answer.text().contains(&withdrawal) && !answer.text().contains(&guest.cookie[10..]), "{file}");
        }

        // Taken back by the code; a second time there is nothing left.
        let removed: u32 = client.call("quiz_withdraw", &json!({ "code": withdrawal.to_lowercase() })).await.json();
        assert!(removed > 8, "{removed}");
        assert_eq!(client.call("quiz_withdraw", &json!({ "code": "nobody's" })).await.status, 404);
        assert_eq!(guest.quiz(&client, link).await.state, QuizState::Withdrawn);
        assert!(results(&server, &id, Population::People).await.raters.is_empty());
        server.stop().await;

        // All of it is there after a restart.
        let server = Server::start(data.path()).await;
        assert_eq!(guest.quiz(&server.client, link).await.state, QuizState::Withdrawn);
        server.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn invalid_studies_are_reported_by_field_and_simulated_raters_stay_apart() {
    in_time("a study", async {
        let data = tempfile::tempdir().expect("a folder");
        let server = Server::start(data.path()).await;
        let client = server.client;
        let run = finished_run(&server).await;
        let good = config(&server, &run).await;

        let mut bad = good.clone();
        (bad.name, bad.targets) = (" ".into(), vec!["nobody".into()]);
        bad.tasks[2].task = Task::Recognition { candidates: 9 };
        bad.consent.remove("ja");
        let checked: StudyCheck = client.call("check_study", &json!({ "config": bad })).await.json();
        let fields: BTreeSet<&str> = checked.problems.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(fields, ["consent.ja", "name", "targets"].into(), "{:?}", checked.problems);
        assert_eq!(client.call("create_study", &json!({ "config": bad })).await.status, 422);
        (bad.name, bad.targets, bad.consent) = (good.name.clone(), Vec::new(), good.consent.clone());
        let checked: StudyCheck = client.call("check_study", &json!({ "config": bad })).await.json();
        assert_eq!(checked.problems[0].field, "tasks[2].task", "{:?}", checked.problems);

        let single = StudyConfig { recruiting: Recruiting::Tokens { count: 2 }, ..good };
        let (id, view) = study(&server, &single, "open").await;
        let link = view.link.0.as_str();
        let mut robot = Browser::default();
        let with = |token: &str| json!({ "arrival": { "token": token }, "simulated": "honest" });
        assert_eq!(robot.quiz(&client, link).await.state, QuizState::NoEntry);
        assert_eq!(robot.join(&client, link, with("0000")).await.status, 409);
        let answer = robot.join(&client, link, with(&view.unused_tokens[0])).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let mut second = Browser::default();
        assert_eq!(second.join(&client, link, with(&view.unused_tokens[0])).await.status, 409, "it was used");
        through(&mut robot, &client, link, answer.json()).await;
        assert!(results(&server, &id, Population::People).await.raters.is_empty());
        let simulated = results(&server, &id, Population::Simulated).await;
        assert_eq!(simulated.raters[0].simulated.as_deref(), Some("honest"));
        server.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn joining_again_after_a_lost_reply_is_no_second_joining() {
    in_time("a study", async {
        let data = tempfile::tempdir().expect("a folder");
        let server = Server::start(data.path()).await;
        let client = server.client;
        let run = finished_run(&server).await;
        let (id, view) = study(&server, &config(&server, &run).await, "open").await;
        let link = view.link.0.as_str();
        let mut person = Browser::default();
        for has_key in [false, true] {
            let told: bool = person.call(&client, "quiz_key", &json!({ "link": link })).await.json();
            assert_eq!(told, has_key, "{}", person.cookie);
        }
        let key = person.cookie.clone();
        let first: QuizState = person.join(&client, link, json!({})).await.json();
        // As if nothing had been heard of it: only the key from before is there.
        person.cookie = key;
        let again: QuizState = person.join(&client, link, json!({})).await.json();
        assert_eq!(first, again);
        let view: StudyView = server.client.call("study", &json!({ "id": id })).await.json();
        let joined: Vec<_> = view.summary.participants.iter().map(|crowd| crowd.joined).collect();
        assert_eq!(joined.iter().sum::<u32>(), 1, "{joined:?}");

        let mut forger = Browser { cookie: format!("effigy-{link}=x"), ..Browser::default() };
        assert_eq!(forger.join(&client, link, json!({})).await.status, 200);
        assert!(!forger.cookie.ends_with("=x"), "a key is not what anybody makes up: {}", forger.cookie);
        server.stop().await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_study_that_has_enough_lets_nobody_in() {
    in_time("studies", async {
        let data = tempfile::tempdir().expect("a folder");
        let server = Server::start(data.path()).await;
        let client = server.client;
        let run = finished_run(&server).await;
        let config = config(&server, &run).await;
        // Four clones, two for each participant: two participants give every item a vote. The same answers throughout
        // leave an interval no width.
        for stop in [StopRule::Votes { votes: 1 }, StopRule::Width { half_width: 5.0 }] {
            // Shares have an interval by Wilson's rule, which few answers leave wide.
            let is_wanted = |block: &TaskConfig| {
                matches!((stop, block.task), (StopRule::Votes { .. }, _) | (_, Task::Similarity { .. }))
            };
            let tasks = config.tasks.iter().copied().filter(is_wanted).collect();
            let (_, view) = study(&server, &StudyConfig { stop, tasks, ..config.clone() }, "open").await;
            let link = view.link.0.as_str();
            for _ in 0..2 {
                let mut person = Browser::default();
                let answer = person.join(&client, link, json!({})).await;
                assert_eq!(answer.status, 200, "{stop:?}: {}", answer.text());
                through(&mut person, &client, link, answer.json()).await;
            }
            // Widths are looked at every few seconds.
            let mut late = Browser::default();
            while late.quiz(&client, link).await.state != QuizState::Closed {
                tokio::time::sleep(Duration::from_millis(500)).await;
            }
            assert_eq!(late.join(&client, link, json!({})).await.status, 409, "{stop:?}");
        }
        server.stop().await;
    })
    .await;
}
