//! `effigy faces`

use super::args::FacesArgs;
use super::{Done, interrupt};
use anyhow::{Result, ensure};
use engine::dataset::synthetic::{FolderRequest, write_people};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Draws people into a folder.
#[expect(clippy::print_stderr, reason = "the command line's own words")]
pub fn run(args: FacesArgs) -> Result<Done> {
    ensure!(args.identities > 0 && args.images > 0, "at least one person and one picture are needed");
    let request = FolderRequest {
        identities: u64::from(args.identities),
        images: u64::from(args.images),
        public: u64::from(args.public),
        seed: args.seed,
        size: args.size,
    };
    let total = request.identities * request.images + request.public;
    let (stop, bar, started) = (interrupt::flag()?, bar(total), Instant::now());
    let mut progress = |done: u64, _total: u64| {
        bar.set_position(done);
        if stop.load(Ordering::Acquire) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let drawn = write_people(&args.out, &request, &mut progress);
    bar.finish_and_clear();
    if stop.load(Ordering::Acquire) && drawn.is_err() {
        eprintln!("Stopped; nothing was left in {}.", args.out.display());
        return Ok(Done::Stopped);
    }
    drawn?;
    let rate = total as f64 / started.elapsed().as_secs_f64().max(1e-3);
    eprintln!("{total} pictures of drawn people in {} ({rate:.0} a second).", args.out.display());
    Ok(Done::Finished)
}

fn bar(total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30.cyan/dim} {pos} of {len} pictures  {eta} left");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    // Hidden by itself where standard error is no terminal.
    ProgressBar::with_draw_target(Some(total), ProgressDrawTarget::stderr()).with_style(style)
}
