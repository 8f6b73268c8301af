//! Face sets and recognizers of a workspace, and who authorised their use.

pub use super::ids::{FaceSetId, RecognizerId};

use super::experiment::FolderFaces;
use serde::{Deserialize, Serialize};

/// Length of the authoriser's name and position, in characters.
pub const AUTHORISER_LENGTH: std::ops::RangeInclusive<usize> = 3..=200;
/// The longest name of a set or recognizer, in characters.
pub const LONGEST_NAME: usize = 80;
/// The largest uploaded image, in bytes.
pub const LARGEST_IMAGE: u64 = 10 * 1024 * 1024;
/// The largest uploaded archive, in bytes.
pub const LARGEST_ARCHIVE: u64 = 2 * 1024 * 1024 * 1024;
/// The largest uploaded weights, in bytes; the paper's have 40 million.
pub const LARGEST_WEIGHTS: u64 = 128 * 1024 * 1024;
/// The largest file of templates, in bytes.
pub const LARGEST_TEMPLATES: u64 = 64 * 1024 * 1024;
/// The most images in an uploaded set.
pub const MOST_IMAGES: u32 = 200_000;
/// Accepted extensions of pictures, in lower case.
pub const PICTURE_ENDINGS: [&str; 6] = ["jpg", "jpeg", "jfif", "png", "webp", "bmp"];
/// The most skipped files that are listed one by one; further ones are counted.
pub const MOST_NAMED: usize = 10_000;
/// The fewest identities in a set: one to attack, one more in each recognizer, and one for the seeds.
pub const FEWEST_IDENTITIES: u32 = 4;
/// The fewest images of an identity: one for training, one to measure accuracy.
pub const FEWEST_IMAGES: u32 = 2;

/// Who authorised an audit, and on what grounds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Authorisation {
    /// Name and position.
    pub by: String,
    /// The grounds.
    pub basis: Basis,
}

/// Grounds for an audit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Everybody shown, or known to the recognizer, has consented.
    Consent,
    /// A public dataset, under its licence.
    PublicDataset,
    /// A contract with the owner of the faces or the recognizer.
    Contract,
}

impl Basis {
    /// All grounds, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Consent, Self::PublicDataset, Self::Contract];

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Consent => "consent",
            Self::PublicDataset => "public-dataset",
            Self::Contract => "contract",
        }
    }

    /// A description.
    pub fn words(self) -> &'static str {
        match self {
            Self::Consent => "the people shown have consented",
            Self::PublicDataset => "a public dataset, used under its licence",
            Self::Contract => "a contract with the responsible party",
        }
    }
}

/// The authorisation of a set or recognizer that a run used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AuthorisationRecord {
    /// The set or recognizer, such as `the face set Staff`.
    pub what: String,
    /// Who authorised the audit, and on what grounds.
    pub authorisation: Authorisation,
}

impl AuthorisationRecord {
    /// A sentence for reports.
    pub fn sentence(&self) -> String {
        let Authorisation { by, basis } = &self.authorisation;
        let by = by.trim_end_matches('.');
        format!("The audit of {} was authorised by {by}: {}.", self.what, basis.words())
    }
}

/// Whether a set can be filled or used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum FaceSetState {
    /// Images can be added; runs cannot use it.
    Filling,
    /// Runs can use it; it no longer changes.
    Ready,
}

/// A face set in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FaceSetSummary {
    /// The set's id.
    pub id: FaceSetId,
    /// Its name.
    pub name: String,
    /// Whether it can be used.
    pub state: FaceSetState,
    /// Whether it is a folder on the server's machine, read anew by each run; otherwise its images were uploaded.
    pub is_folder: bool,
    /// Number of uploaded identities.
    pub identities: u32,
    /// Number of uploaded images.
    pub images: u32,
    /// Images of the identity with the fewest.
    pub fewest: u32,
    /// Total size of the stored images, in bytes.
    pub bytes: u64,
    /// Who authorised its use, and on what grounds.
    pub authorisation: Authorisation,
    /// Name of the person who added it.
    pub added_by: String,
    /// When it was added, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
}

/// A face set with its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FaceSetView {
    /// The summary shown in lists.
    pub summary: FaceSetSummary,
    /// Its people, by name.
    pub people: Vec<PersonInSet>,
    /// The path of a folder set, for those who may add faces.
    pub folder: Option<FolderFaces>,
    /// Whether the caller may add to it.
    pub may_add: bool,
    /// Whether the caller may delete it.
    pub may_delete: bool,
}

/// A person in a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PersonInSet {
    /// The identity's name.
    pub name: String,
    /// Number of images.
    pub images: u32,
}

/// A new face set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewFaceSet {
    /// Its name.
    pub name: String,
    /// Folders on the server's machine; absent if images will be uploaded.
    pub folder: Option<FolderFaces>,
    /// Name and position of the authoriser.
    pub authorised_by: String,
    /// The grounds; absent if none were chosen.
    pub basis: Option<Basis>,
}

/// The result of an upload.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UploadResult {
    /// Number of images stored.
    pub kept: u32,
    /// Number of files skipped.
    pub left_out: u32,
    /// Skipped files with the reason: all of them, or the first [`MOST_NAMED`].
    pub examples: Vec<LeftOutFile>,
}

/// A skipped file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LeftOutFile {
    /// Its name in the upload.
    pub file: String,
    /// Why.
    pub why: String,
}

/// A recognizer of a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecognizerSummary {
    /// The recognizer's id.
    pub id: RecognizerId,
    /// Its name.
    pub name: String,
    /// Whether it is a file on the server's machine; otherwise it was uploaded.
    pub is_path: bool,
    /// Whether runs can use it; otherwise its weights are still to be uploaded.
    pub is_whole: bool,
    /// Number of registered identities; 0 for an embedding network with which each run registers its own people.
    pub classes: u32,
    /// Who authorised the audit, and on what grounds.
    pub authorisation: Authorisation,
    /// Name of the person who added it.
    pub added_by: String,
    /// When it was added, in milliseconds since 1970 (UTC).
    pub created_ms: u64,
}

/// A new recognizer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NewRecognizer {
    /// Its name.
    pub name: String,
    /// `NAME.safetensors` with `NAME.json` beside it, or `NAME.onnx`, on the server's machine; absent if it will be
    /// uploaded.
    pub file: Option<String>,
    /// The text of `NAME.json`, if the weights will be uploaded.
    pub description: Option<String>,
    /// Name and position of the authoriser.
    pub authorised_by: String,
    /// The grounds; absent if none were chosen.
    pub basis: Option<Basis>,
}

/// All face sets and recognizers of a workspace.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FacesOverview {
    /// Face sets, newest first.
    pub sets: Vec<FaceSetSummary>,
    /// Recognizers, newest first.
    pub recognizers: Vec<RecognizerSummary>,
    /// Whether the caller may add sets and recognizers.
    pub may_add: bool,
    /// Whether the caller may delete them.
    pub may_delete: bool,
}
