//! Reads an uploaded archive, which may be malicious.
//!
//! First all headers are read, entry by entry, so that an archive of any number of entries takes no memory; only then
//! is anything unpacked, one entry at a time, and never more of it than an image may have.

use super::names::{self, parts_of};
use crate::error::Error;
use std::collections::HashSet;
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{BufReader, Read};
use wire::faces::{LARGEST_IMAGE, MOST_IMAGES};
use wire::run::Problem;
use zip::ZipReadOptions;
use zip::read::{Config, ZipFileEntry};
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

/// Most unpacked bytes of an archive, by its headers.
const MOST_BYTES: u64 = 8 * 1024 * 1024 * 1024;

/// The first bytes of archives, to find archives within archives.
const BEGINNINGS: [&[u8]; 6] = [b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"7z\xbc\xaf", b"Rar!"];

/// Files that systems leave in archives and that are no pictures.
const LITTER: [&str; 3] = ["__MACOSX", "Thumbs.db", "desktop.ini"];

/// A file of an archive.
pub struct Entry {
    /// Its path.
    pub path: String,
    /// The person, the file's name and its bytes; or the reason to leave it out.
    pub content: Result<(String, String, Vec<u8>), String>,
}

/// Reads all files of an archive, except folders and litter.
///
/// # Errors
/// If the archive is damaged or dangerous, with the entry to blame; or if `take` fails.
pub fn read(file: &File, take: &mut dyn FnMut(Entry) -> Result<(), Error>) -> Result<(), Error> {
    let mut archive = ZipIterable::try_new(BufReader::new(file), Config::default()).map_err(damaged)?;
    if archive.len() as u64 > u64::from(MOST_IMAGES) {
        return Err(refused("zip", format!("has {} entries; a set takes at most {MOST_IMAGES} images", archive.len())));
    }
    archive = archive.enforce_header_consistency(true);
    let (mut seen, mut bytes) = (HashSet::new(), 0);
    for entry in archive.files().map_err(damaged)? {
        let entry = entry.map_err(damaged)?;
        bytes = u64::saturating_add(bytes, entry.size());
        harmless(&entry, bytes, &mut seen)?;
    }
    let files = archive.files().map_err(damaged)?;
    while let Some(entry) = files.next() {
        let entry = entry.map_err(damaged)?;
        let path = name(&entry)?;
        if entry.is_dir() || is_litter(&path) {
            continue;
        }
        let content = match place(&path) {
            Ok((identity, name)) => {
                let announced = entry.size();
                let mut unpacked = Vec::new();
                let reader =
                    entry.with_reader(files.reader_mut(), ZipReadOptions::new()).map_err(|e| to_blame(&path, e))?;
                // One byte more than allowed, to detect an entry that is larger than announced.
                let read = reader.take(announced + 1).read_to_end(&mut unpacked);
                read.map_err(|error| refused(&path, format!("cannot be unpacked: {error}")))?;
                if unpacked.len() as u64 != announced {
                    return Err(refused(&path, "unpacks to another size than it says".into()));
                }
                if BEGINNINGS.iter().any(|beginning| unpacked.starts_with(beginning)) {
                    return Err(refused(&path, "is an archive itself; unpack it first".into()));
                }
                Ok((identity, name, unpacked))
            }
            Err(why) => Err(why),
        };
        take(Entry { path, content })?;
    }
    Ok(())
}

/// Checks that an entry's header is harmless; `bytes` is the unpacked size of the entries up to it.
fn harmless(entry: &ZipFileEntry<'_>, bytes: u64, seen: &mut HashSet<u64>) -> Result<(), Error> {
    let path = name(entry)?;
    parts_of(&path).map_err(|why| refused(&path, why.into()))?;
    let blame = |why: &str| Err(refused(&path, why.into()));
    if entry.is_symlink() {
        return blame("is a link; archives with links are not taken");
    }
    if entry.encrypted() {
        return blame("is encrypted; make the archive without a password");
    }
    if entry.is_dir() || is_litter(&path) {
        return Ok(());
    }
    if path.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case("zip")) {
        return blame("is an archive itself; unpack it first");
    }
    if entry.size() > LARGEST_IMAGE {
        return blame("is larger than 10 MiB; make it smaller");
    }
    if bytes > MOST_BYTES {
        return blame("is where the archive gets larger than 8 GiB unpacked; send it in parts");
    }
    // Two entries with the same stored name: nobody could tell which one is kept.
    if let Ok(place) = place(&path)
        && !seen.insert(digest(&place))
    {
        return blame("has the same person and name as another entry");
    }
    Ok(())
}

/// The person that a path belongs to and the name to keep the file under; or the reason to leave it out.
fn place(path: &str) -> Result<(String, String), String> {
    let Ok(Some((identity, file))) = parts_of(path) else { return Err("it is in no folder named for a person".into()) };
    let identity = names::kept(identity).map_err(|why| format!("the name of its folder {why}"))?;
    let image = names::kept_image(file).map_err(|why| format!("its name {why}"))?;
    Ok((identity, image))
}

/// Hashes take less memory than names; a collision will not happen in practice.
fn digest(place: &(String, String)) -> u64 {
    let mut hasher = DefaultHasher::new();
    place.hash(&mut hasher);
    hasher.finish()
}

fn is_litter(path: &str) -> bool {
    path.split('/').any(|part| LITTER.contains(&part) || (part.starts_with('.') && part != "." && part != ".."))
}

fn name(entry: &ZipFileEntry<'_>) -> Result<String, Error> {
    let name = entry.name().map_err(damaged)?;
    Ok(name.into_owned())
}

fn to_blame(path: &str, error: ZipError) -> Error {
    refused(path, format!("cannot be unpacked: {error}"))
}

fn damaged(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => Error::Other(error.into()),
        error => refused("zip", format!("is no whole ZIP archive: {error}")),
    }
}

/// The refusal of an archive because of one entry.
fn refused(entry: &str, why: String) -> Error {
    Error::Invalid(vec![Problem { field: entry.chars().take(200).collect(), message: why }])
}
