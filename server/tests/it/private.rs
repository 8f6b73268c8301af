//! Stored data belongs to its owner alone, whatever others may read by default; permissions that an earlier version
//! left open are closed.

use crate::faces::{added, put};
use crate::support::program::{Program, effigy, serve};
use crate::support::viewer::Viewer;
use crate::support::{in_time, tiny};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// As a user starts it whose files others may read.
fn openly(command: &Command) -> Command {
    let mut openly = Command::new("sh");
    openly.args(["-c", "umask 022; exec \"$0\" \"$@\""]).arg(command.get_program()).args(command.get_args());
    openly.env("RUST_LOG", "warn,wgpu_hal=off,wgpu_core=off").stdin(Stdio::null());
    openly
}

/// All files and folders that others may read, or somebody run.
fn open_to_others(folder: &Path, found: &mut Vec<(PathBuf, u32)>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
        // What the database takes away when it likes.
        let Ok(about) = entry.metadata() else { continue };
        let (mode, most) = (about.permissions().mode() & 0o777, if about.is_dir() { 0o700 } else { 0o600 });
        if mode & !most != 0 {
            found.push((entry.path(), mode));
        }
        if about.is_dir() {
            open_to_others(&entry.path(), found);
        }
    }
}

fn assert_private(folder: &Path, when: &str) {
    let mut found = Vec::new();
    open_to_others(folder, &mut found);
    assert!(found.is_empty(), "{when}: {found:?}");
}

fn open_all(folder: &Path) {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).expect("opened");
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        match entry.is_dir() {
            true => open_all(&entry),
            false => fs::set_permissions(&entry, fs::Permissions::from_mode(0o644)).expect("opened"),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_kept_can_be_read_by_others() {
    let place = tempfile::tempdir().expect("a folder");
    let (data, log) = (place.path().join("data"), tempfile::tempdir().expect("a folder"));
    let path = data.to_str().expect("text").to_owned();
    let start = || Program::start(openly(&serve(&["--device", "cpu", "--data", &path])), &log.path().join("log"));
    let mut program = start();
    let client = program.listens().await;
    let set = added(client, "Staff").await;
    let (.., picture) = crate::kills::transfers::picture(0);
    assert_eq!(put(client, &set, "Ada", "1.png", &picture).await.status, 200);
    let run = client.start(&tiny()).await;
    let mut viewer = Viewer::join(&client, &run).await;
    in_time("the first step", viewer.until_step(0)).await;
    assert_private(place.path(), "while a run is computed");
    in_time("the run", viewer.until_closed()).await;
    let zip = place.path().join("backup.zip");
    let backup = effigy(&["backup", zip.to_str().expect("text"), "--data", &path]);
    assert!(openly(&backup).status().is_ok_and(|status| status.success()));
    let restored = place.path().join("restored");
    let restore = effigy(&["restore", zip.to_str().expect("text"), "--data", restored.to_str().expect("text")]);
    assert!(openly(&restore).status().is_ok_and(|status| status.success()));
    assert_private(place.path(), "afterwards, with a backup and what was made of it");

    program.kill();
    open_all(&data);
    let mut program = start();
    program.listens().await;
    assert_private(place.path(), "after a start on what an earlier version left");
}

#[test]
fn the_folder_of_an_experiment_is_private_too() {
    let place = tempfile::tempdir().expect("a folder");
    let (config, out) = (place.path().join("tiny.toml"), place.path().join("out"));
    fs::write(&config, server::experiment::to_toml(&tiny())).expect("written");
    fs::set_permissions(&config, fs::Permissions::from_mode(0o600)).expect("shut");
    let mut experiment = effigy(&["experiment"]);
    experiment.arg(&config).arg("--out").arg(&out).arg("--data").arg(place.path().join("data"));
    assert!(openly(&experiment).status().is_ok_and(|status| status.success()));
    assert!(out.join("report.html").is_file());
    assert_private(place.path(), "after an experiment");
}
