//! What a running experiment tells whoever watches it: a terminal, the lab, a test.

use engine::inversion::{Look, Step};
use std::ops::ControlFlow;
use wire::left_out::LeftOutFaces;
use wire::live::{EpochPoint, Stage, TargetLive};

/// Something happened.
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
        /// What is counted.
        unit: &'static str,
        /// In [0,1].
        overall: f64,
        /// Whether the pace tells how long later stages take: how fast files are read says nothing of how fast networks
        /// are computed.
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
    /// Files were written that the run could go on from.
    Kept,
    /// People and files that were found and are not used: what is new of these.
    LeftOut(&'a LeftOutFaces),
    /// Something worth knowing.
    Note(String),
}

/// Watches an experiment. Called on the experiment's own thread, often; must be quick.
pub trait Observer {
    /// Takes note of an event; the answer says whether to go on.
    fn observe(&mut self, event: Event<'_>) -> ControlFlow<()>;
}
