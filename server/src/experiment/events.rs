//! Events of a running experiment, for its observer: a terminal, the lab, a test.

use engine::inversion::{Look, Step};
use std::ops::ControlFlow;
use wire::left_out::LeftOutFaces;
use wire::live::{EpochPoint, Stage, TargetLive};

/// An event of an experiment.
pub enum Event<'a> {
    /// The path of the run and the names of the targets; sent once the split is known, before any attack.
    Targets {
        /// The path, now with the targets' names.
        stages: Vec<Stage>,
        /// The target identities, none of them attacked yet.
        targets: Vec<TargetLive>,
    },
    /// Progress within a stage. `overall` is the share of the whole run done, by expected work.
    Progress {
        /// Index into the stages.
        stage: usize,
        /// How many stages from it on are under way: targets that are attacked as one batch.
        together: usize,
        /// Units done.
        done: u64,
        /// Units in all; 0 while unknown.
        total: u64,
        /// The unit of `done` and `total`.
        unit: &'static str,
        /// In [0,1].
        overall: f64,
        /// Whether the pace predicts that of later stages; reading files does not predict computing networks.
        sets_pace: bool,
    },
    /// An epoch of training ended.
    Epoch(EpochPoint),
    /// A step of an attack.
    Step {
        /// Index of the target identity.
        target: usize,
        /// Figures of every clone.
        step: &'a Step,
        /// Brings pictures of the clones at this step.
        look: Look<'a>,
    },
    /// Files were written from which the run could resume; the observer keeps them before it returns.
    Kept,
    /// Further people and files that were found but are not used.
    LeftOut(&'a LeftOutFaces),
    /// A note for the user.
    Note(String),
}

/// Observes an experiment. Called often, on the experiment's own thread; must be quick.
pub trait Observer {
    /// Receives an event; the answer says whether to continue.
    fn observe(&mut self, event: Event<'_>) -> ControlFlow<()>;
}
