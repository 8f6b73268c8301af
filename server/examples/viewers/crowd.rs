//! Viewers, all on one thread, who note what comes and when, and look at no picture.

use crate::server::Server;
use crate::socket::{BINARY, Socket};
use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::{Semaphore, watch};
use wire::frame::FrameHeader;
use wire::run::RunId;

/// How many may knock at once.
const JOINING: usize = 32;

/// What the viewers of a run do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Manner {
    /// Take everything as it comes.
    Read,
    /// Stop reading after the first message.
    Stall,
}

/// How many of each manner there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Crowds {
    pub reading: usize,
    pub stalled: usize,
}

impl Crowds {
    /// All of them read.
    pub fn reading(reading: usize) -> Self {
        Self { reading, stalled: 0 }
    }

    /// None of them does.
    pub fn stalled(stalled: usize) -> Self {
        Self { reading: 0, stalled }
    }
}

/// What one viewer saw.
#[derive(Debug, Default)]
pub struct Seen {
    /// Frames that came whole: the sequence number, and microseconds since 1970 when they had.
    pub frames: Vec<(u64, i64)>,
    /// Bytes of all messages.
    pub bytes: u64,
}

/// Viewers of one run.
pub struct Crowd {
    thread: JoinHandle<Result<(Vec<Seen>, f64)>>,
    /// Signals the end of the run to viewers that have stopped reading.
    over: watch::Sender<bool>,
}

impl Crowd {
    /// Has all join, and waits until each has the run's state.
    pub fn join(server: &Server, id: &RunId, crowds: Crowds) -> Result<Self> {
        let (over, until) = watch::channel(false);
        let (joined, joins) = channel();
        let visit = Visit {
            address: server.address,
            cookie: server.cookie.clone(),
            id: id.clone(),
            manner: Manner::Read,
            doors: Arc::new(Semaphore::new(JOINING)),
            joined,
            until,
        };
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            let seen = runtime.block_on(all(crowds, visit))?;
            Ok((seen, processor_seconds()))
        });
        for _ in 0..crowds.reading + crowds.stalled {
            joins.recv_timeout(Duration::from_secs(60)).context("not every viewer could join")?;
        }
        Ok(Self { thread, over })
    }

    /// Once the run is over: gives what all saw, and the processor seconds that their thread took.
    pub fn leave(self) -> Result<(Vec<Seen>, f64)> {
        self.over.send_replace(true);
        self.thread.join().map_err(|_| anyhow::anyhow!("the viewers' thread has panicked"))?
    }
}

async fn all(crowds: Crowds, visit: Visit) -> Result<Vec<Seen>> {
    let begin = |manner, viewers: usize| -> Vec<_> {
        (0..viewers).map(|_| tokio::spawn(Visit { manner, ..visit.clone() }.make())).collect()
    };
    let (reading, stalled) = (begin(Manner::Read, crowds.reading), begin(Manner::Stall, crowds.stalled));
    let mut seen = Vec::new();
    for viewer in reading {
        seen.push(viewer.await??);
    }
    for viewer in stalled {
        viewer.await??;
    }
    Ok(seen)
}

/// Shared by all viewers.
#[derive(Clone)]
struct Visit {
    address: SocketAddr,
    cookie: String,
    id: RunId,
    manner: Manner,
    doors: Arc<Semaphore>,
    joined: Sender<()>,
    until: watch::Receiver<bool>,
}

impl Visit {
    async fn make(mut self) -> Result<Seen> {
        let mut seen = Seen::default();
        let door = self.doors.acquire().await?;
        let mut socket = Socket::connect(self.address, &self.cookie, &self.id).await?;
        while seen.bytes == 0 {
            ensure!(socket.receive(|kind, content| take(kind, content, &mut seen)).await?, "no state came");
        }
        drop(door);
        self.joined.send(())?;
        match self.manner {
            Manner::Read => while socket.receive(|kind, content| take(kind, content, &mut seen)).await? {},
            Manner::Stall => {
                self.until.wait_for(|over| *over).await?;
            }
        }
        Ok(seen)
    }
}

fn take(kind: u8, content: &[u8], seen: &mut Seen) {
    seen.bytes += content.len() as u64;
    if kind != BINARY {
        return;
    }
    let (mut rest, at) = (content, now());
    while let Ok((header, _, after)) = FrameHeader::decode(rest) {
        seen.frames.push((header.sequence, at));
        rest = after;
    }
}

/// Microseconds since 1970.
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_micros() as i64)
}

#[cfg(unix)]
fn processor_seconds() -> f64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}

#[cfg(not(unix))]
fn processor_seconds() -> f64 {
    f64::NAN
}
