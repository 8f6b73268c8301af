//! The command that goes on with an experiment.

use super::args::{Device, ExperimentArgs};
use clap::ValueEnum;
use std::path::Path;

/// A command line for a shell: all that was given, and `--resume` if there is something to go on with.
pub fn command(args: &ExperimentArgs, resume: bool) -> String {
    let program = std::env::args().next().unwrap_or_else(|| "effigy".into());
    let file = args.file.as_deref().map(text).unwrap_or_default();
    let mut words = vec![program, "experiment".into(), file];
    let mut option =
        |name: &str, value: Option<String>| words.extend(value.into_iter().flat_map(|value| [name.into(), value]));
    option("--out", args.out.as_deref().map(text));
    option("--faces", args.faces.as_deref().map(text));
    option("--public", args.public.as_deref().map(text));
    option("--seed", args.seed.map(|seed| seed.to_string()));
    option("--device", args.device.and_then(name));
    // Given as a variable of the environment, perhaps, which may be set no more.
    option("--data", args.data.as_deref().map(text));
    words.extend(resume.then(|| "--resume".into()));
    shlex::try_join(words.iter().map(String::as_str)).unwrap_or_else(|_| words.join(" "))
}

fn text(path: &Path) -> String {
    path.display().to_string()
}

fn name(device: Device) -> Option<String> {
    Some(device.to_possible_value()?.get_name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Args, Command};
    use clap::Parser;

    fn parsed(words: Vec<String>) -> ExperimentArgs {
        match Args::try_parse_from(words).expect("a command").command {
            Command::Experiment(args) => args,
            other => panic!("{other:?}"),
        }
    }

    /// `--faces`, `--public` and `--seed` were once left out, so that the command was refused.
    #[test]
    fn the_command_has_all_that_was_given_and_a_shell_reads_it_as_it_was_given() {
        let given = [
            "effigy",
            "experiment",
            "my file.toml",
            "--out",
            "it's here",
            "--faces",
            "a $b/*",
            "--public",
            "\"p\"",
            "--seed",
            "7",
            "--device",
            "cpu",
            "--data",
            "d;e",
            "--force",
        ];
        let args = parsed(given.map(String::from).to_vec());
        let again = parsed(shlex::split(&command(&args, true)).expect("a shell reads it"));
        assert!(again.resume && !again.force);
        assert_eq!(format!("{again:?}"), format!("{:?}", ExperimentArgs { resume: true, force: false, ..args }));
    }

    #[test]
    fn absent_options_are_left_out() {
        let args = parsed(["effigy", "experiment", "x.toml", "--out", "y"].map(String::from).to_vec());
        let args = ExperimentArgs { data: None, ..args };
        assert!(command(&args, true).ends_with(" experiment x.toml --out y --resume"), "{}", command(&args, true));
        assert!(command(&args, false).ends_with(" experiment x.toml --out y"));
    }
}
