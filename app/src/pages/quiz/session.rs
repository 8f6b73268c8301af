//! A participant's session: their state, the page's texts, and the answer being stored.

use crate::api::ApiError;
use crate::api::quiz::{answer_quiz, get_quiz, join_quiz, prepare_quiz};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_model::backoff;
use view_model::quiz::arrival::query;
use view_model::quiz::delivery::{Delivery, Failure, PATIENCE, Remedy};
use view_model::quiz::screen::Screen;
use view_model::quiz::words::Words;
use wire::study::quiz::{
    AnswerResponse, Feedback, JoinRequest, LinkParameters, Question, Quiz, QuizLink, QuizState, SubmittedAnswer,
};

/// The study and the parameters of its link.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// The study.
    pub link: QuizLink,
    /// Parameters of the link.
    pub arrival: LinkParameters,
    /// The requested language.
    pub language: Option<String>,
}

impl Address {
    /// Loads the quiz.
    pub async fn ask(self) -> Result<Quiz, ApiError> {
        get_quiz(self.link, self.arrival, self.language).await
    }
}

/// Whether the last answer is saved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// There is none.
    #[default]
    Nothing,
    /// It is being sent.
    UnderWay,
    /// It could not be stored yet; it is sent again.
    Waiting,
    /// It is stored.
    Stored,
    /// It was refused as too fast; the question is still due.
    TooFast,
}

/// Why joining failed.
pub enum JoinError {
    /// The server refused or could not be reached.
    Api(ApiError),
    /// The browser keeps no cookies, so it could not identify the participant.
    NoCookies,
}

impl From<ApiError> for JoinError {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

/// A participant's session. Copies share its state.
#[derive(Clone, Copy)]
pub struct Session {
    address: StoredValue<Address>,
    languages: StoredValue<Vec<(String, String)>>,
    /// The language of the texts.
    pub language: RwSignal<String>,
    words: StoredValue<Words>,
    /// The participant's state.
    pub state: RwSignal<QuizState>,
    /// Whether the participant declined.
    pub has_left: RwSignal<bool>,
    /// The assignment whose instructions were read.
    pub begun: RwSignal<Option<u64>>,
    /// Feedback on a practice answer.
    pub feedback: RwSignal<Option<Feedback>>,
    /// Whether the last answer is saved.
    pub saving: RwSignal<Saving>,
    /// The state after the feedback.
    after: StoredValue<Option<QuizState>>,
    delivery: StoredValue<Delivery>,
    has_moved: StoredValue<bool>,
}

impl Session {
    /// Starts a session with a quiz from the server.
    pub fn new(address: Address, quiz: Quiz) -> Self {
        let session = Self {
            address: StoredValue::new(address),
            languages: StoredValue::new(quiz.languages),
            language: RwSignal::new(quiz.language),
            words: StoredValue::new(Words(quiz.texts)),
            state: RwSignal::new(quiz.state),
            has_left: RwSignal::new(false),
            begun: RwSignal::new(None),
            feedback: RwSignal::new(None),
            saving: RwSignal::new(Saving::Nothing),
            after: StoredValue::new(None),
            delivery: StoredValue::new(Delivery::default()),
            has_moved: StoredValue::new(false),
        };
        session.listen();
        session
    }

    /// The text of a key.
    pub fn say(self, key: &str) -> String {
        self.words.with_value(|words| words.say(key))
    }

    /// The text of a key with values filled in.
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        self.words.with_value(|words| words.fill(key, values))
    }

    /// Reads the texts.
    pub fn with_words<T>(self, read: impl FnOnce(&Words) -> T) -> T {
        self.words.with_value(read)
    }

    /// Languages to choose from: tag, native name, address of the quiz.
    pub fn languages(self) -> Vec<(String, String, String)> {
        let address = |tag: &str| self.address.with_value(|address| query(&address.arrival, tag));
        self.languages.get_value().into_iter().map(|(tag, name)| (tag.clone(), name, address(&tag))).collect()
    }

    /// The current screen.
    pub fn screen(self) -> Screen {
        self.state.with(|state| Screen::of(state, self.has_left.get(), self.begun.get()))
    }

    /// The current question.
    pub fn question(self) -> Option<Question> {
        self.state.with_untracked(|state| match state {
            QuizState::Question(question) => Some((**question).clone()),
            _ => None,
        })
    }

    /// Whether the participant has left the first screen.
    pub fn has_moved(self) -> bool {
        self.has_moved.get_value()
    }

    /// Changes the screen.
    pub fn go(self, change: impl FnOnce(Self)) {
        self.has_moved.set_value(true);
        change(self);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Joins with consent to a version of the text. If another tab has joined meanwhile, continues its session.
    pub async fn join(self, consent_version: u32) -> Result<(), JoinError> {
        let quiz = self.address().ask().await?;
        if !matches!(quiz.state, QuizState::Consent { .. }) {
            self.adopt(quiz);
            return Ok(());
        }
        let Address { link, arrival, .. } = self.address();
        if !prepare_quiz(link.clone()).await? && !prepare_quiz(link.clone()).await? {
            return Err(JoinError::NoCookies);
        }
        let language = self.language.get_untracked();
        let joining = JoinRequest { link, arrival, language, consent_version, viewport: viewport(), simulated: None };
        match join_quiz(joining).await {
            Ok(state) => self.go(|session| session.state.set(state)),
            Err(error) => self.turned_away(error).await?,
        }
        Ok(())
    }

    /// Shows why nobody can join now, if that is the reason; otherwise returns the error.
    async fn turned_away(self, error: ApiError) -> Result<(), JoinError> {
        if !matches!(error, ApiError::Conflict(_)) {
            return Err(error.into());
        }
        let quiz = self.address().ask().await?;
        if matches!(quiz.state, QuizState::Consent { .. }) {
            return Err(error.into());
        }
        self.adopt(quiz);
        Ok(())
    }

    /// Loads the participant's state again, for example when pictures do not load.
    pub fn look(self) {
        spawn_local(async move {
            if let Ok(quiz) = self.address().ask().await
                && self.state.try_with_untracked(|state| *state != quiz.state) == Some(true)
            {
                self.adopt(quiz);
            }
        });
    }

    /// Stores an answer, unless another one is being stored.
    pub fn give(self, given: SubmittedAnswer) {
        if self.delivery.try_update_value(|delivery| delivery.hold(given)) == Some(true) {
            self.send();
        }
    }

    /// Continues after feedback.
    pub fn go_on(self) {
        if let Some(state) = self.after.try_update_value(Option::take).flatten() {
            self.go(|session| {
                session.feedback.set(None);
                session.state.set(state);
            });
        }
    }

    fn address(self) -> Address {
        let language = Some(self.language.get_untracked());
        Address { language, ..self.address.get_value() }
    }

    fn adopt(self, quiz: Quiz) {
        self.words.set_value(Words(quiz.texts));
        self.language.set(quiz.language);
        self.feedback.set(None);
        self.go(|session| session.state.set(quiz.state));
    }

    /// Sends a kept answer once the network is back, and warns before the page is left with one.
    fn listen(self) {
        let online = window_event_listener(ev::online, move |_| self.send());
        let leaving = window_event_listener(ev::beforeunload, move |event| {
            if self.delivery.with_value(Delivery::is_held) {
                event.prevent_default();
            }
        });
        on_cleanup(move || {
            online.remove();
            leaving.remove();
        });
    }

    fn send(self) {
        let Some((given, attempt)) = self.delivery.try_update_value(Delivery::begin).flatten() else { return };
        if attempt == 1 {
            self.saving.set(Saving::UnderWay);
        }
        set_timeout(move || self.failed(attempt, None), PATIENCE);
        spawn_local(async move {
            match answer_quiz(self.address().link, given).await {
                Ok(answered) => self.stored(given.assignment, answered),
                Err(error) => self.failed(attempt, Some(&error)),
            }
        });
    }

    fn stored(self, assignment: u64, answered: AnswerResponse) {
        if self.delivery.try_update_value(|delivery| delivery.stored(assignment)) != Some(true) {
            return;
        }
        self.saving.set(Saving::Stored);
        if answered.feedback.is_some() {
            self.after.set_value(Some(answered.state));
            self.feedback.set(answered.feedback);
        } else {
            self.go(|session| session.state.set(answered.state));
        }
    }

    fn failed(self, attempt: u32, error: Option<&ApiError>) {
        let failure = failure(error);
        match self.delivery.try_update_value(|delivery| delivery.failed(attempt, failure)) {
            Some(Remedy::Retry(attempt)) => {
                self.saving.set(Saving::Waiting);
                set_timeout(move || self.send(), backoff::delay(attempt, js_sys::Math::random()));
            }
            Some(Remedy::Ask) => self.ask_again(),
            Some(Remedy::Nothing) | None => {}
        }
    }

    /// Loads the participant's state, after the server refused the answer.
    fn ask_again(self) {
        spawn_local(async move {
            match self.address().ask().await {
                Ok(quiz) => {
                    let asked = self.delivery.with_value(Delivery::question);
                    self.delivery.update_value(Delivery::drop_held);
                    // A refusal while the question is still due means too fast; the choice stays.
                    if matches!(&quiz.state, QuizState::Question(due) if asked == Some(due.assignment)) {
                        return self.saving.set(Saving::TooFast);
                    }
                    self.saving.set(Saving::Nothing);
                    self.adopt(quiz);
                }
                Err(_) => {
                    self.saving.set(Saving::Waiting);
                    set_timeout(move || self.send(), backoff::delay(4, js_sys::Math::random()));
                }
            }
        });
    }
}

/// Width and height of the page, in CSS pixels.
pub fn viewport() -> [u32; 2] {
    let length = |side: Result<wasm_bindgen::JsValue, _>| side.ok().and_then(|side| side.as_f64()).unwrap_or(0.0);
    [length(window().inner_width()) as u32, length(window().inner_height()) as u32]
}

fn failure(error: Option<&ApiError>) -> Failure {
    match error {
        None | Some(ApiError::Transport(_) | ApiError::Internal) => Failure::Lost,
        Some(
            ApiError::NotFound(_)
            | ApiError::Conflict(_)
            | ApiError::SignedOut
            | ApiError::Forbidden(_)
            | ApiError::Invalid(_),
        ) => Failure::Refused,
    }
}
