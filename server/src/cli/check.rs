//! `effigy check`

use super::CommandOutcome;
use super::args::CheckArgs;
use super::bar::{BYTES, bar};
use super::store::open_existing;
use crate::check::{Checked, Depth, check, mend};
use crate::store::{Archive, StoreError};
use anyhow::{Result, bail};

/// Checks, repairs if asked to, and prints the result.
#[expect(clippy::print_stdout, reason = "what was found is what was asked for")]
pub fn run(CheckArgs { store, deep, repair, anyway }: CheckArgs) -> Result<CommandOutcome> {
    let depth = if deep { Depth::Bytes } else { Depth::Sizes };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let archive = open_existing(store).await?;
        let mut checked = look(&archive, depth).await?;
        println!("{checked}");
        if repair && (anyway || !checked.findings.is_empty()) {
            let mismatch = match checked.mismatch() {
                None => archive.strangers().await?,
                mismatch => mismatch,
            };
            if let Some(mismatch) = mismatch.filter(|_| !anyway) {
                bail!("nothing was repaired: {}", mismatch.words(archive.objects().place()));
            }
            println!("\nRepaired:");
            for line in mend(archive.database().as_ref(), archive.objects(), &checked).await? {
                println!("{line}");
            }
            if anyway {
                archive.claim_objects().await?;
            }
            // Whether anything is left is found by checking again, not assumed from the repair.
            checked = look(&archive, Depth::Sizes).await?;
            println!("\nChecked again:\n{checked}");
        }
        Ok(if checked.findings.is_empty() { CommandOutcome::Finished } else { CommandOutcome::Found })
    })
}

async fn look(archive: &Archive, depth: Depth) -> Result<Checked, StoreError> {
    let bar = bar(BYTES);
    let progress = |done, total| {
        bar.set_length(total);
        bar.set_position(done);
    };
    let checked = check(archive.database().as_ref(), archive.objects(), depth, &progress).await;
    bar.finish_and_clear();
    checked
}
