//! `effigy experiment` as it is typed: stopped, gone on with, begun anew.

use crate::faces::draw;
use crate::support::program::{effigy, told};
use crate::support::tiny;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A folder whose name a shell would not take for one word, with faces and a configuration that names none.
fn place() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let here = folder.path().join("it's $HOME here");
    draw(&here.join("people"));
    fs::create_dir(here.join("others")).expect("made");
    fs::rename(here.join("people/person-0004"), here.join("others/some")).expect("moved");
    let mut config = tiny();
    config.training.epochs = 3;
    fs::write(here.join("x.toml"), server::experiment::to_toml(&config)).expect("written");
    (folder, here)
}

/// The experiment there, with further arguments.
fn experiment(here: &Path, further: &[&str]) -> Command {
    let path = |name: &str| here.join(name).to_str().expect("text").to_owned();
    let (file, out, people, others, data) =
        (path("x.toml"), path("result"), path("people"), path("others"), path("data"));
    let given = ["experiment", &file, "--out", &out, "--faces", &people, "--public", &others, "--data", &data];
    effigy(&[&given[..], further].concat())
}

/// Has it stopped, as by Ctrl-C, when it says `words`; what it says then.
fn interrupted(mut command: Command, words: &str) -> String {
    let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut lines = BufReader::new(child.stderr.take().expect("piped")).lines().map(|line| line.expect("text"));
    let found = lines.find(|line| line.contains(words));
    assert!(found.is_some(), "it never said {words:?}");
    let asked = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(asked.is_ok_and(|status| status.success()), "asked");
    let rest: Vec<_> = lines.collect();
    assert_eq!(child.wait().expect("gone").code(), Some(130));
    rest.join("\n")
}

fn typed(line: &str) -> (bool, String) {
    told(Command::new("sh").args(["-c", line]).env_remove("EFFIGY_DATA"))
}

/// The command that is printed once left out what had been given, was refused for that, and advised to delete the run.
#[test]
fn the_command_that_is_printed_goes_on() {
    let (_folder, here) = place();
    let further = ["--seed", "7", "--device", "cpu"];
    let said = interrupted(experiment(&here, &further), "Evaluation recognizer, epoch 1 of 3");
    let (_, line) = said.split_once("Continue with: ").unwrap_or_else(|| panic!("{said}"));
    // Repeating the first command loses nothing either.
    let (is_well, again) = told(&mut experiment(&here, &further));
    assert!(!is_well && again.contains(&format!("Continue with: {line}")), "{again}");
    let (is_well, other) = told(&mut experiment(&here, &["--resume", "--seed", "8", "--device", "cpu"]));
    assert!(!is_well && other.contains("seed is 7 there and 8 now"), "{other}");
    let (is_well, rest) = typed(line);
    assert!(is_well && rest.contains("Report: "), "{rest}");
    assert!(!rest.contains("Target recognizer, epoch 4"), "{rest}");
}

#[test]
fn force_moves_the_run_aside_and_says_where() {
    let (_folder, here) = place();
    interrupted(experiment(&here, &["--device", "cpu"]), "Target recognizer, epoch 1 of 3");
    let checkpoint = here.join("result.old-1/recognizers/target.checkpoint");
    let (is_well, said) = told(&mut experiment(&here, &["--force", "--device", "cpu"]));
    assert!(is_well && said.contains("is now in"), "{said}");
    assert!(said.contains("result.old-1") && checkpoint.is_file(), "{said}");
}

/// A start that failed once left a folder, for which the next was refused.
#[test]
fn a_start_that_fails_leaves_no_folder_behind() {
    let (_folder, here) = place();
    let config = fs::read_to_string(here.join("x.toml")).expect("there");
    fs::write(here.join("x.toml"), config.replace("evaluation_others = 1", "evaluation_others = 9")).expect("written");
    let (is_well, said) = told(&mut experiment(&here, &["--device", "cpu"]));
    assert!(!is_well && said.contains("split.evaluation_others"), "{said}");
    assert!(!said.contains("go on by") && !here.join("result").exists(), "{said}");
    assert!(said.contains("Warning: There will be no verdict: the target recognizer knows only "), "{said}");
    fs::write(here.join("x.toml"), config).expect("written");
    let (is_well, said) = told(&mut experiment(&here, &["--device", "cpu"]));
    assert!(is_well, "{said}");
}
