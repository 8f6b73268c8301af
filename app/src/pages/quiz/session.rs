//! A participant's way through the quiz: where they stand, what the page says, and the answer that is being stored.

use super::delivery::{Delivery, PATIENCE, Remedy};
use crate::api::ApiError;
use crate::api::quiz::{answer_quiz, get_quiz, join_quiz, prepare_quiz};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use view_model::backoff;
use view_model::quiz::arrival::query;
use view_model::quiz::screen::Screen;
use view_model::quiz::words::Words;
use wire::study::quiz::{
    AnswerResponse, Feedback, JoinRequest, LinkParameters, Question, Quiz, QuizLink, QuizState, SubmittedAnswer,
};

/// The study and what its link carried.
#[derive(Clone, Debug, PartialEq)]
pub struct Address {
    /// The study.
    pub link: QuizLink,
    /// What the link carried.
    pub arrival: LinkParameters,
    /// The language wanted.
    pub language: Option<String>,
}

impl Address {
    /// The quiz as the participant finds it.
    pub async fn ask(self) -> Result<Quiz, ApiError> {
        get_quiz(self.link, self.arrival, self.language).await
    }
}

/// How the last answer fares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// There is none.
    #[default]
    Nothing,
    /// It is under way.
    UnderWay,
    /// It could not be stored yet.
    Waiting,
    /// It is stored.
    Stored,
    /// It came so fast that it was not taken; the question is still due.
    TooFast,
}

/// Why someone has not joined.
pub enum JoinError {
    /// The server said no, or nothing.
    Api(ApiError),
    /// The browser keeps no cookies, so that it would forget who answers.
    NoCookies,
}

impl From<ApiError> for JoinError {
    fn from(error: ApiError) -> Self {
        Self::Api(error)
    }
}

/// A participant's way. Copies are handles of the same one.
#[derive(Clone, Copy)]
pub struct Session {
    address: StoredValue<Address>,
    languages: StoredValue<Vec<(String, String)>>,
    /// The language of the texts.
    pub language: RwSignal<String>,
    words: StoredValue<Words>,
    /// Where the participant stands.
    pub state: RwSignal<QuizState>,
    /// Said no to the consent.
    pub has_left: RwSignal<bool>,
    /// The assignment whose instructions were read.
    pub begun: RwSignal<Option<u64>>,
    /// What is said of an answer in practice.
    pub feedback: RwSignal<Option<Feedback>>,
    /// How the last answer fares.
    pub saving: RwSignal<Saving>,
    /// Where the participant stands after the feedback.
    after: StoredValue<Option<QuizState>>,
    delivery: StoredValue<Delivery>,
    has_moved: StoredValue<bool>,
}

impl Session {
    /// Begins with a quiz as the server told it.
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

    /// Languages to choose from: tag, own name, address of the quiz in it.
    pub fn languages(self) -> Vec<(String, String, String)> {
        let address = |tag: &str| self.address.with_value(|address| query(&address.arrival, tag));
        self.languages.get_value().into_iter().map(|(tag, name)| (tag.clone(), name, address(&tag))).collect()
    }

    /// The screen that is due.
    pub fn screen(self) -> Screen {
        self.state.with(|state| Screen::of(state, self.has_left.get(), self.begun.get()))
    }

    /// The question before the participant.
    pub fn question(self) -> Option<Question> {
        self.state.with_untracked(|state| match state {
            QuizState::Question(question) => Some((**question).clone()),
            _ => None,
        })
    }

    /// Whether this is no more the first screen.
    pub fn has_moved(self) -> bool {
        self.has_moved.get_value()
    }

    /// Changes the screen.
    pub fn go(self, change: impl FnOnce(Self)) {
        self.has_moved.set_value(true);
        change(self);
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }

    /// Joins, having agreed to a version of the consent text. If another tab has joined meanwhile, its place is taken.
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

    /// Shows why nobody is let in now, if the server says so; else there is a mistake to tell.
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

    /// Asks the server where the participant stands, as when pictures do not come.
    pub fn look(self) {
        spawn_local(async move {
            if let Ok(quiz) = self.address().ask().await
                && self.state.try_with_untracked(|state| *state != quiz.state) == Some(true)
            {
                self.adopt(quiz);
            }
        });
    }

    /// Has an answer stored. Nothing happens while another one is.
    pub fn give(self, given: SubmittedAnswer) {
        if self.delivery.try_update_value(|delivery| delivery.hold(given)) == Some(true) {
            self.send();
        }
    }

    /// Goes on after feedback.
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

    /// What is kept is sent as soon as there is a network again; a page is not left without a word meanwhile.
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
        match self.delivery.try_update_value(|delivery| delivery.failed(attempt, error)) {
            Some(Remedy::Retry(attempt)) => {
                self.saving.set(Saving::Waiting);
                set_timeout(move || self.send(), backoff::delay(attempt, js_sys::Math::random()));
            }
            Some(Remedy::Ask) => self.ask_again(),
            Some(Remedy::Nothing) | None => {}
        }
    }

    /// The server does not take the answer: it is asked where the participant stands.
    fn ask_again(self) {
        spawn_local(async move {
            match self.address().ask().await {
                Ok(quiz) => {
                    let asked = self.delivery.with_value(Delivery::question);
                    self.delivery.update_value(Delivery::drop_held);
                    // What the server refuses to a question that is due came too fast: what is chosen stays chosen.
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
