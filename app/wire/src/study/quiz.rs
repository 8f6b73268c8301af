//! The quiz as participants see and answer it. Nothing here reveals the condition of a picture.

use super::config::{NaturalnessForm, Scale};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Id of a study in its link.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct QuizLink(pub String);

/// Parameters of the link: a single-use token, or ids of a recruiting service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct LinkParameters {
    /// The single-use token.
    pub token: String,
    /// The participant's id in the service (`PROLIFIC_PID`, `workerId`).
    pub participant: String,
    /// The study's id in the service (`STUDY_ID`, `hitId`).
    pub study: String,
    /// The session's id in the service (`SESSION_ID`, `assignmentId`).
    pub session: String,
    /// Whether a researcher tries out the quiz; only at the main address.
    pub is_preview: bool,
}

/// The initial state of the quiz page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Quiz {
    /// Languages to choose from before consent: tag and native name.
    pub languages: Vec<(String, String)>,
    /// The language of `texts`.
    pub language: String,
    /// Texts of the page, by key, from the server's `texts/`.
    pub texts: BTreeMap<String, String>,
    /// The participant's state.
    pub state: QuizState,
}

/// Texts of a page that belongs to no study.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PageTexts {
    /// Languages to choose from: tag and native name.
    pub languages: Vec<(String, String)>,
    /// The language of `texts`.
    pub language: String,
    /// Texts of the page, by key.
    pub texts: BTreeMap<String, String>,
}

/// A participant's state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum QuizState {
    /// Not joined: reads the introduction, and consents or leaves.
    Consent {
        /// The introduction.
        opening: String,
        /// The consent text.
        consent: String,
        /// The version of the consent text.
        version: u32,
        /// Number of questions.
        questions: u32,
        /// Whether answers are kept apart from the study's.
        is_pilot: bool,
    },
    /// Has a question to answer.
    Question(Box<Question>),
    /// Has answered everything.
    Done {
        /// The closing text.
        closing: String,
        /// The completion code, for payment.
        completion_code: String,
        /// Whether the recruiting service asks for the code; otherwise it is only for the participant to keep.
        #[serde(default)]
        is_code_asked_for: bool,
        /// Takes all answers back; shown here only.
        withdrawal_code: String,
        /// The address of the recruiting service to return to.
        return_to: Option<String>,
    },
    /// The study was closed while they took part. Answers until then are kept.
    Ended {
        /// The completion code, for payment; empty if all participants share one code, which only complete answers
        /// earn.
        completion_code: String,
        /// Whether the recruiting service asks for the code; otherwise it is only for the participant to keep.
        #[serde(default)]
        is_code_asked_for: bool,
        /// Takes all answers back.
        withdrawal_code: String,
    },
    /// Too many people have joined from the participant's network lately.
    Crowded {
        /// Minutes to wait, from 1.
        minutes: u32,
    },
    /// The study is closed to participants.
    Closed,
    /// The link lacks a token, or its token was used elsewhere.
    NoEntry,
    /// Has withdrawn all answers.
    Withdrawn,
}

/// One question.
///
/// The order of `pictures` and the meaning of [`SubmittedAnswer::value`], by task:
/// - similarity: the picture, a real face; the point on the scale;
/// - recognition: the picture, then a photo of each candidate in shown order; the candidate's place from 0, or
///   [`CANNOT_TELL`];
/// - naturalness: the picture; the point, or 1 for "real" and 0 for "made";
/// - pairwise: a real face, then two pictures in shown order; the place, 0 or 1, of the one that is more alike;
/// - same person: the picture, then four photos; 1 for "yes" and 0 for "no".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Question {
    /// The question's id.
    pub assignment: u64,
    /// Its number from 1 among the questions that count; for practice, that of the first one that counts.
    pub position: u32,
    /// The number of questions that count.
    pub total: u32,
    /// Whether it is practice: the answer gets feedback and does not count.
    pub is_practice: bool,
    /// Whether it is the first of its task, and follows the task's instructions.
    pub begins_task: bool,
    /// The task.
    pub task: QuestionTask,
    /// The pictures.
    pub pictures: Vec<Picture>,
    /// The answer to give, shown as an instruction instead of the question (attention checks).
    pub instructed: Option<i32>,
    /// The pictures of the next question, to preload.
    pub next: Vec<Picture>,
}

/// A picture and the hash of its file.
///
/// The hash is of the bytes that a participant gets anyway, so it reveals nothing more: a picture that recurs, in a
/// repeated question or beside several clones, is the same file at the same address.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Picture {
    /// Its URL path.
    pub address: String,
    /// SHA-256 of the file, in hexadecimal. A connection that ends early leaves a file that a browser would show in
    /// part.
    pub sha256: String,
}

/// "Can't tell".
pub const CANNOT_TELL: i32 = -1;

/// The task of a question, as far as the page needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum QuestionTask {
    /// How alike?
    Similarity {
        /// The scale.
        scale: Scale,
    },
    /// Which of them?
    Recognition,
    /// How natural?
    Naturalness {
        /// How it is asked.
        form: NaturalnessForm,
    },
    /// Which of the two?
    Pairwise,
    /// The same person?
    SamePerson,
}

/// A request to join a study.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JoinRequest {
    /// The study.
    pub link: QuizLink,
    /// Parameters of the link.
    pub arrival: LinkParameters,
    /// The language of the instructions.
    pub language: String,
    /// The version of the accepted consent text.
    pub consent_version: u32,
    /// Width and height of the viewport, in CSS pixels.
    pub viewport: [u32; 2],
    /// The rule of a simulated rater. Accepted from this machine only; such participants stay marked.
    #[serde(default)]
    pub simulated: Option<String>,
}

/// A participant's answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SubmittedAnswer {
    /// The question's id.
    pub assignment: u64,
    /// See [`Question`].
    pub value: i32,
    /// Time from when the pictures appeared to the answer, in milliseconds.
    pub response_ms: u32,
    /// How often the page lost focus meanwhile.
    pub focus_losses: u32,
    /// Width and height of the viewport, in CSS pixels.
    pub viewport: [u32; 2],
}

/// The response to a stored answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnswerResponse {
    /// Feedback on an answer in practice.
    pub feedback: Option<Feedback>,
    /// The participant's new state.
    pub state: QuizState,
}

/// Feedback on an answer in practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Feedback {
    /// Whether the answer is the expected one.
    pub is_expected: bool,
    /// The text, in the participant's language.
    pub text: String,
}
