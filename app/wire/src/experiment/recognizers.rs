//! Recognizers to load instead of training them.

use crate::ids::RecognizerId;
use crate::settings::{Kind, settings};

/// Further judges of a run at most.
pub const MOST_JUDGES: usize = 8;

settings! {
    /// Recognizers to load (`NAME.safetensors` with `NAME.json` beside it, or `NAME.onnx`); those not named are trained.
    pub struct RecognizersConfig at "recognizers." {
        /// The recognizer under attack: a .safetensors file on the server's machine with its .json beside it, or an
        /// embedding network as .onnx, with which the run registers its people. If empty, one is trained.
        target: String = String::new(), "Target recognizer to load", Kind::Text, "", absent "String::is_empty";

        /// As above, for the independent judge: other weights than the target's, trained on other people besides the
        /// targets. If empty, one is trained.
        evaluation: String = String::new(), "Evaluation recognizer to load", Kind::Text, "", absent "String::is_empty";

        /// Further judges: embedding networks (.onnx) on the server's machine, with commas between them. They see all
        /// clones when the attack is over, and a verdict says "leak" only where judges of different origin agree.
        judges: Vec<String> = Vec::new(), "Further judges to load", Kind::Names, "", absent "Vec::is_empty";

        /// A recognizer of this workspace. If absent, one is trained.
        kept_target: Option<RecognizerId> = None, "Target recognizer", Kind::Text, "", absent "Option::is_none";

        /// As above, for the independent judge. If absent, one is trained.
        kept_evaluation: Option<RecognizerId> = None, "Evaluation recognizer", Kind::Text, "", absent "Option::is_none";

        /// Embedding networks of this workspace as further judges.
        kept_judges: Vec<RecognizerId> = Vec::new(), "Further judges", Kind::Names, "", absent "Vec::is_empty";
    }
}

impl RecognizersConfig {
    /// Files to load, each with the field that names it.
    pub fn files(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let roles = [("recognizers.target", &self.target), ("recognizers.evaluation", &self.evaluation)];
        let judges = self.judges.iter().map(|file| ("recognizers.judges", file));
        roles.into_iter().chain(judges).map(|(field, file)| (field, file.as_str())).filter(|(_, file)| !file.is_empty())
    }

    /// Recognizers of the workspace, each with the field that names it.
    pub fn kept(&self) -> impl Iterator<Item = (&'static str, &RecognizerId)> {
        let roles = [
            ("recognizers.kept_target", self.kept_target.as_ref()),
            ("recognizers.kept_evaluation", self.kept_evaluation.as_ref()),
        ];
        let judges = self.kept_judges.iter().map(|id| ("recognizers.kept_judges", id));
        roles.into_iter().filter_map(|(field, id)| Some((field, id?))).chain(judges)
    }
}
