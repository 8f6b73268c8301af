//! That public faces come from elsewhere than the faces of the people under attack, whose own photographs would else be
//! averaged into the seeds.

use std::path::Path;
use wire::experiment::FolderFaces;
use wire::run::Problem;

/// The problem with the positions of two folders, if any; folders that do not exist are not reported.
pub fn problem(folder: &FolderFaces) -> Option<Problem> {
    if folder.public.is_empty() {
        return None;
    }
    let [identities, public] = [&folder.identities, &folder.public].map(|path| Path::new(path).canonicalize().ok());
    let (identities, public) = identities.zip(public)?;
    let what = if public == identities {
        "is the folder of the identities itself"
    } else if identities.starts_with(&public) {
        "holds the folder of the identities"
    } else if public.starts_with(&identities) {
        "lies in the folder of the identities"
    } else {
        return None;
    };
    let message = format!(
        "{} {what}, so that seeds would be averages of the people under attack; give a folder of other people, beside it, or none",
        folder.public
    );
    Some(Problem { field: "faces.folder.public".into(), message })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::create_dir_all;

    /// The message about two folders below the same one.
    fn said(identities: &str, public: &str) -> Option<String> {
        let root = tempfile::tempdir().expect("a folder");
        let [identities, public] = [identities, public].map(|name| root.path().join(name));
        for folder in [&identities, &public, &root.path().join("faces/extra")] {
            create_dir_all(folder).expect("made");
        }
        let text = |path: std::path::PathBuf| path.to_str().expect("text").to_owned();
        problem(&FolderFaces { identities: text(identities), public: text(public) }).map(|problem| problem.message)
    }

    #[test]
    fn public_faces_are_none_of_the_identities() {
        let refused = |identities, public| said(identities, public).expect("refused");
        assert!(refused("faces", "faces").contains("itself"));
        assert!(refused("faces", "faces/../faces/").contains("itself"));
        assert!(refused("all/faces", "all").contains("holds the folder"));
        assert!(refused("faces", "faces/public").contains("lies in the folder"));
        assert_eq!(said("faces", "faces-public"), None, "a name that begins alike is another folder");
        assert_eq!(said("all/faces", "all/public"), None);
        assert_eq!(problem(&FolderFaces { identities: "/nowhere".into(), public: "/nowhere".into() }), None);
        assert_eq!(problem(&FolderFaces { identities: "/".into(), public: String::new() }), None);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_the_folder_that_it_leads_to() {
        let root = tempfile::tempdir().expect("a folder");
        let [faces, link] = ["faces", "link"].map(|name| root.path().join(name));
        create_dir_all(&faces).expect("made");
        std::os::unix::fs::symlink(&faces, &link).expect("a link");
        let [identities, public] = [faces, link].map(|path| path.to_str().expect("text").to_owned());
        assert!(problem(&FolderFaces { identities, public }).is_some());
    }
}
