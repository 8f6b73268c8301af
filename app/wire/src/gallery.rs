//! Publications and the gallery.

use super::experiment::{ExperimentConfig, Objective, Preset};
use super::report::{CloneReport, Report};
use super::run::{Problem, RunId};
use serde::{Deserialize, Serialize};

/// Id of a publication: 32 hexadecimal digits from the system's random source. Anybody who knows it can see the
/// publication.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Permalink(pub String);

/// Who can find a publication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Anybody with the link.
    #[default]
    Unlisted,
    /// Everybody: it is in the gallery.
    Public,
}

/// A publication to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublicationRequest {
    /// The run.
    pub run: RunId,
    /// Names of the target identities to publish.
    pub targets: Vec<String>,
    /// Who can find it.
    pub visibility: Visibility,
    /// Whether to publish pictures of the targets themselves.
    pub real_faces: bool,
    /// Its title.
    pub title: String,
    /// A note for readers; may be empty.
    pub note: String,
}

/// A publication in an owner's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublicationSummary {
    /// The publication's id.
    pub permalink: Permalink,
    /// Its title.
    pub title: String,
    /// Who can find it.
    pub visibility: Visibility,
    /// Names of the published target identities; empty once withdrawn.
    pub targets: Vec<String>,
    /// Whether pictures of the targets themselves are published.
    pub real_faces: bool,
    /// When it was published, in milliseconds since 1970 (UTC).
    pub published_ms: u64,
    /// When it was withdrawn, if so.
    pub withdrawn_ms: Option<u64>,
}

/// The initial state of the publication form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublicationDefaults {
    /// The run.
    pub run: RunId,
    /// Its name.
    pub name: String,
    /// Its target identities, each with its number of clones.
    pub targets: Vec<(String, u32)>,
    /// Whether all people are drawn, none real.
    pub synthetic: bool,
    /// Earlier publications of the run, newest first.
    pub publications: Vec<PublicationSummary>,
}

/// A publication as readers see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublicationView {
    /// Its id; absent in a preview.
    pub permalink: Option<Permalink>,
    /// The run, whose id is also in the metadata of the pictures.
    pub run: RunId,
    /// The prefix of paths to the report's files.
    pub files: String,
    /// Its title.
    pub title: String,
    /// A note for readers; may be empty.
    pub note: String,
    /// When it was published, in milliseconds since 1970 (UTC).
    pub published_ms: u64,
    /// The report without withheld parts: a withheld file has an empty name.
    pub report: Report,
    /// Human scores over all clones.
    pub people: Vec<PublishedHumanScore>,
    /// Descriptions of the withheld parts.
    pub withheld: Vec<String>,
}

/// Human scores over all clones in one task of a study, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublishedHumanScore {
    /// The question, and the score expected by chance.
    pub question: String,
    /// The figure for the raters used, with its 95 % interval.
    pub screened: String,
    /// The figure for all raters.
    pub raw: String,
    /// The number of raters used, and of all raters.
    pub raters: String,
}

/// Human scores of one clone, each as a percentage of the question's scale; absent if nobody was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HumanFigures {
    /// Similarity of the clone to a real face.
    pub similarity: Option<f64>,
    /// Share of answers that named the right person.
    pub recognition: Option<f64>,
    /// Naturalness, or the share that took it for real.
    pub naturalness: Option<f64>,
}

/// A published clone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublishedClone {
    /// The publication's id.
    pub permalink: Permalink,
    /// The run, whose id is also in the metadata of the pictures.
    pub run: RunId,
    /// The publication's title.
    pub title: String,
    /// Name of the target identity.
    pub target: String,
    /// The target's position in the publication, from 1.
    pub place: u32,
    /// The clone's number, from 1.
    pub clone: u32,
    /// Number of clones of this target.
    pub clones: u32,
    /// The prefix of paths to files.
    pub files: String,
    /// The clone.
    pub report: CloneReport,
    /// Its seed; absent if withheld.
    pub seed: Option<CloneReport>,
    /// A held-out photograph of the target, with its scores; its file is named if published.
    #[serde(default)]
    pub photograph: Option<CloneReport>,
    /// The verdict on the whole publication, in a sentence.
    #[serde(default)]
    pub verdict: String,
    /// A picture of the target itself; absent if withheld.
    pub real_face: Option<String>,
    /// Whether the clone is the attacker's choice, and the oracle's choice.
    pub chosen: [bool; 2],
    /// Its human scores.
    pub human: HumanFigures,
    /// How it was made.
    pub config: ExperimentConfig,
    /// The recognizer under attack and, if known, its layers, in words.
    pub recognizer: [String; 2],
    /// The film of the clone forming: its steps, in the order of the adjacent pictures in the strip.
    pub film: Vec<FilmStep>,
}

/// A frame of a film.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FilmStep {
    /// Steps taken.
    pub iteration: u32,
    /// Target score at that step, in [0,1].
    pub target_score: f32,
}

/// Sort orders of the gallery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum GallerySort {
    /// Newest first.
    #[default]
    Newest,
    /// Oldest first.
    Oldest,
    /// Highest evaluation score first.
    EvaluationScore,
    /// Highest target score first.
    TargetScore,
    /// Best rank first.
    Rank,
    /// Most similar by human score first; rated clones only.
    Similarity,
    /// Most often recognised by people first; rated clones only.
    Recognition,
    /// Most natural by human score first; rated clones only.
    Naturalness,
}

/// A page of the gallery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GalleryPage {
    /// Clones, in the requested order.
    pub items: Vec<GalleryItem>,
    /// Number of clones on all pages.
    pub total: u64,
    /// The start of the next page (`after`), if any.
    pub next: Option<String>,
    /// The options of the filters.
    pub choices: GalleryChoices,
    /// Filters that were not understood, and not applied.
    pub problems: Vec<Problem>,
}

/// The options of the filters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GalleryChoices {
    /// Recognizers under attack.
    pub recognizers: Vec<String>,
    /// Names of target identities; only the first ones if there are very many.
    pub targets: Vec<String>,
    /// Presets of their attacks.
    #[serde(default)]
    pub presets: Vec<Preset>,
    /// Objectives of their attacks.
    #[serde(default)]
    pub objectives: Vec<Objective>,
}

/// A clone in the gallery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GalleryItem {
    /// The publication's id.
    pub permalink: Permalink,
    /// The publication's title.
    pub title: String,
    /// The target's position in the publication, from 1.
    pub place: u32,
    /// The clone's number, from 1.
    pub clone: u32,
    /// Name of the target identity.
    pub target: String,
    /// The recognizer under attack.
    pub recognizer: String,
    /// The preset of the attack.
    pub preset: Preset,
    /// The objective.
    pub objective: Objective,
    /// Confidence of the target recognizer, in [0,1].
    pub target_score: f64,
    /// Confidence of the evaluation recognizer, in [0,1].
    pub evaluation_score: f64,
    /// Rank by the evaluation recognizer.
    pub evaluation_rank: u32,
    /// Whether its seed is published.
    pub has_seed: bool,
    /// Its human scores.
    pub human: HumanFigures,
    /// When it was published, milliseconds since 1970 (UTC).
    pub published_ms: u64,
    /// The publication's verdict in two or three words ("Some leak", "No verdict"), once known.
    #[serde(default)]
    pub verdict: Option<String>,
}

/// The subject of a "not found" error for a withdrawn publication.
pub const WITHDRAWN: &str = "this publication, which its owner has withdrawn,";

/// Names of the gallery's filters, in forms and addresses.
pub mod filter {
    /// The recognizer under attack.
    pub const RECOGNIZER: &str = "recognizer";
    /// Name of the target identity.
    pub const TARGET: &str = "target";
    /// The preset of the attack.
    pub const METHOD: &str = "method";
    /// The objective.
    pub const LOSS: &str = "loss";
    /// The worst rank shown.
    pub const RANK: &str = "rank";
    /// The order.
    pub const SORT: &str = "sort";
    /// The start of the page.
    pub const AFTER: &str = "after";
    /// Minimum and maximum target score.
    pub const TARGET_SCORE: [&str; 2] = ["target-score-from", "target-score-to"];
    /// Minimum and maximum evaluation score.
    pub const EVALUATION_SCORE: [&str; 2] = ["evaluation-score-from", "evaluation-score-to"];
    /// Minimum and maximum similarity.
    pub const SIMILARITY: [&str; 2] = ["similarity-from", "similarity-to"];
    /// Minimum and maximum recognition.
    pub const RECOGNITION: [&str; 2] = ["recognition-from", "recognition-to"];
    /// Minimum and maximum naturalness.
    pub const NATURALNESS: [&str; 2] = ["naturalness-from", "naturalness-to"];
    /// First and last day.
    pub const DATE: [&str; 2] = ["date-from", "date-to"];
}
