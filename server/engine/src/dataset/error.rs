//! Errors about faces. Every message names the folder, identity or field, and says what to do.

use std::path::PathBuf;

/// Why faces cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatasetError {
    /// The path does not exist.
    #[error("{} does not exist: check the path of the faces", .0.display())]
    NotFound(PathBuf),
    /// The path is a file, not a folder.
    #[error("{} is not a folder: give the folder that holds the faces", .0.display())]
    NotAFolder(PathBuf),
    /// Reading or writing failed.
    #[error("{} cannot be {doing}: {source}", path.display())]
    Io {
        /// What was read or written.
        path: PathBuf,
        /// Past participle, such as `read`.
        doing: &'static str,
        /// What the system said.
        source: std::io::Error,
    },
    /// No folder with pictures was found.
    #[error("{} holds no identities: it needs one folder for each person, with JPEG, PNG, WebP or BMP pictures inside{hint}", path.display())]
    NoIdentities {
        /// The folder that was searched.
        path: PathBuf,
        /// What was found instead, as the end of the sentence; may be empty.
        hint: String,
    },
    /// The folder of people is one level below.
    #[error(
        "{}: no pictures lie directly in {}, but in folders below it; {advice}",
        path.display(),
        example.display()
    )]
    TooHigh {
        /// The folder that was searched.
        path: PathBuf,
        /// A folder in it that holds people, or a person's folders.
        example: PathBuf,
        /// What to do.
        advice: String,
    },
    /// There are identities, but each has too few pictures.
    #[error(
        "no identity in {} has {wanted} pictures or more; the best is {best_name} with {best}: lower faces.min_images or add pictures",
        path.display()
    )]
    TooFewImages {
        /// The folder that was searched.
        path: PathBuf,
        /// The least number of pictures asked for.
        wanted: usize,
        /// The identity with most pictures.
        best_name: String,
        /// How many it has.
        best: usize,
    },
    /// A folder of public faces contains no picture.
    #[error("{} holds no JPEG, PNG, WebP or BMP picture, at any depth", .0.display())]
    NoFaces(PathBuf),
    /// Not one of the files could be decoded.
    #[error("none of {count} pictures can be read; the first is {}: {why}", path.display())]
    AllCorrupt {
        /// How many there are.
        count: usize,
        /// The first of them.
        path: PathBuf,
        /// The problem.
        why: String,
    },
    /// The split asks for more identities than there are.
    #[error(
        "{field} asks for {wanted} identities, but only {free} of {all} are still free: lower split.targets, split.target_others or split.evaluation_others, or add faces"
    )]
    TooFewIdentities {
        /// The field that could not be served.
        field: &'static str,
        /// How many it asks for.
        wanted: usize,
        /// How many are not taken yet.
        free: usize,
        /// How many there are.
        all: usize,
    },
    /// A list names an unknown identity.
    #[error(
        "{field} names {name:?}, which is not among the {all} usable identities: correct the name, or check that it has enough pictures"
    )]
    UnknownIdentity {
        /// The list.
        field: &'static str,
        /// The name in it.
        name: String,
        /// How many identities there are.
        all: usize,
    },
    /// An identity is named more than once.
    #[error("{name:?} stands in {first} and again in {second}: name each identity once")]
    NamedTwice {
        /// The name.
        name: String,
        /// Where it stands first.
        first: &'static str,
        /// Where it stands again.
        second: &'static str,
    },
    /// A recognizer would have too few classes.
    #[error("{field}: {why}")]
    UnusableSplit {
        /// The field to change.
        field: &'static str,
        /// The problem and how to fix it.
        why: &'static str,
    },
    /// An impossible request for synthetic people.
    #[error("faces.synthetic.{field}: {why}")]
    UnusableRequest {
        /// The field to change.
        field: &'static str,
        /// The problem and how to fix it.
        why: String,
    },
    /// People would be drawn over something else.
    #[error("{} is not empty: choose another folder, or say that it may be overwritten", .0.display())]
    NotEmpty(PathBuf),
}

impl DatasetError {
    /// Wraps an error of the system for `path`.
    pub(super) fn io(path: impl Into<PathBuf>, doing: &'static str) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, doing, source }
    }
}

/// Why a longer operation on faces ended early.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The caller's progress closure stopped it.
    #[error("stopped")]
    Stopped,
    /// The faces cannot be used.
    #[error(transparent)]
    Dataset(#[from] DatasetError),
}
