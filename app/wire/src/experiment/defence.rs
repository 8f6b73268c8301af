//! What the target recognizer changes before it answers.

use crate::settings::{Kind, settings};

/// As many decimals as scores are computed with.
pub const ALL_DECIMALS: u32 = 7;

settings! {
    /// Defences of the target recognizer while it is attacked. Its clones are judged without them.
    #[derive(Copy)]
    pub struct DefenceConfig at "defence." {
        /// Scores are rounded to this many decimals; 7 keeps all of them. Rounding does not hinder an attack that has the
        /// weights.
        decimals: u32 = ALL_DECIMALS, "Decimals of the scores", Kind::Whole { min: 0, max: ALL_DECIMALS as u64 }, "7";

        /// Logits are divided by this before they become scores, for answers and for gradients. 1 changes nothing; higher
        /// values even the scores out.
        temperature: f64 = 1.0, "Temperature of the scores", Kind::Real { min: 0.01, max: 100.0 }, "1";
    }
}
