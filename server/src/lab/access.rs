//! The files that a run started from a browser may read.

use std::path::{Path, PathBuf};
use wire::experiment::{ExperimentConfig, FolderFaces};
use wire::run::Problem;

/// The folders that runs may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FacesAccess {
    /// Any: only people of this machine reach the server.
    Anywhere,
    /// Those under these folders; none if there are none.
    Under(Vec<PathBuf>),
}

impl FacesAccess {
    /// Paths in a configuration that it may not read. Links are resolved first.
    pub fn problems(&self, config: &ExperimentConfig) -> Vec<Problem> {
        let folder = config.faces.folder.iter().flat_map(|folder| self.of_folder(folder));
        folder.chain(config.recognizers.files().filter_map(|(field, path)| self.refuses(field, path))).collect()
    }

    /// Paths in a folder of faces that may not be read.
    pub fn of_folder(&self, folder: &FolderFaces) -> Vec<Problem> {
        let paths = [("faces.folder.identities", &folder.identities), ("faces.folder.public", &folder.public)];
        paths.into_iter().filter_map(|(field, path)| self.refuses(field, path)).collect()
    }

    /// The refusal to read a file, if it is not allowed.
    pub fn refuses(&self, field: &str, path: &str) -> Option<Problem> {
        let Self::Under(roots) = self else { return None };
        (!path.is_empty() && !is_under(path, roots)).then(|| refusal(field))
    }
}

fn is_under(path: &str, roots: &[PathBuf]) -> bool {
    let Ok(path) = Path::new(path).canonicalize() else { return false };
    roots.iter().filter_map(|root| root.canonicalize().ok()).any(|root| path.starts_with(root))
}

/// The same answer for missing files and for files elsewhere: it must not reveal which files exist.
fn refusal(field: &str) -> Problem {
    let message = "is not in a folder that this server may read; whoever runs it allows more by --faces-root";
    Problem { field: field.into(), message: message.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(identities: &Path) -> ExperimentConfig {
        let mut config = ExperimentConfig::default();
        let identities = identities.to_str().expect("text").into();
        config.faces.folder = Some(FolderFaces { identities, public: String::new() });
        config
    }

    #[test]
    fn only_what_lies_under_a_root_is_read_also_through_dots_and_links() {
        let root = tempfile::tempdir().expect("a folder");
        let elsewhere = tempfile::tempdir().expect("a folder");
        let inside = root.path().join("faces");
        std::fs::create_dir(&inside).expect("made");
        let access = FacesAccess::Under(vec![root.path().into()]);
        assert!(access.problems(&config(&inside)).is_empty());
        let fields = |path: &Path| access.problems(&config(path)).into_iter().map(|one| one.field).collect::<Vec<_>>();
        assert_eq!(fields(elsewhere.path()), ["faces.folder.identities"]);
        assert_eq!(fields(&inside.join("../..")), ["faces.folder.identities"]);
        #[cfg(unix)]
        {
            let link = inside.join("out");
            std::os::unix::fs::symlink(elsewhere.path(), &link).expect("linked");
            assert_eq!(fields(&link), ["faces.folder.identities"]);
        }
        assert!(FacesAccess::Anywhere.problems(&config(elsewhere.path())).is_empty());
    }

    #[test]
    fn recognizers_are_files_too() {
        let mut config = ExperimentConfig::default();
        config.recognizers.target = "/etc/passwd".into();
        config.recognizers.judges = vec!["/etc/shadow".into()];
        let problems = FacesAccess::Under(Vec::new()).problems(&config);
        let fields: Vec<_> = problems.iter().map(|problem| &*problem.field).collect();
        assert_eq!(fields, ["recognizers.target", "recognizers.judges"]);
    }
}
