use super::super::test_faces::write_junk;
use super::*;

const ALL: ScanLimits = ScanLimits { min_images: 1, max_images: 0 };

/// Scans a folder that holds `files` (relative paths; contents do not matter to a scan).
fn scan(files: &[&str], limits: ScanLimits) -> Result<Scan, DatasetError> {
    let root = tempfile::tempdir().expect("a folder");
    files.iter().for_each(|file| drop(write_junk(&root.path().join(file))));
    scan_identities(root.path(), limits).map(|mut scan| {
        for file in scan.identities.iter_mut().flat_map(|identity| &mut identity.files) {
            *file = file.strip_prefix(root.path()).expect("below the root").into();
        }
        scan
    })
}

fn names(scan: &Scan) -> Vec<&str> {
    scan.identities.iter().map(|identity| identity.name.as_str()).collect()
}

fn message(files: &[&str], limits: ScanLimits) -> String {
    scan(files, limits).expect_err("an error").to_string()
}

#[test]
fn one_folder_is_one_person() {
    let scan =
        scan(&["b/2.JPG", "b/1.webp", "a/x.jpeg", "a/y.Png", "a/notes.txt", "a/.hidden.jpg"], ALL).expect("a scan");
    assert_eq!(names(&scan), ["a", "b"]);
    assert_eq!(scan.identities[0].files, ["a/x.jpeg", "a/y.Png"].map(PathBuf::from));
    assert_eq!(scan.identities[1].files, ["b/1.webp", "b/2.JPG"].map(PathBuf::from));
}

#[test]
fn the_levels_of_vggface2_are_merged() {
    let scan = scan(&["train/n1/b.jpg", "test/n1/a.jpg", "train/n2/c.jpg", "other/d.jpg"], ALL).expect("a scan");
    assert_eq!(names(&scan), ["n1", "n2", "other"]);
    assert_eq!(scan.identities[0].files, ["test/n1/a.jpg", "train/n1/b.jpg"].map(PathBuf::from));
}

#[test]
fn a_person_may_be_called_test() {
    assert_eq!(names(&scan(&["test/1.jpg", "train/2.jpg"], ALL).expect("a scan")), ["test", "train"]);
}

#[test]
fn too_few_pictures_are_skipped_and_too_many_cut() {
    let limits = ScanLimits { min_images: 2, max_images: 2 };
    let scan = scan(&["few/1.jpg", "many/3.jpg", "many/1.jpg", "many/2.jpg", "none/readme"], limits).expect("a scan");
    assert_eq!(names(&scan), ["many"]);
    assert_eq!(scan.identities[0].files, ["many/1.jpg", "many/2.jpg"].map(PathBuf::from));
    let skipped: Vec<_> = scan.skipped.iter().map(|(name, why)| (name.as_str(), why.as_str())).collect();
    assert_eq!(skipped, [("few", "1 of at least 2 pictures"), ("none", "0 of at least 2 pictures")]);
}

#[test]
fn errors_say_what_was_found() {
    assert!(message(&["1.jpg"], ALL).contains("holds pictures directly"));
    assert!(message(&["a/readme"], ALL).contains("holds no identities"));
    let few = message(&["a/1.jpg", "b/1.jpg", "b/2.jpg"], ScanLimits { min_images: 9, max_images: 0 });
    assert!(few.contains("9 pictures or more; the best is b with 2"), "{few}");
}

#[test]
fn errors_say_what_is_wrong_with_the_path() {
    let root = tempfile::tempdir().expect("a folder");
    let empty = scan_identities(root.path(), ALL).expect_err("an error");
    assert!(matches!(empty, DatasetError::NoIdentities { .. }), "{empty}");
    let file = write_junk(&root.path().join("file"));
    assert!(matches!(scan_identities(&file, ALL), Err(DatasetError::NotAFolder(_))));
    assert!(matches!(scan_faces(&file), Err(DatasetError::NotAFolder(_))));
    let nowhere = root.path().join("nowhere");
    assert!(matches!(scan_identities(&nowhere, ALL), Err(DatasetError::NotFound(_))));
    assert!(matches!(scan_faces(&nowhere), Err(DatasetError::NotFound(_))));
    assert!(matches!(scan_faces(root.path()), Err(DatasetError::NoFaces(_))));
}

#[test]
fn public_faces_are_found_at_any_depth() {
    let root = tempfile::tempdir().expect("a folder");
    let files: Vec<_> =
        ["0.png", "a/1.jpg", "a/b/2.webp"].iter().map(|file| write_junk(&root.path().join(file))).collect();
    write_junk(&root.path().join("a/list.csv"));
    assert_eq!(scan_faces(root.path()).expect("faces"), files);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let root = tempfile::tempdir().expect("a folder");
    let face = write_junk(&root.path().join("a/1.jpg"));
    std::os::unix::fs::symlink(root.path(), root.path().join("a/again")).expect("a link");
    std::os::unix::fs::symlink(root.path(), root.path().join("train")).expect("a link");
    assert_eq!(scan_faces(root.path()).expect("faces"), [face]);
    assert_eq!(scan_identities(root.path(), ALL).expect("a scan").identities[0].name, "a");
}
