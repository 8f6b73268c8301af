//! Encodes, stores and shows snapshots, on a thread of its own.
//!
//! The run hands over raw pictures and goes on. Every snapshot is encoded once and stored; if several of one target
//! wait, viewers get only the newest. Between snapshots that are far apart there are glimpses: pictures that are shown
//! but not stored, as often as they cost little. The queue is bounded: a run that produces snapshots faster than they
//! can be encoded and stored has to wait, which is better than losing pictures or filling the memory.

use super::byte_budget::{ByteBudget, Reservation};
use super::frames::{FrameBatch, split_known};
use super::hub::Hub;
use super::jpeg::append_frame;
use super::pace::{Sent, is_glimpse_due};
use crate::effort::{EffortReading, of_thread};
use crate::lock::lock;
use crate::store::LeasedRun;
use bytes::Bytes;
use engine::pixels::Pictures;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use wire::frame::{Codec, FrameHeader};
use wire::live::{LiveEvent, StepPoint};

/// Snapshots stored in one transaction: each transaction waits for the disk.
const TOGETHER: usize = 8;

/// The state is written at most this often while snapshots come.
const SAVE_EVERY: Duration = Duration::from_secs(2);

/// The clones of a target after some steps.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Index of the target.
    pub target: u16,
    /// Figures for the curves; its iteration names the snapshot.
    pub point: StepPoint,
    /// Target score of each clone.
    pub scores: Vec<f32>,
    /// One picture a clone.
    pub pictures: Arc<Pictures>,
}

enum Job {
    Record(Box<Snapshot>, Reservation),
    Glimpse(Box<Snapshot>, Reservation),
    SaveState,
}

/// The handle that the run holds.
#[derive(Debug)]
pub struct Recorder {
    hub: Arc<Hub>,
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    room: Arc<ByteBudget>,
    /// Processor time of the last pictures, in nanoseconds.
    cost: Arc<AtomicU64>,
    /// When the last pictures of each target were taken.
    last: Mutex<BTreeMap<u16, EffortReading>>,
}

impl Recorder {
    /// Starts the thread.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(hub: Arc<Hub>, run: Arc<LeasedRun>) -> std::io::Result<Self> {
        let (jobs, waiting) = channel();
        let cost = Arc::new(AtomicU64::new(0));
        let scribe = RecorderThread::new(hub.clone(), run, cost.clone());
        let thread = std::thread::Builder::new().name("recorder".into()).spawn(move || scribe.work(&waiting))?;
        let (room, last) = (Arc::default(), Mutex::default());
        Ok(Self { hub, jobs: Some(jobs), thread: Some(thread), room, cost, last })
    }

    /// Whether pictures of a target between two snapshots would be shown: if somebody watches, and they are due.
    pub fn wants_glimpse(&self, target: u16) -> bool {
        let cost = Duration::from_nanos(self.cost.load(Ordering::Relaxed));
        let (targets, last) = {
            let last = lock(&self.last);
            (last.len().max(1) as u32, last.get(&target).copied())
        };
        self.hub.viewers() > 0 && self.room.is_empty() && is_glimpse_due(last, cost * targets, EffortReading::now())
    }

    /// Hands over a snapshot to store and show. Waits while the queue is full.
    pub fn record(&self, snapshot: Snapshot) {
        self.hand_over(snapshot, Job::Record);
    }

    /// Hands over pictures between snapshots, to show only.
    pub fn glimpse(&self, snapshot: Snapshot) {
        self.hand_over(snapshot, Job::Glimpse);
    }

    /// Stores the state for a restart, together with everything recorded before.
    pub fn save_state(&self) {
        lock(&self.last).clear();
        self.send(Job::SaveState);
    }

    fn hand_over(&self, snapshot: Snapshot, job: fn(Box<Snapshot>, Reservation) -> Job) {
        lock(&self.last).insert(snapshot.target, EffortReading::now());
        let place = self.room.take(snapshot.pictures.bytes.len());
        self.send(job(Box::new(snapshot), place));
    }

    fn send(&self, job: Job) {
        // The thread has ended only if it panicked; the run is worth more than its pictures.
        if self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_err()) {
            tracing::error!("the recorder has ended early");
        }
    }
}

impl Drop for Recorder {
    /// Waits until everything is stored and shown.
    fn drop(&mut self) {
        drop(self.jobs.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the recorder has panicked");
        }
    }
}

/// A snapshot's encoded frames.
struct Frames {
    /// For the store: one after another.
    bytes: Bytes,
    /// For viewers: slices of the same bytes.
    batches: Vec<FrameBatch>,
}

/// Frames of a target that viewers have not got yet.
struct PendingFrames {
    batches: Vec<FrameBatch>,
    is_kept: bool,
}

/// The state of the recorder's thread.
struct RecorderThread {
    hub: Arc<Hub>,
    run: Arc<LeasedRun>,
    sequence: u64,
    saved: Instant,
    cost: Arc<AtomicU64>,
    /// The last pictures sent to viewers.
    sent: Sent,
    unshown: BTreeMap<u16, PendingFrames>,
}

impl RecorderThread {
    fn new(hub: Arc<Hub>, run: Arc<LeasedRun>, cost: Arc<AtomicU64>) -> Self {
        let sequence = hub.sequence();
        let (saved, sent) = (Instant::now(), Sent { at: EffortReading::now(), bytes: 0.0 });
        Self { hub, run, sequence, saved, cost, sent, unshown: BTreeMap::new() }
    }

    fn work(mut self, waiting: &Receiver<Job>) {
        while let Ok(first) = waiting.recv() {
            let jobs = std::iter::once(first).chain(waiting.try_iter()).take(TOGETHER);
            let (mut snapshots, mut places, mut save) = (Vec::new(), Vec::new(), self.saved.elapsed() >= SAVE_EVERY);
            for job in jobs {
                match job {
                    Job::Record(snapshot, place) => {
                        let frames = self.encode(&snapshot);
                        snapshots.push((*snapshot, frames));
                        places.push(place);
                    }
                    Job::Glimpse(snapshot, place) => {
                        self.glimpse(&snapshot);
                        drop(place);
                    }
                    Job::SaveState => save = true,
                }
            }
            self.keep(snapshots);
            drop(places);
            if save {
                self.show();
                self.save_state();
            }
        }
        self.show();
        self.save_state();
    }

    /// Saves snapshots, publishes their points and shows their pictures.
    fn keep(&mut self, snapshots: Vec<(Snapshot, Frames)>) {
        if snapshots.is_empty() {
            return;
        }
        let named = snapshots.iter().map(|(one, frames)| (one.target, one.point.iteration, frames.bytes.clone()));
        if let Err(error) = self.run.save_snapshots(named.collect()) {
            tracing::error!(%error, "snapshots were not kept");
            self.hub.publish(LiveEvent::Note {
                text: "Some snapshots could not be kept; the log of the server says why.".into(),
            });
        }
        for (snapshot, frames) in snapshots {
            // Sent together with its pictures, or with those that replace them.
            self.hub.publish_later(LiveEvent::Step { target: snapshot.target.into(), point: snapshot.point });
            self.unshown.insert(snapshot.target, PendingFrames { batches: frames.batches, is_kept: true });
        }
        self.show_if_there_is_room();
    }

    fn glimpse(&mut self, snapshot: &Snapshot) {
        // A stored snapshot that was not shown yet goes first: other servers show it, too.
        if self.unshown.get(&snapshot.target).is_none_or(|before| !before.is_kept) {
            let Frames { batches, .. } = self.encode(snapshot);
            self.unshown.insert(snapshot.target, PendingFrames { batches, is_kept: false });
            self.show_if_there_is_room();
        }
    }

    fn show_if_there_is_room(&mut self) {
        if self.sent.leaves_room(EffortReading::now()) {
            self.show();
        }
    }

    fn show(&mut self) {
        let unshown = std::mem::take(&mut self.unshown);
        if unshown.is_empty() {
            return;
        }
        let bytes: usize = unshown.values().flat_map(|one| &one.batches).map(|batch| batch.bytes.len()).sum();
        self.sent = Sent { at: EffortReading::now(), bytes: bytes as f64 * f64::from(self.hub.viewers()) };
        for PendingFrames { batches, is_kept } in unshown.into_values() {
            if is_kept { self.hub.show(batches) } else { self.hub.show_here(batches) }
        }
        tracing::debug!(last = self.hub.sequence(), "frames are shown");
    }

    /// Encodes a snapshot and measures the processor time.
    fn encode(&mut self, snapshot: &Snapshot) -> Frames {
        let (side, before) = (snapshot.pictures.size as u16, self.sequence);
        let one = |slot: usize| {
            let mut header = FrameHeader {
                sequence: before + 1 + slot as u64,
                iteration: snapshot.point.iteration,
                target: snapshot.target,
                slot: slot as u16,
                width: side,
                height: side,
                codec: Codec::Jpeg,
                length: 0,
                target_score: snapshot.scores.get(slot).copied().unwrap_or_default(),
            };
            let (mut frame, started) = (Vec::new(), of_thread());
            let encoded = append_frame(&mut header, snapshot.pictures.picture(slot), &mut frame)
                .inspect_err(|error| tracing::error!(%error, "a picture could not be encoded"));
            (encoded.ok().map(|()| (header, frame)), of_thread().saturating_sub(started))
        };
        // On the run's own compute threads, whichever is idle: a thread held up by encoding would hold up all of them.
        let count = snapshot.pictures.len();
        let (frames, efforts): (Vec<_>, Vec<_>) = (0..count).into_par_iter().with_max_len(1).map(one).unzip();
        self.sequence += count as u64;
        self.cost.store(efforts.into_iter().sum::<Duration>().as_nanos() as u64, Ordering::Relaxed);
        let (headers, frames): (Vec<_>, Vec<_>) = frames.into_iter().flatten().unzip();
        tracing::debug!(encoded = frames.len(), last = self.sequence, "frames are encoded");
        let bytes = Bytes::from(frames.concat());
        Frames { batches: split_known(bytes.clone(), &headers), bytes }
    }

    fn save_state(&mut self) {
        self.saved = Instant::now();
        if let Err(error) = self.run.save_live(self.hub.stored_state()) {
            tracing::error!(%error, "the state of a run was not kept");
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::live::fold::tests::state;
    use crate::live::split_snapshot;
    use crate::live::{Message, Next};
    use crate::store::RunRow;
    use crate::store::trial::TestArchive;
    use std::collections::BTreeSet;
    use wire::experiment::ExperimentConfig;

    /// Two small clones of the first target.
    pub fn snapshot(iteration: u32) -> Snapshot {
        let point = StepPoint { iteration, loss: [1.0; 3], score: [0.5; 3], queries: 0 };
        Snapshot {
            target: 0,
            point,
            scores: vec![0.25, 0.75],
            pictures: Arc::new(Pictures { size: 8, bytes: vec![9; 2 * 8 * 8 * 3] }),
        }
    }

    /// Frames for a newly joined viewer.
    fn shown(hub: &Arc<Hub>) -> Vec<FrameHeader> {
        let (mut viewer, mut seen) = (hub.join(None), Vec::new());
        while let Next::Send(message) = viewer.what_next() {
            let Message::Frames(bytes) = message else { continue };
            let mut rest = &bytes[..];
            while !rest.is_empty() {
                let (header, _, after) = FrameHeader::decode(rest).expect("a frame");
                seen.push(header);
                rest = after;
            }
        }
        seen
    }

    #[test]
    fn the_last_pictures_of_a_target_are_shown_even_if_the_next_target_comes_too_early() {
        let trial = TestArchive::new();
        let run = trial.leased(&RunRow::queued(state().run.id, 0, ExperimentConfig::default()));
        let hub = Hub::new(state(), Vec::new());
        let mut scribe = RecorderThread::new(hub.clone(), run, Arc::default());
        scribe.sent.bytes = 1e15;
        let record = |scribe: &mut RecorderThread, snapshot: Snapshot| {
            let frames = scribe.encode(&snapshot);
            scribe.keep(vec![(snapshot, frames)]);
        };
        record(&mut scribe, snapshot(45));
        record(&mut scribe, snapshot(50));
        scribe.glimpse(&snapshot(51));
        assert_eq!(hub.sequence(), 0, "too early for all of them");
        record(&mut scribe, Snapshot { target: 1, ..snapshot(0) });
        scribe.show();
        let seen: BTreeSet<_> = shown(&hub).into_iter().map(|header| (header.target, header.iteration)).collect();
        assert_eq!(seen, BTreeSet::from([(0, 50), (1, 0)]));
    }

    /// Of some sixty requested pictures, only three to nine were once stored.
    #[test]
    fn every_snapshot_is_kept_however_fast_they_come_and_viewers_end_with_the_newest() {
        let trial = TestArchive::new();
        let (store, state) = (&trial.archive, state());
        let id = state.run.id.clone();
        let run = trial.leased(&RunRow::queued(id.clone(), 0, ExperimentConfig::default()));
        let hub = Hub::new(state, Vec::new());
        let recorder = Recorder::start(hub.clone(), run).expect("a thread");
        for iteration in 0..50 {
            recorder.record(snapshot(iteration));
        }
        drop(recorder);

        let live = store.live(&id).expect("read").expect("kept").state;
        let points: Vec<u32> = live.targets[0].points.iter().map(|point| point.iteration).collect();
        assert_eq!(points, (0..50).collect::<Vec<_>>());
        for iteration in points {
            let kept = store.snapshot(&id, 0, iteration).expect("read").expect("kept");
            let batches = split_snapshot(kept).expect("frames");
            assert_eq!(batches.iter().map(|batch| batch.slot).collect::<Vec<_>>(), [(0, 0)]);
        }
        let seen: Vec<_> =
            shown(&hub).iter().map(|header| (header.iteration, header.slot, header.target_score)).collect();
        assert_eq!(seen, [(49, 0, 0.25), (49, 1, 0.75)]);
        assert_eq!(hub.sequence(), 2 * 50);
    }

    #[test]
    fn a_glimpse_is_shown_to_those_who_watch_here_and_kept_nowhere() {
        let trial = TestArchive::new();
        let id = state().run.id;
        let run = trial.leased(&RunRow::queued(id.clone(), 0, ExperimentConfig::default()));
        let hub = Hub::new(state(), Vec::new());
        let mut told = hub.tap();
        let mut scribe = RecorderThread::new(hub.clone(), run, Arc::default());
        scribe.glimpse(&snapshot(7));
        assert_eq!(shown(&hub).iter().map(|header| header.iteration).collect::<Vec<_>>(), [7, 7]);
        assert!(trial.archive.snapshot(&id, 0, 7).expect("read").is_none());
        assert!(hub.state().targets[0].points.is_empty() && told.try_recv().is_err());
    }
}
