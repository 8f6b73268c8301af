//! Encodes, keeps and shows snapshots, on a thread of its own.
//!
//! The run hands over raw pictures and goes on. Every snapshot is encoded once and kept, since the scrubber offers each of
//! them; when several of one target wait, viewers are shown the newest only. At most [`WAITING`] snapshots wait: encoding
//! takes a fraction of the time of the steps between two snapshots, so the run waits only for a disk that has stopped
//! taking data, and then holding it up is better than to lose pictures or to fill the memory.

use super::frames::parse_frames;
use super::hub::Hub;
use super::jpeg::append_frame;
use crate::store::Store;
use app::wire::frame::{Codec, FrameHeader};
use app::wire::live::{LiveEvent, StepPoint};
use app::wire::run::RunId;
use engine::pixels::Pictures;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const WAITING: usize = 32;

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
    pub pictures: Pictures,
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
}

impl Recorder {
    /// Starts the thread.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn start(id: RunId, hub: Arc<Hub>, store: Arc<dyn Store>) -> std::io::Result<Self> {
        let (jobs, waiting) = sync_channel(WAITING);
        let desk = Desk { sequence: hub.sequence(), id, hub, store, saved: Instant::now() };
        let thread = std::thread::Builder::new().name("recorder".into()).spawn(move || desk.work(&waiting))?;
        Ok(Self { jobs: Some(jobs), thread: Some(thread) })
    }

    /// Hands over a snapshot.
    pub fn record(&self, snapshot: Snapshot) {
        self.send(Job::Record(Box::new(snapshot)));
    }

    /// Has the state written for a restart.
    pub fn save_state(&self) {
        self.send(Job::SaveState);
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
        drop(self.jobs.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the recorder has panicked");
        }
    }
}

/// What the thread works with.
struct Desk {
    id: RunId,
    hub: Arc<Hub>,
    store: Arc<dyn Store>,
    sequence: u64,
    saved: Instant,
}

impl Desk {
    fn work(mut self, waiting: &Receiver<Job>) {
        while let Ok(first) = waiting.recv() {
            let jobs: Vec<_> = std::iter::once(first).chain(waiting.try_iter()).collect();
            let mut save = self.saved.elapsed() >= SAVE_EVERY;
            let last_of =
                |target: u16| jobs.iter().rposition(|job| matches!(job, Job::Record(one) if one.target == target));
            for (at, job) in jobs.iter().enumerate() {
                match job {
                    Job::Record(snapshot) => self.record(snapshot, last_of(snapshot.target) == Some(at)),
                    Job::SaveState => save = true,
                }
            }
            if save {
                self.save_state();
            }
        }
        self.save_state();
    }

    fn record(&mut self, snapshot: &Snapshot, show: bool) {
        let frames = self.encode(snapshot);
        let kept = self.store.save_snapshot(&self.id, snapshot.target, snapshot.point.iteration, &frames);
        if let Err(error) = kept {
            tracing::error!(%error, "a snapshot was not kept");
            self.hub.publish(LiveEvent::Note { text: "Some snapshots could not be kept; is the disk full?".into() });
        }
        let point = snapshot.point.clone();
        self.hub.publish(LiveEvent::Step { target: snapshot.target.into(), point });
        if show {
            self.show(frames);
        }
    }

    fn show(&self, snapshot: Vec<u8>) {
        match parse_frames(snapshot) {
            Ok(frames) => self.hub.show(frames),
            Err(error) => tracing::error!(%error, "frames that were just encoded are no frames"),
        }
    }

    fn encode(&mut self, snapshot: &Snapshot) -> Vec<u8> {
        let mut frames = Vec::new();
        let side = snapshot.pictures.size as u16;
        for slot in 0..snapshot.pictures.len() {
            self.sequence += 1;
            let header = FrameHeader {
                sequence: self.sequence,
                iteration: snapshot.point.iteration,
                target: snapshot.target,
                slot: slot as u16,
                width: side,
                height: side,
                codec: Codec::Jpeg,
                length: 0,
                target_score: snapshot.scores.get(slot).copied().unwrap_or_default(),
            };
            let start = frames.len();
            if let Err(error) = append_frame(header, snapshot.pictures.picture(slot), &mut frames) {
                frames.truncate(start);
                tracing::error!(%error, "a picture could not be encoded");
            }
        }
        frames
    }

    fn save_state(&mut self) {
        self.saved = Instant::now();
        if let Err(error) = self.store.save_live(&self.id, &self.hub.state()) {
            tracing::error!(%error, "the state of a run was not kept");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::fold::tests::state;
    use crate::live::{Message, Next};
    use crate::store::{FileStore, RunRow};
    use app::wire::experiment::ExperimentConfig;

    fn snapshot(iteration: u32) -> Snapshot {
        let point = StepPoint { iteration, loss: [1.0; 3], score: [0.5; 3] };
        Snapshot {
            target: 0,
            point,
            scores: vec![0.25, 0.75],
            pictures: Pictures { size: 8, bytes: vec![9; 2 * 8 * 8 * 3] },
        }
    }

    #[test]
    fn every_snapshot_is_kept_and_viewers_end_with_the_newest() {
        let data = tempfile::tempdir().expect("a folder");
        let store: Arc<dyn Store> = Arc::new(FileStore::open(data.path()).expect("opens"));
        let state = state();
        let id = state.run.id.clone();
        store.save(&RunRow::queued(id.clone(), 0, ExperimentConfig::default())).expect("saved");
        let hub = Hub::new(state, Vec::new());
        let recorder = Recorder::start(id.clone(), hub.clone(), store.clone()).expect("a thread");
        for iteration in 0..50 {
            recorder.record(snapshot(iteration));
        }
        drop(recorder);

        for iteration in 0..50 {
            let kept = store.snapshot(&id, 0, iteration).expect("read").expect("kept");
            let frames = parse_frames(kept).expect("frames");
            assert_eq!(frames.iter().map(|frame| frame.slot).collect::<Vec<_>>(), [(0, 0), (0, 1)]);
        }
        let live = store.live(&id).expect("read").expect("kept");
        assert_eq!(live.targets[0].points.len(), 50);
        let mut viewer = hub.join();
        let mut seen = Vec::new();
        while let Next::Send(message) = viewer.what_next() {
            if let Message::Frame(bytes) = message {
                let (header, _, _) = FrameHeader::decode(&bytes).expect("a frame");
                seen.push((header.iteration, header.slot, header.target_score));
            }
        }
        assert_eq!(seen, [(49, 0, 0.25), (49, 1, 0.75)]);
        assert_eq!(hub.sequence(), 100);
    }
}
