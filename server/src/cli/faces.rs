//! `effigy faces`

use super::args::FacesArgs;
use super::{CommandOutcome, interrupt};
use anyhow::Result;
use engine::dataset::LoadError;
use engine::dataset::synthetic::{FolderRequest, Overwrite, write_people, write_public};
use indicatif::{ProgressBar, ProgressStyle};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Draws people into a folder.
#[expect(clippy::print_stderr, reason = "the command line's own words")]
pub fn run(args: FacesArgs) -> Result<CommandOutcome> {
    let FacesArgs { out, identities, images, seed, public, size } = args;
    let request = FolderRequest { identities, images, public, seed, size };
    let total = u64::from(identities) * u64::from(images) + u64::from(public);
    let (stop, bar, started) = (interrupt::flag()?, bar(total), Instant::now());
    let mut drawn_one = |done: u64| {
        bar.set_position(done);
        if stop.load(Ordering::Acquire) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let drawn = draw(&out, &request, &mut drawn_one);
    bar.finish_and_clear();
    match drawn {
        Err(LoadError::Stopped) => {
            eprintln!("Stopped. What was drawn is in {}.", out.display());
            return Ok(CommandOutcome::Stopped);
        }
        other => other?,
    }
    let rate = total as f64 / started.elapsed().as_secs_f64().max(1e-3);
    eprintln!("{total} pictures of drawn people in {} ({rate:.0} a second).", out.display());
    Ok(CommandOutcome::Finished)
}

/// With public faces, into `identities/` and `public/`, as experiments on photographs expect them; else into the folder
/// itself. `progress` receives the total number of pictures.
fn draw(
    out: &Path,
    request: &FolderRequest,
    progress: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<(), LoadError> {
    if request.public == 0 {
        return write_people(out, request, Overwrite::Refuse, &mut |done, _| progress(done));
    }
    write_people(&out.join("identities"), request, Overwrite::Refuse, &mut |done, _| progress(done))?;
    let people = u64::from(request.identities) * u64::from(request.images);
    write_public(&out.join("public"), request, Overwrite::Refuse, &mut |done, _| progress(people + done))
}

fn bar(total: u64) -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30.cyan/dim} {pos} of {len} pictures  {eta} left");
    let style = style.unwrap_or_else(|_| ProgressStyle::default_bar());
    // Hidden by itself where standard error is no terminal.
    ProgressBar::new(total).with_style(style)
}
