//! What is published, and the gallery of it.

use super::experiment::{ExperimentConfig, Objective, Preset};
use super::report::{CloneReport, Report};
use super::run::{Problem, RunId};
use serde::{Deserialize, Serialize};

/// Names a publication: 32 hexadecimal digits from the system's random source. Who knows it sees what was published.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Permalink(pub String);

/// Who comes upon a publication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    /// Whoever has the link.
    #[default]
    Unlisted,
    /// Everybody: it is in the gallery.
    Public,
}

/// What an owner wants to publish.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Publish {
    /// Of which run.
    pub run: RunId,
    /// Names of the target identities to show.
    pub targets: Vec<String>,
    /// Who comes upon it.
    pub visibility: Visibility,
    /// Whether pictures of the targets themselves are shown.
    pub real_faces: bool,
    /// What it is called.
    pub title: String,
    /// What else readers should know; may be empty.
    pub note: String,
}

/// A publication as owners see it in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct PublicationSummary {
    /// Names it.
    pub permalink: Permalink,
    /// What it is called.
    pub title: String,
    /// Who comes upon it.
    pub visibility: Visibility,
    /// Names of the target identities shown; empty once withdrawn.
    pub targets: Vec<String>,
    /// Whether pictures of the targets themselves are shown.
    pub real_faces: bool,
    /// When, milliseconds since 1970 (UTC).
    pub published_ms: u64,
    /// When it was withdrawn, if it was.
    pub withdrawn_ms: Option<u64>,
}

/// What the form for publishing a run starts from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Publishing {
    /// The run.
    pub run: RunId,
    /// Its name.
    pub name: String,
    /// Its target identities, with how many clones there are of each.
    pub targets: Vec<(String, u32)>,
    /// Drawn people only, nobody real.
    pub synthetic: bool,
    /// What was published of it before, newest first.
    pub publications: Vec<PublicationSummary>,
}

/// What a reader of a publication sees.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Published {
    /// Names it; absent in a preview.
    pub permalink: Option<Permalink>,
    /// The run, whose id is also in the metadata of the pictures.
    pub run: RunId,
    /// What the paths of the report's files begin with.
    pub files: String,
    /// What it is called.
    pub title: String,
    /// What else readers should know; may be empty.
    pub note: String,
    /// When, milliseconds since 1970 (UTC).
    pub published_ms: u64,
    /// The report without what is withheld: a file that is withheld has an empty name.
    pub report: Report,
    /// What people say of all clones.
    pub people: Vec<PeoplesWord>,
    /// What is withheld, in words.
    pub withheld: Vec<String>,
}

/// What people say of all clones in one task of a study, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct PeoplesWord {
    /// What was asked, and what chance would give.
    pub question: String,
    /// The figure of those used, with its 95 % interval.
    pub screened: String,
    /// The figure of all.
    pub raw: String,
    /// Raters used, of all.
    pub raters: String,
}

/// What people say of one clone, each in per cent of the question's scale; absent where nobody was asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct HumanFigures {
    /// How alike the clone and a real face are.
    pub similarity: Option<f64>,
    /// The share of answers that named the right person.
    pub recognition: Option<f64>,
    /// How natural it looks, or the share that took it for real.
    pub naturalness: Option<f64>,
}

/// A published clone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct PublishedClone {
    /// Names the publication.
    pub permalink: Permalink,
    /// The run, whose id is also in the metadata of the pictures.
    pub run: RunId,
    /// What the publication is called.
    pub title: String,
    /// Name of the target identity.
    pub target: String,
    /// The target's place in the publication, from 1.
    pub place: u32,
    /// Which of the target's clones, from 1.
    pub clone: u32,
    /// How many clones of this target there are.
    pub clones: u32,
    /// What the paths of files begin with.
    pub files: String,
    /// The clone.
    pub report: CloneReport,
    /// Its seed; absent where it is withheld.
    pub seed: Option<CloneReport>,
    /// A photograph of the target that training left out, as judged; its file is named where it may be seen.
    #[serde(default)]
    pub photograph: Option<CloneReport>,
    /// What the whole publication comes down to, in a sentence.
    #[serde(default)]
    pub verdict: String,
    /// A picture of the target itself; absent where it is withheld.
    pub real_face: Option<String>,
    /// Whether the attacker chose this clone, and whether the oracle did.
    pub chosen: [bool; 2],
    /// What people say of it.
    pub human: HumanFigures,
    /// How it was made.
    pub config: ExperimentConfig,
    /// The recognizer under attack, and its layers where they are known, in words.
    pub recognizer: [String; 2],
    /// The film of the clone forming: its steps in the order of the pictures in the strip, which lie side by side.
    pub film: Vec<FilmStep>,
}

/// A picture of a film.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct FilmStep {
    /// Steps that the attack had taken.
    pub iteration: u32,
    /// Confidence of the target recognizer then, in [0,1].
    pub target_score: f32,
}

/// Orders of the gallery.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
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
    /// Most alike to people first; only clones that people judged.
    Similarity,
    /// Most often recognised by people first; only clones that people judged.
    Recognition,
    /// Most natural to people first; only clones that people judged.
    Naturalness,
}

/// A page of the gallery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct GalleryPage {
    /// Clones, in the order asked for.
    pub items: Vec<GalleryItem>,
    /// How many there are on all pages together.
    pub total: u64,
    /// Where the next page begins (`after`), if there is one.
    pub next: Option<String>,
    /// What can be chosen in the filters.
    pub choices: GalleryChoices,
    /// Filters that could not be understood, and were not applied.
    pub problems: Vec<Problem>,
}

/// What can be chosen in the filters.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct GalleryChoices {
    /// Recognizers under attack.
    pub recognizers: Vec<String>,
    /// Names of target identities; the first ones where there are very many.
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
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct GalleryItem {
    /// The publication.
    pub permalink: Permalink,
    /// What the publication is called.
    pub title: String,
    /// The target's place in the publication, from 1.
    pub place: u32,
    /// Which of the target's clones, from 1.
    pub clone: u32,
    /// Name of the target identity.
    pub target: String,
    /// The recognizer under attack.
    pub recognizer: String,
    /// The preset of the attack.
    pub preset: Preset,
    /// The loss.
    pub objective: Objective,
    /// Confidence of the target recognizer, in [0,1].
    pub target_score: f64,
    /// Confidence of the evaluation recognizer, in [0,1].
    pub evaluation_score: f64,
    /// Rank by the evaluation recognizer.
    pub evaluation_rank: u32,
    /// Whether its seed may be shown.
    pub has_seed: bool,
    /// What people say of it.
    pub human: HumanFigures,
    /// When it was published, milliseconds since 1970 (UTC).
    pub published_ms: u64,
    /// What the publication's verdict comes down to, in two or three words ("Some leak", "No verdict"), once known.
    #[serde(default)]
    pub verdict: Option<String>,
}

/// What an error says was not found where a publication was withdrawn.
pub const WITHDRAWN: &str = "this publication, which its owner has withdrawn,";

/// Names of the gallery's filters, in its form and in addresses.
pub mod filter {
    /// The recognizer under attack.
    pub const RECOGNIZER: &str = "recognizer";
    /// Name of the target identity.
    pub const TARGET: &str = "target";
    /// The preset of the attack.
    pub const METHOD: &str = "method";
    /// The loss.
    pub const LOSS: &str = "loss";
    /// The worst rank.
    pub const RANK: &str = "rank";
    /// The order.
    pub const SORT: &str = "sort";
    /// Where the page begins.
    pub const AFTER: &str = "after";
    /// Lowest and highest target score.
    pub const TARGET_SCORE: [&str; 2] = ["target-score-from", "target-score-to"];
    /// Lowest and highest evaluation score.
    pub const EVALUATION_SCORE: [&str; 2] = ["evaluation-score-from", "evaluation-score-to"];
    /// Least and most similarity.
    pub const SIMILARITY: [&str; 2] = ["similarity-from", "similarity-to"];
    /// Least and most recognition.
    pub const RECOGNITION: [&str; 2] = ["recognition-from", "recognition-to"];
    /// Least and most naturalness.
    pub const NATURALNESS: [&str; 2] = ["naturalness-from", "naturalness-to"];
    /// First and last day.
    pub const DATE: [&str; 2] = ["date-from", "date-to"];
}
