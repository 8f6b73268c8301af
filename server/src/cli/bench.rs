//! `effigy bench`

use super::CommandOutcome;
use super::args::BenchArgs;
use crate::bench::{self, Request};
use crate::convert;
use anyhow::Result;
use std::time::Duration;

/// Measures this machine and prints one table.
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "the command line's own words")]
pub fn run(args: BenchArgs) -> Result<CommandOutcome> {
    let request = Request {
        device: convert::device_choice(args.device.into()),
        recognizer: args.recognizer,
        pytorch: args.pytorch,
        rounds: usize::from(args.rounds),
        round: Duration::from_secs_f64(args.seconds.clamp(0.05, 600.0)),
    };
    let table = bench::run(&request, &mut |name| eprintln!("Measuring {name}"))?;
    if args.json {
        println!("{}", serde_json::to_string_pretty(&table)?);
    } else {
        println!("{table}");
    }
    Ok(CommandOutcome::Finished)
}
