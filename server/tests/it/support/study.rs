//! Studies of finished runs, and those who take part, over HTTP as pages ask.

use super::client::{Answer, Client};
use super::{Server, in_time, tiny};
use serde_json::{Value, json};
use std::time::Duration;
use wire::run::{RunId, RunState};
use wire::study::config::{Controls, Limits, NaturalnessForm, Scale, StudyConfig, Task, TaskConfig};
use wire::study::quiz::{AnswerResponse, Question, QuestionTask, Quiz, QuizState};
use wire::study::results::StudyResults;
use wire::study::summary::{NewStudyDefaults, StudyView};
use wire::study::{Population, StudyId};

/// A server with an open study of a run.
pub struct Open {
    pub server: Server,
    pub id: StudyId,
    pub view: StudyView,
    /// Gone with it.
    _data: tempfile::TempDir,
}

impl Open {
    /// Runs a scenario on the usual study with one change.
    pub async fn run_with(change: impl FnOnce(StudyConfig) -> StudyConfig, scenario: impl AsyncFnOnce(&Self)) {
        in_time("a study", async {
            let data = tempfile::tempdir().expect("a folder");
            let server = Server::start(data.path()).await;
            let run = finished_run(&server).await;
            let (id, view) = study(&server, &change(config(&server, &run).await), "open").await;
            let open = Self { server, id, view, _data: data };
            scenario(&open).await;
            open.server.stop().await;
        })
        .await;
    }

    pub fn link(&self) -> &str {
        &self.view.link.0
    }
}

/// Someone with a browser.
#[derive(Clone, Default)]
pub struct Browser {
    pub cookie: String,
    /// What a proxy on this machine says of where it is.
    pub proxied: Option<&'static str>,
}

impl Browser {
    pub async fn call(&mut self, client: &Client, function: &str, arguments: &Value) -> Answer {
        let origin = client.origin();
        let mut headers =
            vec![("Content-Type", "application/json"), ("Accept", "application/json"), ("Origin", &*origin)];
        if !self.cookie.is_empty() {
            headers.push(("Cookie", &self.cookie));
        }
        headers.extend(self.proxied.map(|network| ("X-Forwarded-For", network)));
        // Participants are nobody in particular.
        let client = Client { cookie: "", ..*client };
        let answer = client.ask("POST", &format!("/api/fn/{function}"), &headers, &arguments.to_string()).await;
        if let Some(cookie) = answer.header("set-cookie") {
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            self.cookie = cookie.split(';').next().expect("a pair").into();
        }
        answer
    }

    pub async fn quiz(&mut self, client: &Client, link: &str) -> Quiz {
        let answer = self.call(client, "quiz", &json!({ "link": link, "arrival": {}, "language": null })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub async fn join(&mut self, client: &Client, link: &str, more: Value) -> Answer {
        let mut joining = json!({
            "link": link, "arrival": { "token": "", "participant": "", "study": "", "session": "" }, "language": "en",
            "consent_version": 1, "viewport": [360, 640],
        });
        for (key, value) in more.as_object().expect("an object") {
            joining[key] = value.clone();
        }
        self.call(client, "quiz_join", &json!({ "joining": joining })).await
    }

    pub async fn answer(&mut self, client: &Client, link: &str, question: &Question, value: i32) -> Answer {
        self.answer_after(client, link, question, value, 900).await
    }

    /// Answers, as the page says, so long after the pictures.
    pub async fn answer_after(
        &mut self,
        client: &Client,
        link: &str,
        question: &Question,
        value: i32,
        response_ms: u32,
    ) -> Answer {
        let given = json!({
            "assignment": question.assignment, "value": value, "response_ms": response_ms, "focus_losses": 0,
            "viewport": [360, 640],
        });
        self.call(client, "quiz_answer", &json!({ "link": link, "given": given })).await
    }
}

pub async fn finished_run(server: &Server) -> RunId {
    let id = server.client.start(&tiny()).await;
    loop {
        let answer = server.client.call("live_state", &json!({ "id": id })).await;
        let state: wire::live::LiveState = answer.json();
        if state.run.state.is_over() {
            assert_eq!(state.run.state, RunState::Finished, "{:?}", state.run.problem);
            return id;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

pub async fn config(server: &Server, run: &RunId) -> StudyConfig {
    let answer = server.client.call("new_study_defaults", &json!({ "run": run })).await;
    let defaults: NewStudyDefaults = answer.json();
    let controls = Controls { seed: 1, repeats: 1, attention: 1, ..Controls::default() };
    let block = |task| TaskConfig { task, items: 2, controls };
    let tasks = vec![
        block(Task::Naturalness { form: NaturalnessForm::RealOrFake { flash_ms: None } }),
        block(Task::Similarity { scale: Scale::FivePoint }),
        block(Task::Recognition { candidates: 2 }),
    ];
    // Nobody in these scenarios looks at a picture.
    let limits = Limits { fastest_answer_ms: 0, ..Limits::default() };
    StudyConfig { tasks, limits, ..defaults.config }
}

pub async fn study(server: &Server, config: &StudyConfig, state: &str) -> (StudyId, StudyView) {
    let answer = server.client.call("create_study", &json!({ "config": config })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let id: StudyId = answer.json();
    if state != "draft" {
        let answer = server.client.call("set_study_state", &json!({ "id": id, "state": state })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let answer = server.client.call("study", &json!({ "id": id })).await;
    (id, answer.json())
}

pub fn question(state: QuizState) -> Question {
    match state {
        QuizState::Question(question) => *question,
        other => panic!("no question but {other:?}"),
    }
}

/// A right answer to checks, else the highest.
pub fn highest(question: &Question) -> i32 {
    question.instructed.unwrap_or(match question.task {
        QuestionTask::Similarity { .. } => 5,
        QuestionTask::Recognition
        | QuestionTask::Naturalness { .. }
        | QuestionTask::Pairwise
        | QuestionTask::SamePerson => 1,
    })
}

/// Answers everything; the codes.
pub async fn through(browser: &mut Browser, client: &Client, link: &str, mut state: QuizState) -> (String, String) {
    for _ in 0..200 {
        match state {
            QuizState::Done { completion_code, withdrawal_code, .. } => return (completion_code, withdrawal_code),
            _ => {
                let question = question(state);
                let answer = browser.answer(client, link, &question, highest(&question)).await;
                assert_eq!(answer.status, 200, "{}", answer.text());
                let answered: AnswerResponse = answer.json();
                assert_eq!(answered.feedback.is_some(), question.is_practice);
                state = answered.state;
            }
        }
    }
    panic!("a quiz without end");
}

pub async fn results(server: &Server, id: &StudyId, population: Population) -> StudyResults {
    let screening = wire::study::results::ScreeningConfig::default();
    let arguments = json!({ "id": id, "population": population, "screening": screening, "revision": null });
    let answer = server.client.call("study_results", &arguments).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json::<Option<StudyResults>>().expect("results")
}
