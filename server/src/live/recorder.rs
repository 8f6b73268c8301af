//! Encodes, keeps and shows snapshots, from a thread of its own.
//!
//! The run hands over raw pictures and goes on. Every snapshot taken is encoded once and kept, since the scrubber offers
//! each of them; when several of one target wait, viewers are shown the newest only. A run that makes snapshots faster
//! than [`SHARE`] of its processor time can encode them has only so many taken; the last of each target always is. At most
//! [`WAITING`] snapshots wait: encoding takes a fraction of the time of the steps between two snapshots, so the run waits
//! only for a disk that has stopped taking data, and then holding it up is better than to lose pictures or to fill the
//! memory.

use super::effort::{Moment, of_thread};
use super::frames::parcels;
use super::hub::Hub;
use super::jpeg::append_frame;
use super::pace::{Pace, Shown};
use crate::lock::lock;
use crate::store::LeasedRun;
use app::wire::frame::{Codec, FrameHeader};
use app::wire::live::{LiveEvent, StepPoint};
use axum::body::Bytes;
use engine::pixels::Pictures;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const WAITING: usize = 32;

/// The share of a run's processor time that encoding and keeping snapshots may take.
const SHARE: f64 = 0.0075;

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
    Record(Box<Snapshot>),
    SaveState,
}

/// The handle that the run holds.
#[derive(Debug)]
pub struct Recorder {
    jobs: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
    /// Nanoseconds of the processor's time that the last snapshot took.
    cost: Arc<AtomicU64>,
    pace: Mutex<Pace>,
}

impl Recorder {
    /// Starts the thread.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(hub: Arc<Hub>, run: Arc<LeasedRun>) -> std::io::Result<Self> {
        let (jobs, waiting) = sync_channel(WAITING);
        let cost = Arc::new(AtomicU64::new(0));
        let (sequence, saved) = (hub.sequence(), Instant::now());
        let shown = Shown { at: Moment::now(), bytes: 0.0 };
        let desk = Desk { hub, run, sequence, saved, cost: cost.clone(), shown, unshown: BTreeMap::new() };
        let thread = std::thread::Builder::new().name("recorder".into()).spawn(move || desk.work(&waiting))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread), cost, pace: Mutex::default() })
    }

    /// Whether a snapshot of a target would be taken at once.
    pub fn wants(&self, target: u16) -> bool {
        lock(&self.pace).is_due(target, Moment::now(), self.interval())
    }

    /// Hands over a snapshot; one that comes too early is only taken if no later one of its target comes.
    pub fn record(&self, snapshot: Snapshot) {
        let taken = lock(&self.pace).offer(snapshot, Moment::now(), self.interval());
        taken.into_iter().for_each(|snapshot| self.send(Job::Record(Box::new(snapshot))));
    }

    /// Has the state written for a restart, and with it whatever was recorded before.
    pub fn save_state(&self) {
        self.take_early();
        self.send(Job::SaveState);
    }

    fn take_early(&self) {
        let early: Vec<_> = lock(&self.pace).last().collect();
        early.into_iter().for_each(|snapshot| self.send(Job::Record(Box::new(snapshot))));
    }

    /// Between two snapshots of a target, so that encoding takes its share and no more.
    fn interval(&self) -> Duration {
        Duration::from_nanos(self.cost.load(Ordering::Relaxed)).div_f64(SHARE)
    }

    fn send(&self, job: Job) {
        // The thread only ends before us when it has panicked; the run is worth more than its pictures.
        if self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_err()) {
            tracing::error!("the recorder has ended early");
        }
    }
}

impl Drop for Recorder {
    /// Waits until all is kept and shown.
    fn drop(&mut self) {
        self.take_early();
        drop(self.jobs.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the recorder has panicked");
        }
    }
}

/// What the thread works with.
struct Desk {
    hub: Arc<Hub>,
    run: Arc<LeasedRun>,
    sequence: u64,
    saved: Instant,
    cost: Arc<AtomicU64>,
    /// What viewers were shown last.
    shown: Shown,
    /// Of each target, the newest snapshot that they have not been shown.
    unshown: BTreeMap<u16, Bytes>,
}

impl Desk {
    fn work(mut self, waiting: &Receiver<Job>) {
        while let Ok(first) = waiting.recv() {
            let jobs: Vec<_> = std::iter::once(first).chain(waiting.try_iter()).collect();
            let save = self.saved.elapsed() >= SAVE_EVERY;
            let last_of =
                |target: u16| jobs.iter().rposition(|job| matches!(job, Job::Record(one) if one.target == target));
            for (at, job) in jobs.iter().enumerate() {
                match job {
                    Job::Record(snapshot) => self.record(snapshot, last_of(snapshot.target) == Some(at)),
                    Job::SaveState => {
                        self.show();
                        self.save_state();
                    }
                }
            }
            if save {
                self.save_state();
            }
        }
        self.show();
        self.save_state();
    }

    fn record(&mut self, snapshot: &Snapshot, show: bool) {
        let (frames, effort) = self.encode(snapshot);
        let (frames, before) = (Bytes::from(frames), of_thread());
        let kept = self.run.save_snapshot(snapshot.target, snapshot.point.iteration, frames.clone());
        if let Err(error) = kept {
            tracing::error!(%error, "a snapshot was not kept");
            self.hub.publish(LiveEvent::Note { text: "Some snapshots could not be kept; is the disk full?".into() });
        }
        let point = snapshot.point.clone();
        // Told together with its pictures, or with those that take their place.
        self.hub.publish_later(LiveEvent::Step { target: snapshot.target.into(), point });
        if show {
            self.unshown.insert(snapshot.target, frames);
            if self.shown.leaves_room(Moment::now()) {
                self.show();
            }
        }
        self.cost.store((effort + of_thread() - before).as_nanos() as u64, Ordering::Relaxed);
    }

    fn show(&mut self) {
        let snapshots = std::mem::take(&mut self.unshown);
        if snapshots.is_empty() {
            return;
        }
        let bytes: usize = snapshots.values().map(Bytes::len).sum();
        self.shown = Shown { at: Moment::now(), bytes: bytes as f64 * f64::from(self.hub.viewers()) };
        match snapshots.into_values().map(parcels).collect::<Result<Vec<_>, _>>().map(|all| all.concat()) {
            Ok(frames) => {
                let last = frames.iter().map(|parcel| parcel.sequence).max();
                tracing::debug!(last, "frames are shown");
                self.hub.show(frames);
            }
            Err(error) => tracing::error!(%error, "frames that were just encoded are no frames"),
        }
    }

    /// The frames of a snapshot, and what they cost the processor.
    fn encode(&mut self, snapshot: &Snapshot) -> (Vec<u8>, Duration) {
        let (side, before) = (snapshot.pictures.size as u16, self.sequence);
        let one = |slot: usize| {
            let header = FrameHeader {
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
            if let Err(error) = append_frame(header, snapshot.pictures.picture(slot), &mut frame) {
                frame.clear();
                tracing::error!(%error, "a picture could not be encoded");
            }
            (frame, of_thread().saturating_sub(started))
        };
        // By the threads that compute the run, whichever has nothing to do: one that is held up by this holds up all.
        let count = snapshot.pictures.len();
        let (frames, efforts): (Vec<Vec<u8>>, Vec<_>) = (0..count).into_par_iter().with_max_len(1).map(one).unzip();
        self.sequence += count as u64;
        let encoded = frames.iter().filter(|frame| !frame.is_empty()).count();
        tracing::debug!(encoded, last = self.sequence, "frames are encoded");
        (frames.concat(), efforts.into_iter().sum())
    }

    fn save_state(&mut self) {
        self.saved = Instant::now();
        if let Err(error) = self.run.save_live(self.hub.kept_state()) {
            tracing::error!(%error, "the state of a run was not kept");
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::live::fold::tests::state;
    use crate::live::{Message, Next};
    use crate::store::RunRow;
    use crate::store::trial::Trial;
    use app::wire::experiment::ExperimentConfig;
    use std::collections::BTreeSet;

    /// Two small clones of the first target.
    pub fn snapshot(iteration: u32) -> Snapshot {
        let point = StepPoint { iteration, loss: [1.0; 3], score: [0.5; 3] };
        Snapshot {
            target: 0,
            point,
            scores: vec![0.25, 0.75],
            pictures: Arc::new(Pictures { size: 8, bytes: vec![9; 2 * 8 * 8 * 3] }),
        }
    }

    /// What a viewer who comes now is shown.
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
        let trial = Trial::new();
        let run = trial.leased(&RunRow::queued(state().run.id, 0, ExperimentConfig::default()));
        let hub = Hub::new(state(), Vec::new());
        let mut desk = Desk {
            hub: hub.clone(),
            run,
            sequence: 0,
            saved: Instant::now(),
            cost: Arc::default(),
            shown: Shown { at: Moment::now(), bytes: 1e15 },
            unshown: BTreeMap::new(),
        };
        desk.record(&snapshot(45), true);
        desk.record(&snapshot(50), true);
        assert_eq!(hub.sequence(), 0, "too early for both");
        desk.record(&Snapshot { target: 1, ..snapshot(0) }, true);
        desk.show();
        let seen: BTreeSet<_> = shown(&hub).into_iter().map(|header| (header.target, header.iteration)).collect();
        assert_eq!(seen, BTreeSet::from([(0, 50), (1, 0)]));
    }

    #[test]
    fn every_snapshot_taken_is_kept_and_viewers_end_with_the_newest() {
        let trial = Trial::new();
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
        let points = &live.targets[0].points;
        for point in points {
            let kept = store.snapshot(&id, 0, point.iteration).expect("read").expect("kept");
            let parcels = parcels(kept).expect("frames");
            assert_eq!(parcels.iter().map(|parcel| parcel.slot).collect::<Vec<_>>(), [(0, 0)]);
        }
        let (first, last) = (points.first().map(|one| one.iteration), points.last().map(|one| one.iteration));
        assert_eq!((first, last), (Some(0), Some(49)));
        let seen: Vec<_> =
            shown(&hub).iter().map(|header| (header.iteration, header.slot, header.target_score)).collect();
        assert_eq!(seen, [(49, 0, 0.25), (49, 1, 0.75)]);
        assert_eq!(hub.sequence(), 2 * points.len() as u64);
    }
}
