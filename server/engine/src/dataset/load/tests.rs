use super::super::test_faces::{write_junk, write_plain};
use super::*;
use tempfile::TempDir;

const PLENTY: u64 = 1 << 30;

/// `count` faces of 4 x 4 pixels whose red value is their number; every third is no picture.
fn faces(count: u8) -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |i: u8| folder.path().join(format!("{i:03}.png"));
    let write = |i: u8| if i % 3 == 2 { write_junk(&path(i)) } else { write_plain(&path(i), 4, [i, 0, 0]) };
    let files = (0..count).map(write).collect();
    (folder, files)
}

fn load(files: &[PathBuf], memory_limit: u64, scratch: &Path) -> Result<Loaded, LoadError> {
    load_faces(files, 4, memory_limit, scratch, &mut |_, _| ControlFlow::Continue(()))
}

#[test]
fn corrupt_files_are_listed_and_the_others_kept_in_order() {
    let (folder, files) = faces(200);
    let loaded = load(&files, PLENTY, folder.path()).expect("faces");
    assert_eq!(loaded.kept, (0..200).filter(|i| i % 3 != 2).collect::<Vec<_>>());
    assert_eq!(loaded.corrupt.len(), 66);
    assert_eq!(loaded.corrupt[0].0, files[2]);
    assert_eq!(loaded.store.len(), loaded.kept.len());
    for (stored, &file) in loaded.kept.iter().enumerate() {
        assert_eq!(usize::from(loaded.store.image(stored)[0]), file);
    }
}

#[test]
fn a_mapped_store_equals_one_in_memory() {
    let (folder, files) = faces(150);
    let memory = load(&files, PLENTY, folder.path()).expect("faces").store;
    let mapped = load(&files, 0, folder.path()).expect("faces").store;
    assert_eq!((memory.is_mapped(), mapped.is_mapped()), (false, true));
    assert_eq!(memory.len(), mapped.len());
    assert!((0..memory.len()).all(|i| memory.image(i) == mapped.image(i)));
}

#[test]
fn progress_is_reported_and_stopping_obeyed() {
    let (folder, files) = faces(200);
    let mut told = Vec::new();
    let result = load_faces(&files, 4, PLENTY, folder.path(), &mut |done, total| {
        told.push((done, total));
        ControlFlow::Continue(())
    });
    assert!(result.is_ok());
    assert_eq!(told, [(128, 200), (200, 200)]);
    let stopped = load_faces(&files, 4, PLENTY, folder.path(), &mut |_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(LoadError::Stopped)));
}

#[test]
fn nothing_readable_is_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = [write_junk(&folder.path().join("a.jpg")), write_junk(&folder.path().join("b.jpg"))];
    let error = load(&files, 0, folder.path()).expect_err("an error").to_string();
    assert!(error.contains("none of 2 pictures") && error.contains("a.jpg"), "{error}");
}

#[test]
fn a_scratch_folder_that_is_missing_is_named() {
    let (_folder, files) = faces(1);
    let error = load(&files, 0, Path::new("/no/such/folder")).expect_err("an error").to_string();
    assert!(error.contains("/no/such/folder"), "{error}");
}
