//! Files that can be made again: written whole, in folders that are made for them.

use crate::remedy::OrRemedy;
use anyhow::Result;
use engine::files::{Durability, write_whole};
use std::fs;
use std::path::Path;

/// Writes a file under another name first, then renames it.
///
/// # Errors
/// If the system refuses; the error names the file, and what to do where the disk refused.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).or_remedy(|| format!("cannot make {}", folder.display()))?;
    }
    write_whole(path, bytes, Durability::Relaxed).or_remedy(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_made_and_what_refuses_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("a/b");
        write(&file, b"1").expect("written");
        assert_eq!(fs::read(&file).expect("read"), b"1");
        let refused = write(&file.join("c"), b"1").expect_err("a file is no folder").to_string();
        assert!(refused.starts_with(&format!("cannot make {}", file.display())), "{refused}");
    }
}
