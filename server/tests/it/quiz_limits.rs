//! What a study does not take: answers faster than anyone can look, questions out of order, answers after it was
//! closed, more people from one network than it lets in; and how pictures are sent, so that half of one is known as
//! such.

use crate::support::client::Client;
use crate::support::study::{Browser, Open, highest, question, results, through};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::time::Duration;
use wire::study::Population;
use wire::study::config::{Limits, StopRule, StudyConfig};
use wire::study::quiz::{AnswerResponse, QuizState};
use wire::study::summary::StudyView;

/// Answers a question and returns the message of the refusal, which must be a conflict.
async fn refused(browser: &mut Browser, client: &Client, link: &str, state: &QuizState, response_ms: u32) -> String {
    let question = question(state.clone());
    let answer = browser.answer_after(client, link, &question, highest(&question), response_ms).await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    answer.text().to_owned()
}

/// Past practice, which no limit is for.
async fn past_practice(browser: &mut Browser, client: &Client, link: &str, mut state: QuizState) -> QuizState {
    while question(state.clone()).is_practice {
        let question = question(state);
        let answer = browser.answer(client, link, &question, highest(&question)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        state = answer.json::<AnswerResponse>().state;
    }
    state
}

#[tokio::test(flavor = "multi_thread")]
async fn made_up_people_fill_no_study_and_are_reported() {
    Open::run_with(
        |config| {
            let limits = Limits { fastest_answer_ms: 1000, ..Limits::default() };
            StudyConfig { limits, stop: StopRule::Votes { votes: 1 }, ..config }
        },
        async |open| {
            let (client, link) = (open.server.client, open.link());
            for _ in 0..8 {
                let mut nobody = Browser::default();
                let state = nobody.join(&client, link, json!({})).await.json();
                let state = past_practice(&mut nobody, &client, link, state).await;
                let told = refused(&mut nobody, &client, link, &state, 900).await;
                assert!(told.contains("within 1000 ms") && told.contains("answer the question again"), "{told}");
                assert_eq!(nobody.quiz(&client, link).await.state, state, "the question is still due");
                // What a page says of its time is not all there is to it.
                refused(&mut nobody, &client, link, &state, 60_000).await;
            }
            let found = results(&open.server, &open.id, Population::People).await;
            assert!(found.raters.is_empty(), "{:?}", found.raters);
            let view: StudyView = client.call("study", &json!({ "id": open.id })).await.json();
            assert_eq!(view.votes[0], (Population::People, [0, 0]), "what was given out is no vote");
            assert!(
                found.held_back[0].starts_with("16 answers by 8 participants were refused"),
                "{:?}",
                found.held_back
            );
            let methods = client.get(&format!("/api/studies/{}/methods.txt", open.id.0)).await;
            assert!(methods.text().contains("16 answers by 8 participants"), "{}", methods.text());

            // There is room for a person, who looks.
            let mut person = Browser::default();
            let answer = person.join(&client, link, json!({})).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            let state = past_practice(&mut person, &client, link, answer.json()).await;
            tokio::time::sleep(Duration::from_millis(1100)).await;
            let question = question(state);
            assert_eq!(person.answer_after(&client, link, &question, highest(&question), 1050).await.status, 200);
            assert_eq!(results(&open.server, &open.id, Population::People).await.raters.len(), 1);

            // Programs that say so are fast, and stay apart.
            let mut robot = Browser::default();
            let state = robot.join(&client, link, json!({ "simulated": "honest" })).await.json();
            through(&mut robot, &client, link, state).await;
            assert!(results(&open.server, &open.id, Population::Simulated).await.held_back.is_empty());
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_are_answered_in_their_order_and_a_closed_study_takes_no_answer() {
    Open::run_with(
        |config| config,
        async |open| {
            let (client, link) = (open.server.client, open.link());
            let mut person = Browser::default();
            let state: QuizState = person.join(&client, link, json!({})).await.json();
            let state = past_practice(&mut person, &client, link, state).await;
            let first = question(state.clone());
            let answer = person.answer(&client, link, &first, highest(&first)).await.json::<AnswerResponse>();
            let mut next = question(answer.state);
            let due = next.clone();
            next.assignment += 1;
            let answer = person.answer(&client, link, &next, highest(&due)).await;
            assert_eq!(answer.status, 409, "{}", answer.text());
            assert!(answer.text().contains("not due yet"), "{}", answer.text());

            client.call("set_study_state", &json!({ "id": open.id, "state": "closed" })).await;
            let told = refused(&mut person, &client, link, &QuizState::Question(Box::new(due.clone())), 900).await;
            assert!(told.contains("the study was closed"), "{told}");
            let again = person.answer(&client, link, &first, highest(&first)).await;
            assert_eq!(again.status, 200, "what was stored is told as stored: {}", again.text());
            let QuizState::Ended { withdrawal_code, completion_code, is_code_asked_for } =
                person.quiz(&client, link).await.state
            else {
                panic!("it ended")
            };
            assert!(!withdrawal_code.is_empty() && !completion_code.is_empty());
            assert!(!is_code_asked_for, "they came by an open link");
            let found = results(&open.server, &open.id, Population::People).await;
            assert_eq!(found.raters.iter().map(|rater| rater.answers).collect::<Vec<_>>(), [1]);

            client.call("set_study_state", &json!({ "id": open.id, "state": "open" })).await;
            let state = person.quiz(&client, link).await.state;
            assert_eq!(question(state.clone()), due, "opened again, it goes on");
            through(&mut person, &client, link, state).await;
            client.call("set_study_state", &json!({ "id": open.id, "state": "closed" })).await;
            let state = person.quiz(&client, link).await.state;
            assert!(matches!(state, QuizState::Done { .. }), "who was done stays so: {state:?}");
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_network_brings_no_more_than_the_limit_even_at_once() {
    Open::run_with(
        |config| {
            let limits = Limits { joins_per_network: 3, ..Limits::default() };
            StudyConfig { limits, ..config }
        },
        async |open| {
            let (client, link) = (open.server.client, open.link());
            let joining = (0..12).map(|_| async { Browser::default().join(&client, link, json!({})).await });
            let answers = futures_util::future::join_all(joining).await;
            assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 3);
            let told = answers.iter().find(|answer| answer.status == 409).expect("refused").text();
            assert!(told.contains("3 people have joined from your network within 10 minutes"), "{told}");
            let state = Browser::default().quiz(&client, link).await.state;
            assert!(matches!(state, QuizState::Crowded { minutes: 1..=10 }), "{state:?}");
            let found = results(&open.server, &open.id, Population::People).await;
            assert!(found.held_back[0].starts_with("9 times somebody was not let in"), "{:?}", found.held_back);

            // Another network, by a proxy on this machine; a program that says so.
            let mut elsewhere = Browser { proxied: Some("203.0.113.7"), ..Browser::default() };
            assert_eq!(elsewhere.join(&client, link, json!({})).await.status, 200);
            let answer = Browser::default().join(&client, link, json!({ "simulated": "honest" })).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
        },
    )
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_is_sent_with_its_length_and_its_hash_is_told_with_the_question() {
    Open::run_with(
        |config| config,
        async |open| {
            let (client, link) = (open.server.client, open.link());
            let state: QuizState = Browser::default().join(&client, link, json!({})).await.json();
            let question = question(state);
            assert!(!question.pictures.is_empty() && !question.next.is_empty());
            for picture in question.pictures.iter().chain(&question.next) {
                let answer = client.get(&picture.address).await;
                assert_eq!(answer.header("content-length"), Some(answer.body.len().to_string().as_str()));
                assert_eq!(picture.sha256, hex::encode(Sha256::digest(&answer.body)));
                let tag = answer.header("etag").expect("a tag").to_owned();
                let known = client.ask("GET", &picture.address, &[("If-None-Match", &tag)], "").await;
                assert_eq!((known.status, known.body.len()), (304, 0));
            }
        },
    )
    .await;
}
