//! Why a file cannot be used.

/// Why an ONNX file cannot be read as a network, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OnnxError {
    /// The bytes are no ONNX file.
    #[error("this is not an ONNX file ({0}); export the network anew, or fetch the whole file")]
    NotOnnx(String),
    /// Something is larger than this program reads.
    #[error("the file has {found} {what}, and at most {limit} are read")]
    TooMuch {
        /// What there is too much of, in the plural.
        what: &'static str,
        /// How much there is.
        found: u64,
        /// How much may be.
        limit: u64,
    },
    /// An operator that is not covered.
    #[error(
        "node {node} uses the operator {operator}, which is not supported; simplify the graph (for example with onnxsim), or \
         export only the layers up to the embedding"
    )]
    Operator {
        /// The operator, with its set if that is not ONNX's own.
        operator: String,
        /// The node.
        node: String,
    },
    /// A node that cannot be computed as it stands.
    #[error("node {node} ({operator}): {why}")]
    Node {
        /// The node.
        node: String,
        /// Its operator.
        operator: String,
        /// The reason.
        why: String,
    },
    /// A constant that cannot be read.
    #[error("constant {name}: {why}")]
    Constant {
        /// Its name.
        name: String,
        /// The reason.
        why: String,
    },
    /// The graph as a whole is not one that can be used.
    #[error("{0}")]
    Graph(String),
}

impl OnnxError {
    /// About the graph as a whole.
    pub(crate) fn graph(why: impl Into<String>) -> Self {
        Self::Graph(why.into())
    }
}
