//! The verdict on a run: how many identities the judges accept, how certain that is, and what rules out a verdict.

use serde::{Deserialize, Serialize};

/// The verdict on a run. An identity is accepted when the evaluation recognizer ranks it first for more than half of
/// its pictures; a single clone that is ranked first does not count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Verdict {
    /// Identities accepted from their clones.
    pub clones: Accepted,
    /// Identities accepted from the seeds alone, before any attack.
    pub seeds: Accepted,
    /// Identities accepted from photographs of them, the most that clones could reach. Absent if none were judged.
    pub photographs: Option<Accepted>,
    /// How much the clones disclose; absent if there are [`Self::obstacles`].
    pub grade: Option<Grade>,
    /// Why there is no verdict, most serious first.
    pub obstacles: Vec<Obstacle>,
    /// Whether the judge is a network of the same family as the one attacked.
    pub same_family: bool,
    /// What judges of different origin agree on; absent if all are of one origin.
    #[serde(default)]
    pub agreed: Option<Agreed>,
}

impl Verdict {
    /// The accepted identities that the grade is about, from clones and from seeds.
    pub fn decisive(&self) -> [Accepted; 2] {
        self.agreed.map_or([self.clones, self.seeds], |agreed| [agreed.clones, agreed.seeds])
    }
}

/// Identities that at least two judges of different origin accept.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Agreed {
    /// Judges that know people by their photographs, the evaluation recognizer among them if it does.
    pub judges: u32,
    /// Different origins of these: networks trained here are of one, imported ones of one each.
    pub origins: u32,
    /// Identities accepted from their clones.
    pub clones: Accepted,
    /// Identities accepted from the seeds alone.
    pub seeds: Accepted,
    /// Identities accepted from photographs of them, if there are any.
    pub photographs: Option<Accepted>,
}

/// The number of accepted identities.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Accepted {
    /// Accepted identities.
    pub count: u32,
    /// All identities.
    pub of: u32,
    /// The exact 95 % interval of the share among people like these.
    pub interval: [f64; 2],
}

/// How much the clones disclose, by the rule at [`Grade::rule`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// No more than the seeds.
    None,
    /// More than the seeds, but not with certainty.
    Weak,
    /// Certainly more than the seeds and guessing, but only by judges of one origin.
    Unconfirmed,
    /// Certainly more than the seeds and guessing, by judges of different origin.
    Some,
    /// Most people, even at the interval's lower end, by judges of different origin.
    Strong,
}

impl Grade {
    /// Every grade, lowest first.
    pub const ALL: [Self; 5] = [Self::None, Self::Weak, Self::Unconfirmed, Self::Some, Self::Strong];

    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Weak => "weak",
            Self::Unconfirmed => "unconfirmed",
            Self::Some => "some",
            Self::Strong => "strong",
        }
    }

    /// Its condition, to be read in the order of [`Grade::ALL`].
    pub fn rule(self) -> &'static str {
        match self {
            Self::None => "the clones of no more identities are accepted than seeds",
            Self::Weak => "more are, but the interval's lower end does not pass the share of the seeds, or guessing",
            Self::Unconfirmed => "the lower end passes both, but by judges of one origin alone",
            Self::Some => "it passes both for identities that at least two judges of different origin accept",
            Self::Strong => "for these, the lower end is above one half",
        }
    }
}

/// One of the two recognizers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecognizerRole {
    /// The one under attack.
    Target,
    /// The judge.
    Evaluation,
}

/// Fewest identities that the attacked recognizer must know for a verdict: fewer can be distinguished without their
/// faces.
pub const FEWEST_IDENTITIES: u32 = 10;

/// Share of held-out images that a judge must name correctly for a verdict.
pub const LEAST_ACCURACY: f64 = 0.5;

/// What rules out a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Obstacle {
    /// No identity was attacked.
    NoIdentity,
    /// Training ended with a loss worse than guessing.
    Diverged {
        /// The recognizer.
        recognizer: RecognizerRole,
        /// Mean training loss of the last epoch.
        loss: f64,
        /// The loss of guessing: the logarithm of the number of identities.
        guessing: f64,
    },
    /// The judge names fewer than half of the held-out photographs correctly.
    WeakJudge {
        /// Share named correctly, in [0,1].
        accuracy: f64,
        /// Share expected from guessing.
        chance: f64,
    },
    /// Nothing is known about the judge's accuracy.
    UnknownJudge,
    /// The recognizer under attack knows too few people.
    FewIdentities {
        /// How many it knows.
        classes: u32,
    },
}

impl Obstacle {
    /// The obstacle if the recognizer under attack knows too few people.
    pub fn few_identities(classes: u32) -> Option<Self> {
        (classes < FEWEST_IDENTITIES).then_some(Self::FewIdentities { classes })
    }

    /// The obstacle if a judge of this many people names too few of the held-out images.
    pub fn weak_judge(accuracy: f64, classes: u32) -> Option<Self> {
        let chance = 1.0 / f64::from(classes.max(1));
        (accuracy < LEAST_ACCURACY).then_some(Self::WeakJudge { accuracy, chance })
    }
}
