//! Why a checkpoint cannot be converted.

/// Why a checkpoint cannot be converted, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// The operating system does not hand the file over.
    #[error("the file cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// A file of another tool; the sentence of [`crate::foreign`].
    #[error("{0}")]
    Foreign(String),
    /// Neither a checkpoint nor a file of another tool that is known.
    #[error("this is neither a PyTorch checkpoint nor a safetensors file: {0}")]
    NotCheckpoint(String),
    /// A checkpoint that is damaged, or of a kind that is not read.
    #[error("the checkpoint cannot be read: {0}")]
    Broken(String),
    /// Something is larger than this program reads.
    #[error("the checkpoint has {found} {what}, and at most {limit} are read")]
    TooMuch {
        /// What there is too much of, in the plural.
        what: &'static str,
        /// How much there is.
        found: u64,
        /// How much may be.
        limit: u64,
    },
    /// No known architecture has such names.
    #[error(
        "no known architecture has tensors such as {}; known are {}. Export the network as ONNX instead: \
         torch.onnx.export(model, torch.zeros(1, 3, 112, 112), \"model.onnx\")",
        list(names),
        known.join(", ")
    )]
    Unknown {
        /// Some of the names in the file.
        names: Vec<String>,
        /// The architectures that are known.
        known: Vec<&'static str>,
    },
    /// Several networks in one file.
    #[error("the checkpoint holds several networks, under {}; save the state dict of one", list(prefixes))]
    Several {
        /// What the names of each begin with.
        prefixes: Vec<String>,
    },
    /// A tensor that the architecture has is not there.
    #[error("{architecture} has a tensor {name}, which is missing")]
    Missing {
        /// The architecture that the names point to.
        architecture: &'static str,
        /// The name of the tensor.
        name: String,
    },
    /// A tensor has another shape than the architecture, or the tensors before it, ask for.
    #[error("tensor {name} has the shape {found:?}, where {architecture} has {wanted}")]
    Shape {
        /// The architecture that the names point to.
        architecture: &'static str,
        /// The name of the tensor.
        name: String,
        /// Its shape.
        found: Vec<usize>,
        /// The shape that is wanted; `_` stands for any number.
        wanted: String,
    },
    /// Tensors that the architecture does not have.
    #[error(
        "{architecture} has no tensors such as {}, so the network is another one; export it as ONNX instead",
        list(names)
    )]
    LeftOver {
        /// The architecture that the names point to.
        architecture: &'static str,
        /// The names of all of them, in the order of the alphabet.
        names: Vec<String>,
    },
    /// A tensor holds something else than floating-point numbers.
    #[error("tensor {name} holds values of the type {found}; save it in float32")]
    Type {
        /// The name of the tensor.
        name: String,
        /// The type of its values.
        found: String,
    },
    /// A tensor holds values that no network computes with.
    #[error("tensor {name} holds {what}; training has failed, or the file is damaged")]
    Value {
        /// The name of the tensor.
        name: String,
        /// What it holds.
        what: &'static str,
    },
    /// Images of this size cannot be passed in.
    #[error("{architecture} does not take images of {side} by {side} pixels: {why}")]
    Side {
        /// The architecture that the names point to.
        architecture: &'static str,
        /// Height and width in pixels.
        side: u32,
        /// The reason.
        why: String,
    },
}

/// Names that a message lists.
const LISTED: usize = 5;

/// Letters of a text from a file that a message shows.
const SHOWN: usize = 200;

fn list(names: &[String]) -> String {
    let shown = names.iter().take(LISTED).map(|name| if name.is_empty() { "no prefix".into() } else { plain(name) });
    let listed = shown.collect::<Vec<_>>().join(", ");
    if names.len() > LISTED { format!("{listed} and {} more", names.len() - LISTED) } else { listed }
}

/// The beginning of a text that comes from a file, without control characters.
pub fn plain(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_control()).take(SHOWN).collect()
}
