//! Drawn people in the cache that runs share: the same request is drawn once, by one program at a time, and is there
//! whole or not at all.

use super::SIZE;
use super::progress::{Progress, Stopped};
use crate::lock::alone;
use anyhow::{Context, Result};
use engine::dataset::{LoadError, synthetic};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;
use wire::experiment::SyntheticFaces;

/// Of a folder that is not whole yet.
const UNFINISHED: &str = "part";

/// Between two looks whether another program has drawn.
const PAUSE: Duration = Duration::from_millis(100);

/// How many pictures a request is.
pub fn pictures(drawn: &SyntheticFaces) -> u64 {
    u64::from(drawn.identities) * u64::from(drawn.images) + u64::from(drawn.public)
}

/// How many of them are still to be drawn.
pub fn undrawn(drawn: &SyntheticFaces, cache: &Path) -> u64 {
    if folder(drawn, cache).is_dir() { 0 } else { pictures(drawn) }
}

/// The folder of a request's people, drawn if it is not there.
pub fn draw(drawn: &SyntheticFaces, cache: &Path, progress: &mut Progress<'_>) -> Result<PathBuf> {
    let folder = folder(drawn, cache);
    if folder.is_dir() {
        return Ok(folder);
    }
    let all = pictures(drawn);
    let _alone = loop {
        match lock(cache)? {
            Some(lock) => break lock,
            None => progress.at(0, all, "pictures drawn")?,
        }
        std::thread::sleep(PAUSE);
    };
    if folder.is_dir() {
        return Ok(folder);
    }
    let unfinished = folder.with_extension(UNFINISHED);
    let done = draw_into(&unfinished, drawn, progress)
        .and_then(|()| fs::rename(&unfinished, &folder).with_context(|| format!("cannot write {}", folder.display())));
    if let Err(error) = done {
        remove(&unfinished)?;
        return Err(error);
    }
    Ok(folder)
}

fn draw_into(unfinished: &Path, drawn: &SyntheticFaces, progress: &mut Progress<'_>) -> Result<()> {
    let SyntheticFaces { identities, images, public, seed } = *drawn;
    let request = synthetic::FolderRequest { identities, images, public, seed, size: SIZE };
    let (all, people) = (pictures(drawn), pictures(drawn) - u64::from(public));
    let overwrite = synthetic::Overwrite::Allow;
    let mut told = |done, _| Progress::flow(progress.at(done, all, "pictures drawn"));
    synthetic::write_people(&unfinished.join("identities"), &request, overwrite, &mut told).map_err(stopped_or)?;
    let mut told = |done, _| Progress::flow(progress.at(people + done, all, "pictures drawn"));
    synthetic::write_public(&unfinished.join("public"), &request, overwrite, &mut told).map_err(stopped_or)
}

/// Takes away what a program left half drawn that was killed.
///
/// # Errors
/// If the cache cannot be read or written.
pub fn clear(cache: &Path) -> Result<()> {
    let here = people(cache);
    // Where somebody draws now, the next start or the next drawing clears.
    let Some(_alone) = here.is_dir().then(|| lock(cache)).transpose()?.flatten() else { return Ok(()) };
    for entry in fs::read_dir(&here).with_context(|| format!("cannot read {}", here.display()))? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new(UNFINISHED)) {
            remove(&path)?;
        }
    }
    Ok(())
}

fn people(cache: &Path) -> PathBuf {
    cache.join("faces")
}

fn folder(drawn: &SyntheticFaces, cache: &Path) -> PathBuf {
    let SyntheticFaces { identities, images, public, seed } = drawn;
    people(cache).join(format!("people-{}-{seed}-{identities}x{images}-{public}", synthetic::GENERATION))
}

/// The right to draw, unless another has it; it ends with the program that holds it.
fn lock(cache: &Path) -> Result<Option<File>> {
    let path = people(cache).join("drawing.lock");
    let cannot = || format!("cannot write {}", path.display());
    fs::create_dir_all(people(cache)).with_context(cannot)?;
    File::options().write(true).create(true).truncate(false).open(&path).and_then(alone).with_context(cannot)
}

fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}

fn stopped_or(error: LoadError) -> anyhow::Error {
    match error {
        LoadError::Stopped => Stopped.into(),
        LoadError::Dataset(error) => error.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::events::{Event, Observer};
    use super::*;
    use std::ops::ControlFlow;

    /// Says stop after so many pictures.
    struct StopAfter(u64);

    impl Observer for StopAfter {
        fn observe(&mut self, event: Event<'_>) -> ControlFlow<()> {
            match event {
                Event::Progress { done, .. } if done >= self.0 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        }
    }

    fn drawn(cache: &Path, until: u64) -> Result<PathBuf> {
        let people = SyntheticFaces { identities: 3, images: 2, public: 2, seed: 1 };
        draw(&people, cache, &mut Progress::new(&mut StopAfter(until), Vec::new()))
    }

    fn entries(cache: &Path) -> Vec<String> {
        let names = fs::read_dir(people(cache)).expect("read").map(|entry| entry.expect("one").file_name());
        let mut names: Vec<String> = names.map(|name| name.into_string().expect("text")).collect();
        names.sort();
        names
    }

    /// A run that was stopped while people were drawn once left a folder for ever.
    #[test]
    fn a_stop_leaves_nothing_and_what_a_killed_program_left_is_cleared() {
        let cache = tempfile::tempdir().expect("a folder");
        assert!(drawn(cache.path(), 1).expect_err("stopped").is::<Stopped>());
        assert_eq!(entries(cache.path()), ["drawing.lock"]);
        let left = people(cache.path()).join("people-1.part");
        fs::create_dir(&left).expect("made");
        let lock = lock(cache.path()).expect("asked").expect("nobody draws");
        clear(cache.path()).expect("looked");
        assert!(left.exists(), "somebody draws");
        drop(lock);
        clear(cache.path()).expect("cleared");
        assert!(!left.exists());
        let whole = drawn(cache.path(), u64::MAX).expect("drawn");
        assert!(whole.join("identities/person-0002/0001.png").is_file());
        assert_eq!(entries(cache.path()).len(), 2);
    }

    #[test]
    fn waiting_for_another_run_that_draws_can_be_stopped() {
        let cache = tempfile::tempdir().expect("a folder");
        let _other = lock(cache.path()).expect("asked").expect("nobody draws");
        assert!(drawn(cache.path(), 0).expect_err("stopped").is::<Stopped>());
    }
}
