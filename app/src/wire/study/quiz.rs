//! What a participant sees and answers. Nothing here tells which condition a picture belongs to.

use super::config::{NaturalnessForm, Scale};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Names a study in its link.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct QuizLink(pub String);

/// What the link carries besides: a single-use token, or a recruiting service's ids.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Arrival {
    /// The single-use token.
    pub token: String,
    /// The participant in the service (`PROLIFIC_PID`, `workerId`).
    pub participant: String,
    /// The study in the service (`STUDY_ID`, `hitId`).
    pub study: String,
    /// The session in the service (`SESSION_ID`, `assignmentId`).
    pub session: String,
    /// A researcher tries the quiz; only through the lab's own door.
    pub is_preview: bool,
}

/// What the quiz page starts from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Quiz {
    /// Languages that can be chosen before the consent: tag and own name.
    pub languages: Vec<(String, String)>,
    /// The language of `texts`.
    pub language: String,
    /// What the page says, by key; the server's `texts/` has them.
    pub texts: BTreeMap<String, String>,
    /// Where the participant stands.
    pub state: QuizState,
}

/// What a page says that belongs to no study.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct PageTexts {
    /// Languages that can be chosen: tag and own name.
    pub languages: Vec<(String, String)>,
    /// The language of `texts`.
    pub language: String,
    /// What the page says, by key.
    pub texts: BTreeMap<String, String>,
}

/// Where a participant stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum QuizState {
    /// Not joined: reads what it is about, and agrees or leaves.
    Consent {
        /// Said before.
        opening: String,
        /// What is agreed to.
        consent: String,
        /// The version of the consent text.
        version: u32,
        /// Questions to come.
        questions: u32,
        /// Kept apart from the study's answers.
        is_pilot: bool,
    },
    /// Has a question before them.
    Question(Box<Question>),
    /// Has answered everything.
    Done {
        /// What is said.
        closing: String,
        /// For whoever pays.
        completion_code: String,
        /// The service that they came from asks for the code; else nobody does, and it is theirs to keep.
        #[serde(default)]
        is_code_asked_for: bool,
        /// Takes all answers back; shown here only.
        withdrawal_code: String,
        /// Where the recruiting service wants them back.
        return_to: Option<String>,
    },
    /// The study was closed while they were taking part. What they answered until then is kept.
    Ended {
        /// For the payment; empty where all participants share one code, which only complete answers earn.
        completion_code: String,
        /// The service that they came from asks for the code; else nobody does, and it is theirs to keep.
        #[serde(default)]
        is_code_asked_for: bool,
        /// Takes all answers back.
        withdrawal_code: String,
    },
    /// So many people have joined from their network lately that the study lets in no more for some minutes.
    Crowded {
        /// Minutes, from 1.
        minutes: u32,
    },
    /// The study takes no more participants.
    Closed,
    /// The link lacks a token, or its token was used elsewhere.
    NoEntry,
    /// Has taken all answers back.
    Withdrawn,
}

/// One question.
///
/// `pictures`, and what [`Given::value`] means, by task:
/// - similarity: the picture, a real face; the point on the scale;
/// - recognition: the picture, then a photo of each candidate in shown order; the candidate's place from 0, or
///   [`CANNOT_TELL`];
/// - naturalness: the picture; the point, or 1 for "real" and 0 for "made";
/// - pairwise: a real face, then two pictures in shown order; the place, 0 or 1, of the one that is more alike;
/// - same person: the picture, then four photos; 1 for "yes" and 0 for "no".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Question {
    /// Names the question to the server.
    pub assignment: u64,
    /// Its place from 1 among those that count; of practice, the place of the first that counts.
    pub position: u32,
    /// How many count.
    pub total: u32,
    /// Does not count; the answer is talked over.
    pub is_practice: bool,
    /// The first of its task: instructions come before it.
    pub begins_task: bool,
    /// What is asked.
    pub task: Asked,
    /// The pictures.
    pub pictures: Vec<Picture>,
    /// The answer to give, for whoever reads: shown as an instruction in place of the question.
    pub instructed: Option<i32>,
    /// The next question's pictures.
    pub next: Vec<Picture>,
}

/// A picture, and what its file has to be.
///
/// The hash is of the very bytes that a participant gets, so it tells nothing that these do not: a picture that comes again,
/// in a repeated question or beside several clones, is the same file under the same address anyway.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Picture {
    /// Its address (URL path).
    pub address: String,
    /// SHA-256 of its file, in hexadecimal digits. A connection that ends early leaves a file that a browser shows half.
    pub sha256: String,
}

/// "Can't tell".
pub const CANNOT_TELL: i32 = -1;

/// What is asked, as far as the page must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Asked {
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

/// A participant joins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Joining {
    /// The study.
    pub link: QuizLink,
    /// What the link carried besides.
    pub arrival: Arrival,
    /// The language of the instructions.
    pub language: String,
    /// The version of the consent text that was agreed to.
    pub consent_version: u32,
    /// Width and height of the page, in CSS pixels.
    pub viewport: [u32; 2],
    /// What a program that answers by a rule calls its rule. Taken from this machine only; such participants stay marked.
    #[serde(default)]
    pub simulated: Option<String>,
}

/// An answer as given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Given {
    /// The question.
    pub assignment: u64,
    /// See [`Question`].
    pub value: i32,
    /// From when the pictures were there to the answer, in milliseconds.
    pub response_ms: u32,
    /// How often the page lost the focus meanwhile.
    pub focus_losses: u32,
    /// Width and height of the page, in CSS pixels.
    pub viewport: [u32; 2],
}

/// The answer is stored.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Answered {
    /// What to say of an answer in practice.
    pub feedback: Option<Feedback>,
    /// Where the participant stands now.
    pub state: QuizState,
}

/// What to say of an answer in practice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Feedback {
    /// As one would expect.
    pub is_expected: bool,
    /// Said to the participant, in their language.
    pub text: String,
}
