//! How a command ended, for people and for the shell.

use crate::remedy::in_one_line;
use std::process::ExitCode;

/// How a successful command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandOutcome {
    /// Complete.
    Finished,
    /// Interrupted by the user.
    Stopped,
    /// Complete; problems were found and reported.
    Found,
}

/// Prints the error, if any, and gives the exit code.
#[expect(clippy::print_stderr, reason = "the last word of a command line tool")]
pub fn exit_code(done: anyhow::Result<CommandOutcome>) -> ExitCode {
    match done {
        Ok(CommandOutcome::Finished) => ExitCode::SUCCESS,
        Ok(CommandOutcome::Found) => ExitCode::FAILURE,
        // As shells report a program that ended by Ctrl-C.
        Ok(CommandOutcome::Stopped) => ExitCode::from(130),
        Err(error) => {
            eprintln!("effigy: {}", in_one_line(&error));
            ExitCode::FAILURE
        }
    }
}
