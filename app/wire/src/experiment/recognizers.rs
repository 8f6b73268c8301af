//! Recognizers to load instead of training them.

use crate::ids::RecognizerId;
use crate::settings::{Kind, settings};

settings! {
    /// Recognizers to load (`NAME.safetensors` with `NAME.json` beside it, or `NAME.onnx`); those not named are trained.
    pub struct RecognizersConfig at "recognizers." {
        /// The recognizer under attack: a .safetensors file on the server's machine with its .json beside it, or an
        /// embedding network as .onnx, with which the run registers its people. If empty, one is trained.
        target: String = String::new(), "Target recognizer to load", Kind::Text, "", absent "String::is_empty";

        /// As above, for the independent judge: other weights than the target's, trained on other people besides the
        /// targets. If empty, one is trained.
        evaluation: String = String::new(), "Evaluation recognizer to load", Kind::Text, "", absent "String::is_empty";

        /// A recognizer of this workspace. If absent, one is trained.
        kept_target: Option<RecognizerId> = None, "Target recognizer", Kind::Text, "", absent "Option::is_none";

        /// As above, for the independent judge. If absent, one is trained.
        kept_evaluation: Option<RecognizerId> = None, "Evaluation recognizer", Kind::Text, "", absent "Option::is_none";
    }
}
