//! A study with many participants:
//! `cargo run -p server --features embed --example participants -- [PEOPLE] [ANSWERS A SECOND] [SECONDS] [KILLS]`.
//!
//! All of it goes over HTTP on the loopback interface to a server in a process of its own, with a database in a folder
//! of
//! its own; participants are marked as simulated.
//!
//! - Load: participants join, then take turns answering at a steady pace. Reports the latency from when an answer was
//!   due until the server had acknowledged it.
//! - Kills: the server is killed (`kill -9`) at random moments while sixteen participants answer as fast as they can,
//!   then restarted. Afterwards every acknowledged answer is looked up in the database.
#![expect(clippy::print_stdout, reason = "a command-line program")]

mod kills;
mod load;
mod person;
mod server;
mod study;
#[path = "../support/way_in.rs"]
mod way_in;

use anyhow::{Result, ensure};
use server::Server;
use std::time::Duration;

fn main() -> Result<()> {
    let given: Vec<usize> = std::env::args().skip(1).map(|number| number.parse()).collect::<Result<_, _>>()?;
    let of = |index: usize, default: usize| given.get(index).copied().unwrap_or(default);
    let (people, rate, seconds, times) = (of(0, 1000), of(1, 300), of(2, 120), of(3, 50));
    let data = tempfile::tempdir()?;
    let mut server = Server::start(data.path())?;
    let client = server.client()?;
    let (id, link, items) = study::open(&client)?;
    println!("A study of {items} items");

    if people > 0 {
        let measured = load::load(&client, &link, people, rate as f64, Duration::from_secs(seconds as u64))?;
        let milliseconds = |share| measured.quantile(share).as_secs_f64() * 1000.0;
        println!(
            "{people} participants: {} answers in {:.0} s ({:.0} a second), {} errors; acknowledged after {:.0} ms (median), \
             {:.0} ms (p99), {:.0} ms (most)",
            measured.answers,
            measured.time.as_secs_f64(),
            measured.answers as f64 / measured.time.as_secs_f64(),
            measured.errors.len(),
            milliseconds(0.5),
            milliseconds(0.99),
            milliseconds(1.0),
        );
        let [fewest, most] = study::votes(&client, &id)?;
        println!("  every item about a clone has {fewest} to {most} votes");
        measured.errors.iter().take(3).for_each(|error| println!("  {error}"));
    }
    if times > 0 {
        let found = kills::kills(&mut server, &link, times, 1)?;
        println!(
            "{times} kills: {} answers acknowledged, {} lost, {} doubled, {} items with a wrong count; {} answers in the database",
            found.acknowledged, found.lost, found.doubled, found.miscounted, found.stored,
        );
        ensure!(found.lost == 0 && found.doubled == 0, "answers were lost or doubled");
    }
    Ok(())
}
