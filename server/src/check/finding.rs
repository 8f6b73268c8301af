//! Inconsistencies, in words.

use super::Checked;
use crate::store::objects::{ContentHash, HalfWritten};
use crate::store::runs::Owner;
use indicatif::DecimalBytes;
use std::collections::BTreeMap;
use std::fmt;
use wire::run::RunId;

/// An inconsistency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// A file whose bytes are lost.
    Lost {
        /// Its owner.
        owner: Owner,
        /// The file's path, or the snapshot.
        what: String,
        /// The object.
        hash: ContentHash,
        /// The kind of loss.
        loss: Loss,
    },
    /// A finished run without a report.
    NoReport {
        /// The run.
        run: RunId,
    },
    /// An unfinished run without a job, which no worker will ever take.
    NoJob {
        /// The run.
        run: RunId,
    },
    /// A finished run with a job, which a worker would take.
    JobOfNone {
        /// The run.
        run: RunId,
    },
    /// A run with a row that the program would not write.
    Unreadable {
        /// The run.
        run: RunId,
        /// The table and field.
        what: &'static str,
        /// The problem.
        why: String,
    },
    /// An object that no row names.
    Unnamed {
        /// The object.
        hash: ContentHash,
        /// Its size in bytes.
        size: u64,
    },
    /// An object that was never written to its end.
    HalfWritten(HalfWritten),
}

/// How an object's bytes are lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// There is no such object.
    Missing,
    /// Its bytes differ from the written ones.
    Damaged,
}

impl Finding {
    /// The kind of finding, for counts: its position in the output, and the words after the number.
    fn kind(&self) -> (u8, &'static str) {
        match self {
            Self::Lost { loss: Loss::Missing, .. } => (0, "rows name an object that is not there"),
            Self::Lost { loss: Loss::Damaged, .. } => (1, "rows name an object whose bytes are damaged"),
            Self::NoReport { .. } => (2, "runs have finished without a report"),
            Self::NoJob { .. } => (3, "runs wait that no worker will take"),
            Self::JobOfNone { .. } => (4, "jobs are of runs that are over"),
            Self::Unreadable { .. } => (5, "rows of runs cannot be understood"),
            Self::Unnamed { .. } => (6, "objects are named by no row"),
            Self::HalfWritten(_) => (7, "files were never written to their end"),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lost { owner, what, hash, loss: Loss::Missing } => {
                write!(out, "{owner}: {what}: the object {hash} is not there")
            }
            Self::Lost { owner, what, hash, loss: Loss::Damaged } => {
                write!(out, "{owner}: {what}: the object {hash} is damaged")
            }
            Self::NoReport { run } => write!(out, "run {}: finished without report.json", run.0),
            Self::NoJob { run } => write!(out, "run {}: waits without a job", run.0),
            Self::JobOfNone { run } => write!(out, "run {}: is over and has a job", run.0),
            Self::Unreadable { run, what, why } => write!(out, "run {}: {what} cannot be understood: {why}", run.0),
            Self::Unnamed { hash, size } => write!(out, "object {hash}: {}, named by no row", DecimalBytes(*size)),
            Self::HalfWritten(HalfWritten { path, size }) => {
                write!(out, "{}: {}, half written", path.display(), DecimalBytes(*size))
            }
        }
    }
}

impl fmt::Display for Checked {
    /// How much was checked, how many findings of each kind, then each finding.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { runs, rows, objects, bytes, young, findings } = self;
        let size = DecimalBytes(*bytes);
        writeln!(out, "Runs: {runs}. Rows that name an object: {rows}. Objects that they name: {objects}, {size}.")?;
        if *young > 0 {
            writeln!(out, "Objects that no row names yet, written in the last ten minutes: {young}.")?;
        }
        if findings.is_empty() {
            return write!(out, "All of it fits together.");
        }
        let mut counts = BTreeMap::new();
        for finding in findings {
            *counts.entry(finding.kind()).or_insert(0) += 1;
        }
        for ((_, words), count) in counts {
            writeln!(out, "{count:>6} {words}")?;
        }
        let mut sorted: Vec<_> = findings.iter().collect();
        sorted.sort_by_key(|finding| finding.kind());
        sorted.iter().try_for_each(|finding| write!(out, "\n{finding}"))
    }
}
