//! What a study asks of whom: chosen once, before the first participant.

use super::Texts;
use crate::wire::run::RunId;
use serde::{Deserialize, Serialize};

/// A whole study.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct StudyConfig {
    /// For researchers; participants do not see it.
    pub name: String,
    /// Every random choice of the study follows from this number: clones, orders, who gets what.
    pub seed: u64,
    /// Finished runs whose clones are shown; each is a method when results are compared.
    pub runs: Vec<RunId>,
    /// Target identities; all that the runs share if empty.
    pub targets: Vec<String>,
    /// Which clones of each target of each run.
    pub clones: CloneChoice,
    /// What is asked, one block after another.
    pub tasks: Vec<TaskConfig>,
    /// Languages in which the instructions are offered; the first is the default.
    pub languages: Vec<String>,
    /// What a participant agrees to, in every language.
    pub consent: Texts,
    /// What is said before the first question, in every language.
    pub opening: Texts,
    /// What is said after the last, in every language.
    pub closing: Texts,
    /// When there is enough.
    pub stop: StopRule,
    /// How participants come.
    pub recruiting: Recruiting,
    /// Days after which the ids of recruiting services are deleted.
    pub keep_recruits_days: u32,
    /// What is refused because no person does it.
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

/// What is refused because no person does it. Simulated raters and previews are exempt; they are marked, and never mixed with
/// people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// People who may join from one network within ten minutes; 0 is no limit. A network is an IPv4 address, or the first half
    /// of an IPv6 address. Addresses are kept in memory only, as a keyed hash. Single-use links have no such limit.
    pub joins_per_network: u32,
    /// An answer that comes sooner after its pictures is refused and asked for again, in milliseconds; 0 is no limit. Both the
    /// time that the page measured and the server's own, since the answer before, have to reach it.
    pub fastest_answer_ms: u32,
}

/// The minutes in which [`Limits::joins_per_network`] may join.
pub const JOIN_MINUTES: u32 = 10;

impl Default for Limits {
    /// A class of sixty behind one address gets in at once, with room for those who open the link twice.
    ///
    /// The quickest people can press one key to say whether there is an animal in a picture after some 400 ms (S. Thorpe,
    /// D. Fize, C. Marlot, "Speed of processing in the human visual system", Nature 381, 1996). Here an answer is chosen, and
    /// then confirmed.
    fn default() -> Self {
        Self { joins_per_network: 80, fastest_answer_ms: 400 }
    }
}

/// Which clones of each target of each run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CloneChoice {
    /// Every clone.
    All,
    /// So many, drawn at random.
    Random {
        /// Clones of each target of each run.
        per_target: u32,
    },
    /// Those that the target recognizer rates best: a choice that an attacker can make.
    BestByTarget {
        /// Clones of each target of each run.
        per_target: u32,
    },
    /// Those that the evaluation recognizer rates best: an oracle's choice, labelled so on every result.
    Oracle {
        /// Clones of each target of each run.
        per_target: u32,
    },
}

/// A block of questions of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TaskConfig {
    /// What is asked.
    pub task: Task,
    /// Questions about clones that each participant gets.
    pub items: u32,
    /// What is mixed in.
    pub controls: Controls,
}

/// What is asked. Each has its own randomisation; the docs of [`super::quiz::Question`] say what is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// How alike a picture and a real face of the target are. The result is a percentage: the scale's lowest answer is 0,
    /// its highest 100, linear between.
    Similarity {
        /// The scale of the answer.
        scale: Scale,
    },
    /// Which of several people a picture shows, or "can't tell".
    Recognition {
        /// People offered, the target among them; chance is one in so many.
        candidates: u32,
    },
    /// How natural a single picture looks.
    Naturalness {
        /// How it is asked.
        form: NaturalnessForm,
    },
    /// Which of two clones looks more like the target.
    Pairwise,
    /// Whether a picture shows the person of four photos.
    SamePerson,
}

/// A scale of similarity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
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

/// How naturalness is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum NaturalnessForm {
    /// On five points, from "not at all like a photo" to "just like a photo".
    FivePoint,
    /// "A real photo, or made by a computer?"
    RealOrFake {
        /// How long the picture is shown, in milliseconds; until the answer if absent.
        flash_ms: Option<u32>,
    },
}

/// Questions whose answer is known, and repetitions; numbers for each participant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Controls {
    /// A real photo of the target in the clone's place.
    pub positive: u32,
    /// A real photo of somebody else in the clone's place. There is none where there is nobody to compare with.
    pub negative: u32,
    /// A bare seed image in the clone's place.
    pub seed: u32,
    /// Questions that come a second time.
    pub repeats: u32,
    /// Questions that say which answer to give.
    pub attention: u32,
}

/// When there is enough.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum StopRule {
    /// Never by itself.
    Never,
    /// When every item has so many votes.
    Votes {
        /// Votes of each item.
        votes: u32,
    },
    /// When the 95 % interval of every task's mean, over raters, reaches at most so far to either side.
    Width {
        /// In percentage points.
        half_width: f64,
    },
}

/// How participants come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Recruiting {
    /// Whoever has the link.
    Open,
    /// Each link serves once.
    Tokens {
        /// How many links.
        count: u32,
    },
    /// From Prolific, which adds `PROLIFIC_PID`, `STUDY_ID` and `SESSION_ID` to the link.
    Prolific {
        /// The completion code that Prolific knows; also ends the address to return to.
        completion_code: String,
    },
    /// From Mechanical Turk, which adds `workerId`, `hitId` and `assignmentId`; every participant gets a code of their own.
    MechanicalTurk,
}
