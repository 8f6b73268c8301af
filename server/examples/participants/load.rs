//! Many participants at a steady pace.

use crate::person::Person;
use anyhow::{Context, Result, ensure};
use server::simulate::Client;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// Answers under way at the same time, at most.
const HANDS: usize = 64;

/// What was measured.
pub struct Measured {
    /// Answers that the server acknowledged.
    pub answers: usize,
    /// What went wrong, in words.
    pub errors: Vec<String>,
    /// From when an answer was due to its acknowledgement, sorted.
    pub latencies: Vec<Duration>,
    /// From the first to the last.
    pub time: Duration,
}

impl Measured {
    /// The latency below which this share of answers lies.
    pub fn quantile(&self, share: f64) -> Duration {
        let at = (self.latencies.len() as f64 * share) as usize;
        self.latencies.get(at.min(self.latencies.len().saturating_sub(1))).copied().unwrap_or_default()
    }
}

/// `people` join; then answers are due every `1/rate` seconds, by one participant after another. A late answer's delay
/// counts from when it was due, so that a server that stalls cannot hide it.
pub fn load(client: &Client, link: &str, people: usize, rate: f64, time: Duration) -> Result<Measured> {
    let joined = (0..people).map(|_| Person::join(client, link).map(Mutex::new)).collect::<Result<Vec<_>>>()?;
    let (next, started) = (AtomicU64::new(0), Instant::now());
    let measured = Mutex::new((Vec::new(), Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..HANDS {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let due = Duration::from_secs_f64(number as f64 / rate);
                    if due >= time {
                        return;
                    }
                    std::thread::sleep(due.saturating_sub(started.elapsed()));
                    let answered = joined[number as usize % people]
                        .lock()
                        .map_err(|_| anyhow::anyhow!("a hand panicked"))
                        .and_then(|mut person| person.answer(client, link)?.context("everything was answered"));
                    let latency = started.elapsed() - due;
                    let Ok(mut measured) = measured.lock() else { return };
                    match answered {
                        Ok(_) => measured.0.push(latency),
                        Err(error) => measured.1.push(format!("{error:#}")),
                    }
                }
            });
        }
    });
    let (mut latencies, errors) = measured.into_inner().map_err(|_| anyhow::anyhow!("a hand panicked"))?;
    latencies.sort_unstable();
    ensure!(!latencies.is_empty(), "no answer was acknowledged: {:?}", errors.first());
    Ok(Measured { answers: latencies.len(), errors, latencies, time: started.elapsed() })
}
