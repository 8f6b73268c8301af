//! The configuration of a study, fixed before the first participant.

use super::Texts;
use crate::run::RunId;
use serde::{Deserialize, Serialize};

/// A whole study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct StudyConfig {
    /// The name, for researchers; participants do not see it.
    pub name: String,
    /// All randomness of the study follows from this number: clones, orders, assignment.
    pub seed: u64,
    /// Finished runs whose clones are shown; results compare them as methods.
    pub runs: Vec<RunId>,
    /// Target identities; if empty, all that the runs share.
    pub targets: Vec<String>,
    /// The clones to show of each target of each run.
    pub clones: CloneChoice,
    /// The tasks, in order.
    pub tasks: Vec<TaskConfig>,
    /// Languages in which the instructions are offered; the first is the default.
    pub languages: Vec<String>,
    /// The consent text, in every language.
    pub consent: Texts,
    /// The introduction before the first question, in every language.
    pub opening: Texts,
    /// The closing text after the last question, in every language.
    pub closing: Texts,
    /// When the study closes by itself.
    pub stop: StopRule,
    /// How participants join.
    pub recruiting: Recruiting,
    /// Days after which ids of recruiting services are deleted.
    pub keep_recruits_days: u32,
    /// Limits that refuse what no person does.
    pub limits: Limits,
}

impl Default for StudyConfig {
    fn default() -> Self {
        Self {
            name: "Untitled study".into(),
            seed: 1,
            runs: Vec::new(),
            targets: Vec::new(),
            clones: CloneChoice::Random { per_target: 4 },
            tasks: Vec::new(),
            languages: vec!["en".into(), "ja".into()],
            consent: Texts::new(),
            opening: Texts::new(),
            closing: Texts::new(),
            stop: StopRule::Votes { votes: 30 },
            recruiting: Recruiting::Open,
            keep_recruits_days: 30,
            limits: Limits::default(),
        }
    }
}

/// Limits that refuse what no person does. Simulated raters and previews are exempt; they are marked, and never mixed
/// with people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The most people who may join from one network within ten minutes; 0 for no limit. A network is an IPv4 address,
    /// or the first half of an IPv6 address. Addresses are kept in memory only, as a keyed hash. Single-use links have
    /// no such limit.
    pub joins_per_network: u32,
    /// Answers given sooner after the pictures appear are refused and asked for again, in milliseconds; 0 for no limit.
    /// Both the time measured by the page and the server's own, since the previous answer, must reach it.
    pub fastest_answer_ms: u32,
}

/// The minutes to which [`Limits::joins_per_network`] applies.
pub const JOIN_MINUTES: u32 = 10;

impl Default for Limits {
    /// A class of sixty behind one address can join at once, with room for those who open the link twice.
    ///
    /// The fastest people press a key to say whether a picture shows an animal after some 400 ms (S. Thorpe, D. Fize,
    /// C. Marlot, "Speed of processing in the human visual system", Nature 381, 1996). Here an answer is chosen and
    /// then confirmed.
    fn default() -> Self {
        Self { joins_per_network: 80, fastest_answer_ms: 400 }
    }
}

/// The clones to show of each target of each run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CloneChoice {
    /// Every clone.
    All,
    /// A random sample.
    Random {
        /// Clones of each target of each run.
        per_target: u32,
    },
    /// Those that the target recognizer scores highest: a choice that an attacker can make.
    BestByTarget {
        /// Clones of each target of each run.
        per_target: u32,
    },
    /// Those that the evaluation recognizer scores highest: an oracle's choice, labelled so in every result.
    Oracle {
        /// Clones of each target of each run.
        per_target: u32,
    },
}

/// A block of questions of one task.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaskConfig {
    /// The task.
    pub task: Task,
    /// Questions about clones for each participant.
    pub items: u32,
    /// Controls to mix in.
    pub controls: Controls,
}

/// A task. Each is randomised separately; [`super::quiz::Question`] documents what participants see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// How similar a picture and a real face of the target are. The result is a percentage, linear from 0 for the
    /// scale's lowest answer to 100 for the highest.
    Similarity {
        /// The answer scale.
        scale: Scale,
    },
    /// Which of several people a picture shows, or "can't tell".
    Recognition {
        /// Number of people offered, including the target; chance is one in that many.
        candidates: u32,
    },
    /// How natural a single picture looks.
    Naturalness {
        /// The form of the question.
        form: NaturalnessForm,
    },
    /// Which of two clones looks more like the target.
    Pairwise,
    /// Whether a picture shows the person of four photos.
    SamePerson,
}

/// A scale for similarity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Scale {
    /// 1 to 5.
    #[default]
    FivePoint,
    /// 1 to 9.
    NinePoint,
    /// 0 to 100.
    Hundred,
}

/// The form of the naturalness question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NaturalnessForm {
    /// On five points, from "not at all like a photo" to "just like a photo".
    FivePoint,
    /// "A real photo, or made by a computer?"
    RealOrFake {
        /// How long the picture is shown, in milliseconds; until the answer, if absent.
        flash_ms: Option<u32>,
    },
}

/// Control questions with a known answer, and repetitions: numbers for each participant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Controls {
    /// Real photographs of the target in place of a clone.
    pub positive: u32,
    /// Real photographs of somebody else in place of a clone; 0 for tasks without a comparison.
    pub negative: u32,
    /// Bare seed images in place of a clone.
    pub seed: u32,
    /// Questions asked twice.
    pub repeats: u32,
    /// Questions that state which answer to give.
    pub attention: u32,
}

/// When a study closes by itself.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StopRule {
    /// Never.
    Never,
    /// When every item has enough votes.
    Votes {
        /// Votes for each item.
        votes: u32,
    },
    /// When the 95 % interval over raters of every task's mean is narrow enough.
    Width {
        /// Its largest half-width, in percentage points.
        half_width: f64,
    },
}

/// How participants join.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Recruiting {
    /// By a link for everybody who has it.
    Open,
    /// By links that work once each.
    Tokens {
        /// Number of links.
        count: u32,
    },
    /// Through Prolific, which adds `PROLIFIC_PID`, `STUDY_ID` and `SESSION_ID` to the link.
    Prolific {
        /// The completion code known to Prolific; also the end of the address to return to.
        completion_code: String,
    },
    /// Through Mechanical Turk, which adds `workerId`, `hitId` and `assignmentId`; every participant gets a code of
    /// their own.
    MechanicalTurk,
}
