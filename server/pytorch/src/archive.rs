//! ZIP archives: what is in them, and whether `torch.save` may have written them.

use crate::error::{ConvertError, plain};
use crate::pickle;
use std::io::{Read, Seek};
use zip::{CompressionMethod, ZipArchive};

/// Entries that an archive may have: one for each tensor, and a few more.
const MOST_ENTRIES: usize = 100_000;

/// The names of the entries of an archive.
///
/// # Errors
/// If its directory cannot be read.
pub fn names(file: impl Read + Seek) -> Result<Vec<String>, ConvertError> {
    let archive = ZipArchive::new(file).map_err(broken)?;
    if archive.len() > MOST_ENTRIES {
        let (found, limit) = (archive.len() as u64, MOST_ENTRIES as u64);
        return Err(ConvertError::TooMuch { what: "entries", found, limit });
    }
    archive.file_names().map(|name| name.map(|name| name.to_string()).map_err(broken)).collect()
}

/// Checks that nothing in an archive is larger than it looks.
///
/// # Errors
/// If an entry is compressed, or a pickle is too large.
pub fn check(file: impl Read + Seek) -> Result<(), ConvertError> {
    let mut archive = ZipArchive::new(file).map_err(broken)?;
    for at in 0..archive.len() {
        let mut entry = archive.by_index_raw(at).map_err(broken)?;
        let name = entry.name().map_err(broken)?.into_owned();
        // A small entry could become gigabytes, and be unpacked again for each tensor.
        if entry.compression() != CompressionMethod::Stored {
            let why = "is compressed, which torch.save does not do; load the file and save it again";
            return Err(ConvertError::Broken(format!("{} {why}", plain(&name))));
        }
        if name.ends_with("data.pkl") {
            let mut bytes = Vec::new();
            entry.by_ref().take(pickle::MOST_BYTES as u64).read_to_end(&mut bytes)?;
            pickle::check(&bytes, 1)?;
        }
    }
    Ok(())
}

fn broken(error: zip::result::ZipError) -> ConvertError {
    ConvertError::Broken(format!("its archive is damaged ({}); fetch the whole file", plain(&error.to_string())))
}
