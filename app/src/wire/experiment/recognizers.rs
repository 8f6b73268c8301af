//! Recognizers that are loaded instead of trained.

use crate::wire::ids::RecognizerId;
use crate::wire::settings::{Kind, settings};

settings! {
    /// Recognizers to load (`NAME.safetensors` with `NAME.json` beside it); where none is named, one is trained.
    pub struct RecognizersConfig at "recognizers." {
        /// The recognizer under attack: a .safetensors file on the server's machine with its .json beside it. Empty: train one.
        target: String = String::new(), "Target recognizer to load", Kind::Text, "", absent "String::is_empty";

        /// As above, for the independent judge: other weights than the target's, which know other people beside the targets.
        /// Empty: train one.
        evaluation: String = String::new(), "Evaluation recognizer to load", Kind::Text, "", absent "String::is_empty";

        /// One of the recognizers that this workspace keeps. None: train one.
        kept_target: Option<RecognizerId> = None, "Target recognizer", Kind::Text, "", absent "Option::is_none";

        /// As above, for the independent judge. None: train one.
        kept_evaluation: Option<RecognizerId> = None, "Evaluation recognizer", Kind::Text, "", absent "Option::is_none";
    }
}
