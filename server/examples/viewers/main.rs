//! A run with many viewers: `cargo run -p server --features embed --example viewers -- [VIEWERS] [STEPS] [ROUNDS]`.
//!
//! With stalled viewers among them: `… --example viewers -- among [VIEWERS] [STALLED] [STEPS]`.
//!
//! The same run is made without viewers, with one, and with many, in turn, each time on a freshly started server in its
//! own process, over the loopback interface alone. Viewers join while the run waits behind another one, which is then
//! cancelled, so every viewer sees the whole run. At the end, many stalled viewers join, and four times as many of
//! either kind; the server and this program each need that many connections (`ulimit -n`). Only Linux reports all of
//! these figures.
//!
//! - Cost: the time that the attacks took, and the server's processor time from the start of the run to its end.
//! - Encoding: the number of pictures encoded, from the server's log, compared with the frames that it kept and with
//!   the distinct frames that viewers saw.
//! - Delay: from the moment at which the server's log shows a snapshot to the moment at which a viewer has received one
//!   of its frames completely. Both processes read the same clock. All viewers share one thread, whose own wait for the
//!   processor is part of the delay; its processor time is reported.
//! - Among others: one run of the first kind, with some viewers that never read, from its start to its end. Reports
//!   what the others received, and the server's memory in the first and the last tenth of the run.
//! - Memory: the server's private memory, and the system's memory for sockets, both ends of each; medians over the time
//!   of a run. Some of the first viewers fit into pages that an attack frees and keeps between its steps, and would
//!   seem to take nothing: so the figure is the memory per viewer when three thousand join a thousand others.
#![expect(clippy::print_stdout, reason = "a command-line program")]

mod crowd;
mod server;
mod socket;
mod tally;
#[path = "../support/way_in.rs"]
mod way_in;

use anyhow::{Result, ensure};
use crowd::{Crowd, Crowds};
use server::{Log, Server, socket_memory};
use std::path::Path;
use std::time::{Duration, Instant};
use tally::{Round, Tally, median};
use wire::experiment::{DeviceChoice, ExperimentConfig, SyntheticFaces};
use wire::run::{RunId, RunState};

/// So many times as many viewers show what each takes.
const MORE: usize = 4;

/// No run here takes as long.
const PATIENCE: Duration = Duration::from_secs(600);

/// Twenty clones of five people; recognizers come from the cache after the first time.
fn config(steps: u32) -> ExperimentConfig {
    let mut config =
        ExperimentConfig { name: "Watched".into(), device: DeviceChoice::Cpu, ..ExperimentConfig::default() };
    config.faces.synthetic = Some(SyntheticFaces { identities: 15, images: 6, public: 32, seed: 3 });
    config.faces.min_images = 4;
    (config.split.targets, config.split.target_others, config.split.evaluation_others) = (5, 5, 5);
    config.split.held_out_images = 1;
    config.training.epochs = 1;
    (config.attack.clones, config.attack.seed_faces, config.attack.max_steps) = (20, 16, steps);
    config.attack.stop_score = 2.0;
    config
}

fn start(server: &Server, steps: u32) -> Result<RunId> {
    let id = server.call("start", &serde_json::json!({ "config": config(steps) }))?;
    Ok(serde_json::from_str(&id)?)
}

/// Waits until a run is in a state, sampling what `sample` says.
fn wait_for(server: &Server, id: &RunId, state: RunState, mut sample: impl FnMut() -> Result<()>) -> Result<()> {
    let started = Instant::now();
    loop {
        let now = server.state(id)?;
        if now == state {
            return Ok(());
        }
        ensure!(!now.is_over(), "the run is {now:?}");
        ensure!(started.elapsed() < PATIENCE, "the run takes for ever");
        std::thread::sleep(Duration::from_millis(100));
        sample()?;
    }
}

fn round(data: &Path, crowds: Crowds, steps: u32) -> Result<(Round, Log)> {
    let server = Server::start(data)?;
    let ahead = start(&server, 1_000_000)?;
    let id = start(&server, steps)?;
    let crowd = Crowd::join(&server, &id, crowds)?;
    server.call("cancel", &serde_json::json!({ "id": ahead }))?;
    wait_for(&server, &id, RunState::Running, || Ok(()))?;
    let (since, before) = (crowd::now(), server.processor_seconds()?);
    let (mut memory, mut sockets) = (Vec::new(), Vec::new());
    wait_for(&server, &id, RunState::Finished, || {
        memory.push(server.memory()?);
        sockets.push(socket_memory()?);
        Ok(())
    })?;
    let (seen, crowd_seconds) = crowd.leave()?;
    let after = server.processor_seconds()?;
    let round = Round {
        since,
        attack_seconds: server.attack_seconds(&id)?,
        server_seconds: after[0] - before[0],
        connection_seconds: after[1] - before[1],
        crowd_seconds,
        tenths: tenths(&memory),
        memory: median(memory),
        sockets: median(sockets),
        kept: server.frames_kept(&id)?,
        seen,
    };
    Ok((round, server.stop()?))
}

/// Medians of the first and the last tenth.
fn tenths(values: &[f64]) -> [f64; 2] {
    let tenth = values.len().div_ceil(10);
    [&values[..tenth], &values[values.len() - tenth..]].map(|part| median(part.to_vec()))
}

fn main() -> Result<()> {
    let mut words = std::env::args().skip(1).peekable();
    let is_among = words.next_if(|word| word == "among").is_some();
    let given: Vec<usize> = words.map(|number| number.parse()).collect::<Result<_, _>>()?;
    let of = |index: usize, default: usize| given.get(index).copied().unwrap_or(default);
    let data = tempfile::tempdir()?;
    // Trains the recognizers, which later runs take from the cache.
    round(data.path(), Crowds::default(), 1)?;
    if is_among {
        among(data.path(), of(0, 1000), of(1, 100), of(2, 1500) as u32)
    } else {
        in_turns(data.path(), of(0, 1000), of(1, 200) as u32, of(2, 3).max(1))
    }
}

fn among(data: &Path, viewers: usize, stalled: usize, steps: u32) -> Result<()> {
    ensure!(stalled < viewers, "some must read");
    let (round, log) = round(data, Crowds { reading: viewers - stalled, stalled }, steps)?;
    let mut tally = Tally::new(viewers - stalled);
    tally.add(&round, &log);
    println!(
        "{viewers} viewers of attacks of {:.0} s, {stalled} of whom never read; of the others:",
        round.attack_seconds
    );
    println!("{}", tally.delay());
    println!("{}", tally.encoding());
    let [first, last] = round.tenths.map(|kilobytes| kilobytes / 1e3);
    println!("The server's memory: {first:.0} MB in the first tenth of the run, {last:.0} MB in the last");
    Ok(())
}

fn in_turns(data: &Path, viewers: usize, steps: u32, rounds: usize) -> Result<()> {
    let (reading, stalled) = (Crowds::reading, Crowds::stalled);
    let mut tallies = [0, 1, viewers].map(Tally::new);
    for _ in 0..rounds {
        for tally in &mut tallies {
            let (round, log) = round(data, reading(tally.viewers), steps)?;
            tally.add(&round, &log);
        }
    }
    let (all_stalled, _) = round(data, stalled(viewers), steps)?;
    let (more, _) = round(data, reading(MORE * viewers), steps)?;
    let (more_stalled, _) = round(data, stalled(MORE * viewers), steps)?;
    println!("Five targets of twenty clones, {steps} steps; medians of {rounds} rounds, in turns");
    let [alone, one, many] = &tallies;
    for tally in [alone, one, many] {
        println!("{}", tally.cost(alone));
    }
    println!("{}", one.encoding());
    println!("{}", many.encoding());
    println!("{}", one.delay());
    println!("{}", many.delay());
    println!("{}", Tally::of(MORE * viewers, &more).memory(many));
    let still = Tally::of(viewers, &all_stalled);
    println!("And of viewers who never read:");
    println!("{}", still.cost(alone));
    println!("{}", Tally::of(MORE * viewers, &more_stalled).memory(&still));
    Ok(())
}
