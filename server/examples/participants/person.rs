//! A participant who answers by the number of the question, as a browser does.

use anyhow::{Context, Result};
use serde_json::json;
use server::simulate::Client;
use wire::study::config::Scale;
use wire::study::quiz::{AnswerResponse, Question, QuestionTask, QuizState};

/// Someone with a browser.
pub struct Person {
    cookie: String,
    state: QuizState,
}

impl Person {
    /// Joins, marked as simulated.
    pub fn join(client: &Client, link: &str) -> Result<Self> {
        let arrival = json!({ "token": "", "participant": "", "study": "", "session": "" });
        let joining = json!({
            "link": link, "arrival": arrival, "language": "en", "consent_version": 1, "viewport": [390, 844],
            "simulated": "load",
        });
        let told = client.call("quiz_join", &json!({ "joining": joining }), "")?;
        Ok(Self { cookie: told.cookie.context("no key came")?, state: told.value })
    }

    /// The current question; `None` when all are answered.
    pub fn question(&self) -> Option<&Question> {
        match &self.state {
            QuizState::Question(question) => Some(question),
            _ => None,
        }
    }

    /// Answers the current question. Returns the acknowledged assignment and value.
    pub fn answer(&mut self, client: &Client, link: &str) -> Result<Option<(u64, i32)>> {
        let Some(question) = self.question() else { return Ok(None) };
        let (assignment, value) = (question.assignment, value(question));
        let given = json!({
            "assignment": assignment, "value": value, "response_ms": 1500, "focus_losses": 0, "viewport": [390, 844],
        });
        let told =
            client.call::<AnswerResponse>("quiz_answer", &json!({ "link": link, "given": given }), &self.cookie)?;
        self.state = told.value.state;
        Ok(Some((assignment, value)))
    }
}

/// A value that can be recomputed from the question alone.
fn value(question: &Question) -> i32 {
    let points = match question.task {
        QuestionTask::Similarity { scale: Scale::NinePoint } => 9,
        _ => 5,
    };
    (question.assignment % points) as i32 + 1
}
