//! How examples are let in to a server that they started with `--demo`.

use anyhow::{Context, Result};
use std::io::{BufRead, BufReader};
use std::process::ChildStdout;

/// Waits until the server listens; the path of the link that lets in, which stands at the end of a line that it prints.
pub fn wait_for(output: ChildStdout) -> Result<String> {
    let mut lines = BufReader::new(output).lines();
    let path = lines.by_ref().find_map(|line| Some(line.ok()?.split_once("/enter/")?.1.to_owned()));
    // Whatever else it prints, somebody reads it.
    std::thread::spawn(move || lines.for_each(drop));
    Ok(format!("/enter/{}", path.context("the server ended before it listened")?))
}
