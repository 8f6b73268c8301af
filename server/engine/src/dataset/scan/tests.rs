use super::super::test_faces::write_junk;
use super::*;
use std::ffi::OsStr;

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

fn people(scan: &Scan) -> Vec<(&str, &str)> {
    scan.people.iter().map(|(name, why)| (name.as_str(), why.as_str())).collect()
}

/// Files left out: their names alone, and why.
fn unused(unused: &[Unused]) -> Vec<(&str, &str)> {
    unused.iter().map(|(path, why)| (path.file_name().and_then(OsStr::to_str).unwrap_or_default(), &**why)).collect()
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

/// A person whose folder began with a dot was once missing without a word.
#[test]
fn a_hidden_folder_is_named() {
    let scan = scan(&["a/x.jpg", "..b/y.jpg", ".DS_Store"], ALL).expect("a scan");
    assert_eq!(names(&scan), ["a"]);
    let [(name, why)] = unused(&scan.unused)[..] else { panic!("{:?}", scan.unused) };
    assert!(name == "..b" && why.contains("hidden"), "{name}: {why}");
}

#[test]
fn the_levels_of_vggface2_are_merged() {
    let scan = scan(&["train/n1/b.jpg", "test/n1/a.jpg", "train/n2/c.jpg", "other/d.jpg"], ALL).expect("a scan");
    assert_eq!(names(&scan), ["n1", "n2", "other"]);
    assert_eq!(scan.identities[0].files, ["test/n1/a.jpg", "train/n1/b.jpg"].map(PathBuf::from));
}

#[test]
fn levels_have_other_names_too() {
    let scan = scan(&["Train/n1/b.jpg", "VAL/n1/a.jpg", "Validation/n2/c.jpg"], ALL).expect("a scan");
    assert_eq!(names(&scan), ["n1", "n2"]);
    assert_eq!(scan.identities[0].files, ["Train/n1/b.jpg", "VAL/n1/a.jpg"].map(PathBuf::from));
}

#[test]
fn a_folder_a_level_too_high_is_refused_with_the_right_one() {
    let above = message(&["identities/a/1.jpg", "identities/b/1.jpg", "identities/stray.jpg", "public/1.jpg"], ALL);
    assert!(above.contains("in folders below it; choose ") && above.ends_with("/identities"), "{above}");
    let sets = message(&["one/a/1.jpg", "two/b/1.jpg"], ALL);
    assert!(sets.contains("choose the folder whose folders are the people"), "{sets}");
}

#[test]
fn what_lies_at_a_wrong_place_is_named() {
    let files = ["a/1.jpg", "a/more/2.jpg", "b/only/1.jpg", "c/1.jpg", "stray.jpg", "train/d/1.jpg", "train/lost.png"];
    let scan = scan(&files, ALL).expect("a scan");
    assert_eq!(names(&scan), ["a", "c", "d"]);
    assert_eq!(people(&scan), [("b", "its pictures lie in folders below it, such as b/only; move them up")]);
    let stray = "it lies in no person's folder; move it into one";
    let below = "its pictures lie below a person's folder; move them up";
    assert_eq!(unused(&scan.unused), [("more", below), ("stray.jpg", stray), ("lost.png", stray)]);
}

#[test]
fn pictures_of_other_kinds_are_named_and_other_files_are_not() {
    let scan = scan(&["a/1.jfif", "a/2.BMP", "a/3.jpeg", "a/4.HEIC", "a/5.avif", "a/list.csv", "a/Thumbs.db"], ALL);
    let scan = scan.expect("a scan");
    assert_eq!(scan.identities[0].files.len(), 3);
    let why = "it is a picture of a kind that is not read; save it as JPEG or PNG";
    assert_eq!(unused(&scan.unused), [("4.HEIC", why), ("5.avif", why)]);
    let none = message(&["a/1.heic", "b/1.heic"], ALL);
    assert!(
        none.contains("holds no identities") && none.contains("2 cannot be used") && none.contains("1.heic"),
        "{none}"
    );
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
    assert_eq!(
        people(&scan),
        [("few", "only 1 of the 2 pictures that are needed"), ("none", "only 0 of the 2 pictures that are needed")]
    );
}

#[test]
fn errors_say_what_was_found() {
    assert!(message(&["1.jpg"], ALL).contains("choose the folder above it"));
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
    assert_eq!(scan_faces(root.path()).expect("faces").files, files);
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_end() {
    let root = tempfile::tempdir().expect("a folder");
    let face = write_junk(&root.path().join("a/1.jpg"));
    std::os::unix::fs::symlink(root.path(), root.path().join("a/again")).expect("a link");
    std::os::unix::fs::symlink(root.path(), root.path().join("train")).expect("a link");
    assert_eq!(scan_faces(root.path()).expect("faces").files, [face]);
    let scan = scan_identities(root.path(), ALL).expect("a scan");
    assert_eq!(names(&scan), ["a"]);
    assert_eq!(people(&scan), [("train", "it is the same folder as the folder that was chosen")]);
}

#[cfg(unix)]
#[test]
fn a_folder_linked_twice_is_one_person_and_broken_links_are_named() {
    use std::os::unix::fs::symlink;
    let root = tempfile::tempdir().expect("a folder");
    for file in ["anna/1.jpg", "val/cara/1.jpg"] {
        write_junk(&root.path().join(file));
    }
    let link = |to: &str, from: &str| symlink(root.path().join(to), root.path().join(from)).expect("a link");
    for (to, from) in [("anna", "aaa"), ("val/cara", "zoe"), ("nowhere", "dora"), ("nowhere.jpg", "anna/2.jpg")] {
        link(to, from);
    }
    let scan = scan_identities(root.path(), ALL).expect("a scan");
    assert_eq!(names(&scan), ["anna", "cara"], "the folder itself stands, not the link, whatever comes first");
    let same = [("aaa", "it is the same folder as anna"), ("zoe", "it is the same folder as val/cara")];
    assert_eq!(people(&scan), same);
    let broken = "it is a link that leads nowhere";
    assert_eq!(unused(&scan.unused), [("2.jpg", broken), ("dora", broken)]);
    assert_eq!(unused(&scan_faces(root.path()).expect("faces").unused), [("2.jpg", broken), ("dora", broken)]);
}
