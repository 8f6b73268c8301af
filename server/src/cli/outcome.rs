//! How a command ended, told to people and to the shell.

use std::process::ExitCode;

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandOutcome {
    /// All was done.
    Finished,
    /// It was stopped before its end, as asked.
    Stopped,
    /// All was done, and something was found that is not as it should be, which was told.
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
            eprintln!("effigy: {error:#}");
            ExitCode::FAILURE
        }
    }
}
