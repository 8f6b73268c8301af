//! The command line: `effigy serve`, `effigy worker`, `effigy experiment`, `effigy faces`, `effigy bench`,
//! `effigy simulate-raters`, `effigy check`, `effigy backup`, `effigy restore`.

mod again;
mod args;
mod backup;
mod bar;
mod bench;
mod check;
mod experiment;
mod faces;
mod interrupt;
mod outcome;
mod serve;
mod simulate;
mod store;
mod terminal;
mod worker;

pub use outcome::CommandOutcome;

use args::{Args, Command};
use clap::Parser;
use std::io::IsTerminal;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

/// Runs what the arguments say. The exit code is 0 when it was done, 1 when it failed or found fault, 130 when it was
/// stopped.
pub fn main() -> ExitCode {
    let args = Args::parse();
    start_log();
    // Drawn faces are nobody's.
    if !matches!(args.command, Command::Faces(_)) {
        crate::private::by_default();
    }
    let done = match args.command {
        Command::Serve(args) => serve::run(args),
        Command::Worker(args) => worker::run(args),
        Command::Experiment(args) => experiment::run(args),
        Command::Faces(args) => faces::run(args),
        Command::Bench(args) => bench::run(args),
        Command::SimulateRaters(args) => simulate::run(args),
        Command::Check(args) => check::run(args),
        Command::Backup(args) => backup::back_up(args),
        Command::Restore(args) => backup::restore(args),
    };
    outcome::exit_code(done)
}

/// The default log filter, without `RUST_LOG`: warnings, and what the server does. The choice of device reports
/// unusable graphics drivers in one line; the library's own messages about them are not for users.
const LOGGED: &str = "warn,server=info,wgpu_hal=off,wgpu_core=off";

/// To standard error.
fn start_log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(LOGGED));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    log.with_target(false).with_ansi(std::io::stderr().is_terminal()).init();
}
