//! Sets of faces and recognizers that a workspace keeps for its runs, and who authorises that they are audited.

pub use super::ids::{FaceSetId, RecognizerId};

use super::experiment::FolderFaces;
use serde::{Deserialize, Serialize};

/// How many characters say who authorises an audit.
pub const AUTHORISER_LENGTH: std::ops::RangeInclusive<usize> = 3..=200;
/// The most characters of a set's or a recognizer's name.
pub const LONGEST_NAME: usize = 80;
/// The most bytes of an image that is uploaded.
pub const LARGEST_IMAGE: u64 = 10 * 1024 * 1024;
/// The most bytes of an archive that is uploaded.
pub const LARGEST_ARCHIVE: u64 = 2 * 1024 * 1024 * 1024;
/// The most bytes of a recognizer's weights that are uploaded; those of the paper have 40 million.
pub const LARGEST_WEIGHTS: u64 = 128 * 1024 * 1024;
/// The most images of a set that is uploaded.
pub const MOST_IMAGES: u32 = 200_000;
/// How the names of pictures that are taken end, in small letters.
pub const PICTURE_ENDINGS: [&str; 6] = ["jpg", "jpeg", "jfif", "png", "webp", "bmp"];
/// Of the files of an upload that were left out, so many are named one by one; further ones are counted.
pub const MOST_NAMED: usize = 10_000;
/// The fewest identities of a set: one to attack, one more in each recognizer, and one for the seeds.
pub const FEWEST_IDENTITIES: u32 = 4;
/// The fewest images of an identity: one to learn from, one to measure by.
pub const FEWEST_IMAGES: u32 = 2;

/// Who says that an audit is allowed, and on what grounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Authorisation {
    /// Name and position.
    pub by: String,
    /// On what grounds.
    pub basis: Basis,
}

/// On what grounds an audit is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Everybody shown, or known to the recognizer, has consented.
    Consent,
    /// A public dataset, under its licence.
    PublicDataset,
    /// A contract with whoever answers for the faces or the recognizer.
    Contract,
}

impl Basis {
    /// All, as a form offers them.
    pub const ALL: [Self; 3] = [Self::Consent, Self::PublicDataset, Self::Contract];

    /// The name that crosses the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::PublicDataset => "public-dataset",
            Self::Contract => "contract",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Consent => "the people shown have consented",
            Self::PublicDataset => "a public dataset, used under its licence",
            Self::Contract => "a contract with whoever answers for them",
        }
    }
}

/// Under whose authority a run used something that was brought to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Authorised {
    /// What was used, such as `the face set Staff`.
    pub what: String,
    /// By whom and why.
    pub authorisation: Authorisation,
}

impl Authorised {
    /// As a sentence of a report.
    pub fn sentence(&self) -> String {
        let Authorisation { by, basis } = &self.authorisation;
        let by = by.trim_end_matches('.');
        format!("The audit of {} was authorised by {by}: {}.", self.what, basis.words())
    }
}

/// Whether a set can be added to or used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FaceSetState {
    /// Images can be added; no run can use it.
    Filling,
    /// Runs can use it; nothing in it changes any more.
    Ready,
}

/// A set of faces, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct FaceSetSummary {
    /// Which.
    pub id: FaceSetId,
    /// As people call it.
    pub name: String,
    /// Whether it can be used.
    pub state: FaceSetState,
    /// Whether it is a folder on the server's machine, which is looked at by each run anew; else its images were uploaded.
    pub is_folder: bool,
    /// Identities uploaded.
    pub identities: u32,
    /// Images uploaded.
    pub images: u32,
    /// Images of the identity that has the fewest.
    pub fewest: u32,
    /// Bytes of all images as they are kept.
    pub bytes: u64,
    /// Who allows that it is used, and why.
    pub authorisation: Authorisation,
    /// The name of whoever added it.
    pub added_by: String,
    /// When, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
}

/// A set of faces with its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct FaceSetView {
    /// As lists show it.
    pub summary: FaceSetSummary,
    /// Its people, by name.
    pub people: Vec<PersonInSet>,
    /// Where a folder set lies, for those who may add faces.
    pub folder: Option<FolderFaces>,
    /// Whether the caller may add to it.
    pub may_add: bool,
    /// Whether the caller may delete it.
    pub may_delete: bool,
}

/// A person of a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct PersonInSet {
    /// The identity's name.
    pub name: String,
    /// How many images there are.
    pub images: u32,
}

/// A set of faces that somebody adds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct NewFaceSet {
    /// As people will call it.
    pub name: String,
    /// Folders on the server's machine; none if images are to be uploaded.
    pub folder: Option<FolderFaces>,
    /// Name and position of whoever allows that it is used.
    pub authorised_by: String,
    /// On what grounds; none was chosen if absent.
    pub basis: Option<Basis>,
}

/// What was taken of an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct Taken {
    /// Images that are kept now.
    pub kept: u32,
    /// Files that were left out.
    pub left_out: u32,
    /// These, and why: all of them, or the first [`MOST_NAMED`].
    pub examples: Vec<LeftOut>,
}

/// A file that was left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct LeftOut {
    /// Its name in the upload.
    pub file: String,
    /// Why.
    pub why: String,
}

/// A recognizer of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct RecognizerSummary {
    /// Which.
    pub id: RecognizerId,
    /// As people call it.
    pub name: String,
    /// Whether it is a file on the server's machine; else it was uploaded.
    pub is_path: bool,
    /// Whether runs can use it; else its weights have not been sent yet.
    pub is_whole: bool,
    /// How many identities it knows.
    pub classes: u32,
    /// Who allows that it is audited, and why.
    pub authorisation: Authorisation,
    /// The name of whoever added it.
    pub added_by: String,
    /// When, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
}

/// A recognizer that somebody adds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct NewRecognizer {
    /// As people will call it.
    pub name: String,
    /// `NAME.safetensors` on the server's machine, with `NAME.json` beside it; none if both are sent.
    pub file: Option<String>,
    /// The text of `NAME.json`, if the weights are sent next.
    pub description: Option<String>,
    /// Name and position of whoever allows that it is audited.
    pub authorised_by: String,
    /// On what grounds; none was chosen if absent.
    pub basis: Option<Basis>,
}

/// All faces and recognizers of a workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
pub struct FacesOverview {
    /// Sets of faces, newest first.
    pub sets: Vec<FaceSetSummary>,
    /// Recognizers, newest first.
    pub recognizers: Vec<RecognizerSummary>,
    /// Whether the caller may add any.
    pub may_add: bool,
    /// Whether the caller may delete any.
    pub may_delete: bool,
}
