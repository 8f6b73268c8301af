//! Runs are neither lost nor in the way.

use super::*;

fn config(seed: u64) -> ExperimentConfig {
    ExperimentConfig { seed, ..ExperimentConfig::default() }
}

fn opened(root: &Path, seed: u64, opening: Opening) -> Result<RunFolder, String> {
    RunFolder::open(root, &config(seed), opening).map_err(|error| error.to_string())
}

fn begun(root: &Path, seed: u64, opening: Opening) -> RunFolder {
    let folder = opened(root, seed, opening).expect("it can take a run");
    folder.begin(&config(seed)).expect("written");
    folder.write("attacks/a.json", b"{}").expect("written");
    folder
}

#[test]
fn a_run_is_never_overwritten_unasked() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    begun(root, 1, Opening::Fresh);
    assert!(opened(root, 1, Opening::Fresh).expect_err("a run is there").contains("--resume"));
    opened(root, 1, Opening::Resume).expect("the same run");
    let other = opened(root, 2, Opening::Resume).expect_err("another run");
    assert!(other.contains("other settings: seed is 1 there and 2 now."), "{other}");
}

/// Two programs once wrote one folder, and the report of the second was lost.
#[test]
fn a_folder_in_use_is_nobody_elses() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = begun(folder.path(), 1, Opening::Fresh);
    for opening in [Opening::Fresh, Opening::Resume, Opening::Force] {
        assert!(opened(folder.path(), 1, opening).expect_err("in use").contains("is in use"), "{opening:?}");
    }
    drop(run);
    opened(folder.path(), 1, Opening::Resume).expect("free again");
}

#[test]
fn settings_that_an_earlier_version_did_not_have_are_no_difference() {
    let folder = tempfile::tempdir().expect("a folder");
    begun(folder.path(), 1, Opening::Fresh);
    fs::write(folder.path().join(SETTINGS), "name = \"Untitled experiment\"\n").expect("written");
    opened(folder.path(), 1, Opening::Resume).expect("the same run");
    fs::write(folder.path().join(SETTINGS), "colour = 1\n").expect("written");
    let error = opened(folder.path(), 1, Opening::Resume).expect_err("an unknown setting");
    assert!(error.contains("config.toml, line 1: unknown field `colour`"), "{error}");
}

/// The run that was in the folder was once deleted.
#[test]
fn force_moves_a_run_aside_and_leaves_what_is_not_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("result");
    for round in 1..3 {
        let run = begun(&root, round, Opening::Force);
        assert_eq!(run.moved_to().is_some(), round > 1);
        run.write("clones/a/0000.png", &[round as u8]).expect("written");
        run.write("mine.txt", b"x").expect("written");
    }
    let last = opened(&root, 3, Opening::Force).expect("moved");
    assert!(root.join("mine.txt").exists() && !root.join("clones").exists() && !root.join(SETTINGS).exists());
    for (name, round) in [("result.old-1", 1), ("result.old-2", 2)] {
        let aside = folder.path().join(name);
        assert_eq!(fs::read(aside.join("clones/a/0000.png")).expect("there"), [round as u8]);
        opened(&aside, round, Opening::Resume).expect("it can go on there");
    }
    assert!(last.moved_to().is_some_and(|aside| aside.ends_with("result.old-2")));
}

/// Starting anew with unreadable faces once lost the existing run.
#[test]
fn a_run_that_was_moved_aside_is_put_back_where_the_next_got_nowhere() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().join("result");
    let run = begun(&root, 1, Opening::Force);
    run.write("clones/a/0000.png", b"good").expect("written");
    drop(run);
    let next = opened(&root, 2, Opening::Force).expect("moved");
    assert!(!root.join("clones").exists() && !next.is_moved_back());
    next.write(SETTINGS, b"seed = 2").expect("written");
    next.write("scratch/x", b"x").expect("written");
    next.leave().expect("left");
    assert!(next.is_moved_back() && !root.join(SCRATCH).exists());
    assert_eq!(fs::read(root.join("clones/a/0000.png")).expect("there"), b"good");
    assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1, "nothing is left aside");
    drop(next);
    opened(&root, 1, Opening::Resume).expect("it can go on");
}

#[test]
fn a_folder_of_something_else_is_refused_even_by_force() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("thesis.tex"), "x").expect("written");
    for opening in [Opening::Fresh, Opening::Resume, Opening::Force] {
        assert!(opened(folder.path(), 1, opening).expect_err("not a run").contains("no run of Effigy"));
    }
    assert!(folder.path().join("thesis.tex").exists());
}

/// A start that failed once left a folder that the next was refused for.
#[test]
fn a_start_that_failed_leaves_nothing_and_blocks_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let new = folder.path().join("new");
    let run = opened(&new, 1, Opening::Fresh).expect("no folder yet");
    run.begin(&config(1)).expect("written");
    for name in [IMAGES, "scratch/x", "recognizers/target.safetensors"] {
        run.write(name, b"x").expect("written");
    }
    run.leave().expect("left");
    assert!(!new.exists());

    let run = opened(&new, 1, Opening::Fresh).expect("no folder again");
    run.write("scratch/x", b"x").expect("written");
    drop(run);
    let run = opened(&new, 2, Opening::Fresh).expect("as after a kill while faces were read");
    run.begin(&config(1)).expect("written");
    run.write(IMAGES, b"x").expect("written");
    drop(run);
    let next = opened(&new, 2, Opening::Fresh).expect("as after a kill before the first step");
    assert!(!next.path(SETTINGS).exists(), "what was loaded then is not taken for what is to be loaded now");
    next.leave().expect("left");
    assert!(new.exists(), "it was there before");
    fs::write(new.join(SETTINGS), "seed = 3").expect("a user's own file");
    assert!(opened(&new, 1, Opening::Fresh).is_err());
}
