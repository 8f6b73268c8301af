//! From the bytes of a file to a plan that was tried.

use crate::builder;
use crate::error::OnnxError;
use crate::file::{Beside, File};
use crate::plan::Plan;
use crate::trial;
use bytes::Bytes;

impl Plan {
    /// Reads a file and tries it. `beside` finds files that hold its constants, by name; `side` is the size of its images
    /// where the file leaves it open.
    ///
    /// # Errors
    /// If it cannot be used as a network that maps images to numbers; the message says why and what to do.
    pub fn read(bytes: Bytes, beside: Beside<'_>, side: Option<usize>) -> Result<Self, OnnxError> {
        let file = File::read(bytes, beside)?;
        let mut plan = builder::plan(&file)?;
        plan.input.side = plan.input.side.or(side);
        plan.figures = trial::run(&plan)?;
        Ok(plan)
    }
}
