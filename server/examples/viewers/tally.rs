//! What rounds of the same kind have in common.

use crate::crowd::Seen;
use crate::server::Log;
use std::collections::HashSet;

/// What was measured of one run.
pub struct Round {
    /// Start of the run, in microseconds since 1970; the log also covers the previous run.
    pub since: i64,
    /// Seconds of all its attacks.
    pub attack_seconds: f64,
    /// Processor seconds of the server.
    pub server_seconds: f64,
    /// Of these, those of the threads that serve connections.
    pub connection_seconds: f64,
    /// Processor seconds of the viewers' thread.
    pub crowd_seconds: f64,
    /// Kilobytes that the server shares with nobody.
    pub memory: f64,
    /// The same, in the first and the last tenth of the run.
    pub tenths: [f64; 2],
    /// Kilobytes that the system holds for sockets.
    pub sockets: f64,
    /// Frames that the run kept.
    pub kept: u64,
    /// What each viewer saw who read.
    pub seen: Vec<Seen>,
}

/// Rounds with the same number of viewers.
#[derive(Default)]
pub struct Tally {
    /// How many watched.
    pub viewers: usize,
    attack_seconds: Vec<f64>,
    server_seconds: Vec<f64>,
    connection_seconds: Vec<f64>,
    crowd_seconds: Vec<f64>,
    memory: Vec<f64>,
    sockets: Vec<f64>,
    encoded: u64,
    kept: u64,
    shown: u64,
    /// Different frames that any viewer saw.
    seen: u64,
    /// Of each viewer in each round: the share that it got of the snapshots shown.
    shares: Vec<f64>,
    /// Of each frame that a viewer got, in milliseconds.
    delays: Vec<f64>,
    bytes: u64,
}

impl Tally {
    /// Of no rounds so far.
    pub fn new(viewers: usize) -> Self {
        Self { viewers, ..Self::default() }
    }

    /// Of one round whose frames do not matter.
    pub fn of(viewers: usize, round: &Round) -> Self {
        let mut tally = Self::new(viewers);
        tally.add(round, &Log::default());
        tally
    }

    /// Adds a round and the server's log of it.
    pub fn add(&mut self, round: &Round, log: &Log) {
        self.attack_seconds.push(round.attack_seconds);
        self.server_seconds.push(round.server_seconds);
        self.connection_seconds.push(round.connection_seconds);
        self.crowd_seconds.push(round.crowd_seconds);
        self.memory.push(round.memory);
        self.sockets.push(round.sockets);
        self.kept += round.kept;
        let shown: Vec<_> = log.shown.iter().filter(|(_, at)| *at >= round.since).copied().collect();
        self.shown += shown.len() as u64;
        self.encoded += log.encoded.iter().filter(|(_, at)| *at >= round.since).map(|(count, _)| count).sum::<u64>();
        let mut different = HashSet::new();
        for viewer in &round.seen {
            self.bytes += viewer.bytes;
            let mut got = HashSet::new();
            for (sequence, at) in &viewer.frames {
                different.insert(*sequence);
                let index = shown.partition_point(|(last, _)| last < sequence);
                let Some((last, since)) = shown.get(index) else { continue };
                got.insert(*last);
                self.delays.push((at - since) as f64 / 1e3);
            }
            self.shares.push(got.len() as f64 / shown.len().max(1) as f64);
        }
        self.seen += different.len() as u64;
    }

    /// A line: how long the attacks and the server's processor took, beside those of `alone`.
    pub fn cost(&self, alone: &Self) -> String {
        let more = |of: fn(&Self) -> &Vec<f64>| {
            let (here, there) = (median(of(self).clone()), median(of(alone).clone()));
            format!("{here:7.2} s ({:+5.1} %)", 100.0 * (here / there - 1.0))
        };
        format!(
            "{:5} viewers: attacks {}, server's processor {}, of which connections {:.2} s; viewers' processor {:.2} s",
            self.viewers,
            more(|tally| &tally.attack_seconds),
            more(|tally| &tally.server_seconds),
            median(self.connection_seconds.clone()),
            median(self.crowd_seconds.clone())
        )
    }

    /// A line: how often pictures were encoded.
    pub fn encoding(&self) -> String {
        format!(
            "{:5} viewers: {} pictures encoded, {} frames kept, {} different ones seen by viewers, of {} snapshots shown",
            self.viewers, self.encoded, self.kept, self.seen, self.shown
        )
    }

    /// A line: how long after being shown a frame was there, and who got how many.
    pub fn delay(&self) -> String {
        let (delays, shares) = (sorted(self.delays.clone()), sorted(self.shares.clone()));
        format!(
            "{:5} viewers: of {} frames ({:.0} MB) half came within {:.0} ms, 99 % within {:.0} ms, all within {:.0} ms; a viewer \
             got {:.0} % of the snapshots shown, the unluckiest {:.0} %",
            self.viewers,
            delays.len(),
            self.bytes as f64 / 1e6,
            at(&delays, 0.5),
            at(&delays, 0.99),
            at(&delays, 1.0),
            100.0 * at(&shares, 0.5),
            100.0 * at(&shares, 0.0)
        )
    }

    /// A line: kilobytes for each viewer that `fewer` did not have.
    pub fn memory(&self, fewer: &Self) -> String {
        let viewers = (self.viewers - fewer.viewers).max(1) as f64;
        let each = |of: fn(&Self) -> &Vec<f64>| (median(of(self).clone()) - median(of(fewer).clone())) / viewers;
        format!(
            "{:5} viewers: {:.1} kB of the server's memory for each, {:.1} kB of the system's for both ends of its connection",
            self.viewers,
            each(|tally| &tally.memory),
            each(|tally| &tally.sockets)
        )
    }
}

/// The value in the middle.
pub fn median(values: Vec<f64>) -> f64 {
    at(&sorted(values), 0.5)
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// The value below which lies such a share of the others.
fn at(sorted: &[f64], share: f64) -> f64 {
    let last = sorted.len().saturating_sub(1);
    sorted.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
}
