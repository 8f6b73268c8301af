use super::*;
use std::collections::BTreeMap;
use tempfile::TempDir;

const REQUEST: FolderRequest = FolderRequest { identities: 3, images: 25, public: 5, seed: 1, size: 16 };

fn go_on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Everything below a folder: relative path and contents.
fn contents(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![root.to_path_buf()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(root).expect("below").display().to_string().replace('\\', "/");
                found.insert(name, std::fs::read(path).expect("a file"));
            }
        }
    }
    found
}

fn people() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    write_people(folder.path(), &REQUEST, Overwrite::Refuse, &mut go_on).expect("people");
    folder
}

#[test]
fn people_are_folders_of_whole_pictures() {
    let files = contents(people().path());
    assert_eq!(files.len(), 75);
    let picture = image::load_from_memory(&files["person-0002/0024.png"]).expect("a picture").into_rgb8();
    assert_eq!(picture, portrait(1, 2, 24, 16));
}

#[test]
fn the_request_decides_the_bytes() {
    assert_eq!(contents(people().path()), contents(people().path()));
}

#[test]
fn public_people_are_nobody_who_can_be_registered() {
    let folder = tempfile::tempdir().expect("a folder");
    write_public(folder.path(), &REQUEST, Overwrite::Refuse, &mut go_on).expect("people");
    let public = contents(folder.path());
    assert_eq!(public.keys().collect::<Vec<_>>(), ["00000.png", "00001.png", "00002.png", "00003.png", "00004.png"]);
    let registered = contents(people().path());
    assert!(public.values().all(|face| registered.values().all(|other| face != other)));
}

#[test]
fn stopping_leaves_whole_pictures_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut told = Vec::new();
    let result = write_people(folder.path(), &REQUEST, Overwrite::Refuse, &mut |done, total| {
        told.push((done, total));
        ControlFlow::Break(())
    });
    assert!(matches!(result, Err(LoadError::Stopped)));
    assert_eq!(told, [(64, 75)]);
    let files = contents(folder.path());
    assert_eq!(files.len(), 64);
    assert!(files.iter().all(|(name, bytes)| name.ends_with(".png") && image::load_from_memory(bytes).is_ok()));
}

#[test]
fn a_folder_in_use_is_left_alone_by_default() {
    let folder = people();
    let again = |overwrite| write_people(folder.path(), &REQUEST, overwrite, &mut go_on);
    assert!(matches!(again(Overwrite::Refuse), Err(LoadError::Dataset(DatasetError::NotEmpty(_)))));
    let before = contents(folder.path());
    std::fs::write(folder.path().join("person-0000/0000.png"), b"broken").expect("a file");
    again(Overwrite::Allow).expect("people");
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn impossible_requests_name_the_field() {
    let folder = tempfile::tempdir().expect("a folder");
    let message = |request: FolderRequest| {
        write_people(folder.path(), &request, Overwrite::Refuse, &mut go_on).expect_err("an error").to_string()
    };
    assert!(message(FolderRequest { identities: 0, ..REQUEST }).starts_with("faces.synthetic.identities"));
    assert!(message(FolderRequest { images: 0, ..REQUEST }).starts_with("faces.synthetic.images"));
    assert!(message(FolderRequest { size: 4, ..REQUEST }).starts_with("faces.synthetic.size"));
    assert!(contents(folder.path()).is_empty());
}
