//! Rows of publications. Times are milliseconds since 1970 (UTC); places and clone numbers count from 1.

use serde::{Deserialize, Serialize};
use view_model::verdict::graded;
use wire::experiment::{Objective, Preset};
use wire::gallery::{GallerySort, HumanFigures, Permalink, PublishedHumanScore, Visibility};
use wire::people::{PersonId, WorkspaceId};
use wire::report::Report;
use wire::run::RunId;
use wire::verdict::Grade;

/// A publication.
#[derive(Clone, Debug, PartialEq)]
pub struct Publication {
    /// Names it.
    pub permalink: Permalink,
    /// The published run.
    pub run: RunId,
    /// To which the run belongs.
    pub workspace: WorkspaceId,
    /// Who published it.
    pub publisher: Option<PersonId>,
    /// When.
    pub published_ms: u64,
    /// When it was withdrawn, if it was.
    pub withdrawn_ms: Option<u64>,
    /// Who can find it.
    pub visibility: Visibility,
    /// Whether pictures of the targets themselves are shown.
    pub real_faces: bool,
    /// What it is called.
    pub title: String,
    /// What else readers should know.
    pub note: String,
    /// How it was made, for the filters.
    pub made: Made,
    /// What it shows; nothing once withdrawn.
    pub content: Option<Content>,
    /// The verdict on what it shows.
    pub verdict: PublishedVerdict,
    /// What people say of all clones.
    pub people: Vec<PublishedHumanScore>,
    /// The revisions of the studies that it comes from.
    pub people_seen: String,
}

/// The verdict of a publication.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PublishedVerdict {
    /// Published before verdicts were stored, and not updated yet.
    #[default]
    Unknown,
    /// The report gives no verdict.
    NoVerdict,
    /// How much the clones give away.
    As(Grade),
}

impl PublishedVerdict {
    /// The verdict of a report.
    pub fn of(report: &Report) -> Self {
        report.verdict.as_ref().and_then(|verdict| verdict.grade).map_or(Self::NoVerdict, Self::As)
    }

    /// In a few words, once known.
    pub fn words(self) -> Option<&'static str> {
        match self {
            Self::Unknown => None,
            Self::NoVerdict => Some(graded(None)),
            Self::As(grade) => Some(graded(Some(grade))),
        }
    }
}

/// How clones were made, as far as the gallery filters by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The recognizer under attack, in words.
    pub recognizer: String,
    /// Its layers, in words.
    pub architecture: String,
    /// The preset of the attack.
    pub preset: Preset,
    /// The loss.
    pub objective: Objective,
}

/// What a publication shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// The report without its withheld parts; withheld files have an empty name.
    pub report: Report,
    /// For each identity of the report, its index among the run's targets, by which snapshots are found.
    pub targets: Vec<u16>,
    /// Descriptions of the withheld parts.
    pub withheld: Vec<String>,
}

/// A new publication and its clones.
#[derive(Clone, Debug)]
pub struct NewPublication {
    /// The publication, with its content.
    pub publication: Publication,
    /// One for each clone of the report.
    pub clones: Vec<NewClone>,
}

/// A clone of a new publication.
#[derive(Clone, Debug, PartialEq)]
pub struct NewClone {
    /// The target's place.
    pub place: u32,
    /// Which of the target's clones.
    pub clone: u32,
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
}

/// Status of a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicationStatus {
    /// Visible.
    Shown,
    /// Withdrawn by its owner.
    Withdrawn,
}

/// A clone in the gallery.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedClone {
    /// In the order in which clones were published.
    pub id: i64,
    /// The publication.
    pub permalink: Permalink,
    /// What the publication is called.
    pub title: String,
    /// Name of the target identity.
    pub target: String,
    /// The recognizer under attack, in words.
    pub recognizer: String,
    /// The preset of the attack.
    pub preset: Preset,
    /// The loss.
    pub objective: Objective,
    /// When it was published.
    pub published_ms: u64,
    /// The verdict on what the publication shows.
    pub verdict: PublishedVerdict,
    /// Place, scores, and what people say.
    pub clone: NewClone,
}

/// Lower and upper bound, both inclusive; `None` is unbounded.
pub type Range<T> = [Option<T>; 2];

/// Which clones of the gallery.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filters {
    /// The recognizer under attack, in words.
    pub recognizer: Option<String>,
    /// Name of the target identity.
    pub target: Option<String>,
    /// The preset of the attack.
    pub preset: Option<Preset>,
    /// The loss.
    pub objective: Option<Objective>,
    /// Confidence of the target recognizer.
    pub target_score: Range<f64>,
    /// Confidence of the evaluation recognizer.
    pub evaluation_score: Range<f64>,
    /// Ranks no worse than this.
    pub rank: Option<u32>,
    /// How alike people find it, per cent.
    pub similarity: Range<f64>,
    /// How often people recognise it, per cent.
    pub recognition: Range<f64>,
    /// How natural people find it, per cent.
    pub naturalness: Range<f64>,
    /// When it was published.
    pub published_ms: Range<u64>,
}

/// A page of the gallery.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Browse {
    /// Which clones.
    pub filters: Filters,
    /// In which order.
    pub sort: GallerySort,
    /// After which clone the page begins; none for the first page.
    pub after: Option<Cursor>,
    /// How many at most.
    pub limit: u32,
    /// Number of matching clones; affects only how the query is executed.
    pub matches: u64,
}

/// A clone's place in an order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cursor {
    /// The value that clones are sorted by.
    pub value: f64,
    /// Breaks ties.
    pub id: i64,
}

/// Current human scores of a publication.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleNow {
    /// Of all clones.
    pub words: Vec<PublishedHumanScore>,
    /// The revisions of the studies that it comes from.
    pub seen: String,
    /// Of single clones: place, number, figures. Of others they say nothing.
    pub clones: Vec<(u32, u32, HumanFigures)>,
}

impl ListedClone {
    /// Its place in an order.
    pub fn cursor(&self, sort: GallerySort) -> Cursor {
        let human = self.clone.human;
        let value = match sort {
            // Milliseconds and ranks are far below 2^53.
            GallerySort::Newest | GallerySort::Oldest => self.published_ms as f64,
            GallerySort::Rank => f64::from(self.clone.evaluation_rank),
            GallerySort::EvaluationScore => self.clone.evaluation_score,
            GallerySort::TargetScore => self.clone.target_score,
            GallerySort::Similarity => human.similarity.unwrap_or_default(),
            GallerySort::Recognition => human.recognition.unwrap_or_default(),
            GallerySort::Naturalness => human.naturalness.unwrap_or_default(),
        };
        Cursor { value, id: self.id }
    }
}
