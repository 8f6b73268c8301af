//! `effigy simulate-raters`

use super::args::SimulateArgs;
use super::bar::bar;
use super::{CommandOutcome, interrupt};
use crate::simulate::{Client, RaterGroup, RaterTiming, answer_all, report};
use anyhow::Result;
use std::sync::atomic::Ordering;
use wire::study::StudyId;

/// Lets programs answer a study.
#[expect(clippy::print_stderr, reason = "the command line's own words")]
pub fn run(args: SimulateArgs) -> Result<CommandOutcome> {
    let SimulateArgs { study, raters, behaviour, seed, url, concurrency, token } = args;
    let crowd = RaterGroup {
        client: Client::new(&url)?.with_token(&token),
        study: StudyId(study),
        rules: behaviour.of(raters as usize, seed),
        seed,
        concurrency: concurrency as usize,
    };
    // The first report has the total number of answers.
    let (stop, bar) = (interrupt::flag()?, bar("{bar:30.cyan/dim} {pos} of {len} answers  {eta} left"));
    let answered = answer_all(&crowd, &stop, &|questions| {
        bar.set_length(u64::from(questions) * u64::from(raters));
        bar.inc(1);
    });
    bar.finish_and_clear();
    let pace = answered?;
    eprintln!("{}", told(&pace));
    let left_out = report(&crowd.client, &crowd.study)?;
    eprint!("Screening of all simulated raters of the study, by the default thresholds:\n{left_out}");
    Ok(if stop.load(Ordering::Acquire) { CommandOutcome::Stopped } else { CommandOutcome::Finished })
}

fn told(pace: &RaterTiming) -> String {
    format!(
        "{} simulated raters answered everything: {} answers in {:.1} s ({:.0} a second), acknowledged within {} ms (median), \
         {} ms (99 %), {} ms (all).",
        pace.raters,
        pace.waits.len(),
        pace.took.as_secs_f64(),
        pace.rate(),
        pace.wait(0.5).as_millis(),
        pace.wait(0.99).as_millis(),
        pace.wait(1.0).as_millis(),
    )
}
