//! Many faces of one size, in memory or in a memory-mapped file.

use super::error::DatasetError;
use memmap2::Mmap;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Faces of `size` x `size` pixels: RGB bytes, rows from the top.
#[derive(Debug)]
pub struct FaceStore {
    size: u32,
    pixels: Pixels,
}

#[derive(Debug)]
enum Pixels {
    Memory(Vec<u8>),
    Mapped(Mmap),
}

impl FaceStore {
    /// Consecutive faces in `pixels`, each `size * size * 3` bytes.
    ///
    /// # Panics
    /// When `pixels` does not hold whole faces.
    pub fn from_bytes(size: u32, pixels: Vec<u8>) -> Self {
        assert_eq!(pixels.len() % face_bytes(size).max(1), 0, "a store holds whole faces of {size} x {size} pixels");
        Self { size, pixels: Pixels::Memory(pixels) }
    }

    /// Width and height of each face in pixels.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// How many faces there are.
    pub fn len(&self) -> usize {
        self.bytes().len() / face_bytes(self.size).max(1)
    }

    /// Whether the store is empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the faces are in a file rather than in memory.
    pub fn is_mapped(&self) -> bool {
        matches!(self.pixels, Pixels::Mapped(_))
    }

    /// Face `i`: `size * size * 3` bytes.
    ///
    /// # Panics
    /// When there is no such face.
    pub fn image(&self, i: usize) -> &[u8] {
        let face = face_bytes(self.size);
        &self.bytes()[i * face..(i + 1) * face]
    }

    /// All faces except some, in memory.
    #[must_use]
    pub fn without(&self, left_out: &BTreeSet<usize>) -> Self {
        let kept = (0..self.len()).filter(|index| !left_out.contains(index));
        Self::from_bytes(self.size, kept.flat_map(|index| self.image(index)).copied().collect())
    }

    fn bytes(&self) -> &[u8] {
        match &self.pixels {
            Pixels::Memory(bytes) => bytes,
            Pixels::Mapped(map) => map,
        }
    }
}

/// Bytes of one face.
pub(super) fn face_bytes(size: u32) -> usize {
    size as usize * size as usize * 3
}

/// Collects faces one by one, then becomes a store.
pub(super) struct StoreWriter {
    size: u32,
    sink: Sink,
}

enum Sink {
    Memory(Vec<u8>),
    File { file: BufWriter<File>, folder: PathBuf, empty: bool },
}

impl StoreWriter {
    /// For at most `faces` faces: in memory up to `memory_limit` bytes, otherwise in an anonymous file in `scratch`,
    /// which the system deletes with the store.
    pub(super) fn new(size: u32, faces: usize, memory_limit: u64, scratch: &Path) -> Result<Self, DatasetError> {
        let needed = face_bytes(size) as u64 * faces as u64;
        let sink = if needed <= memory_limit {
            Sink::Memory(Vec::new())
        } else {
            let file = tempfile::tempfile_in(scratch).map_err(DatasetError::io(scratch, "written to"))?;
            Sink::File { file: BufWriter::with_capacity(1 << 20, file), folder: scratch.into(), empty: true }
        };
        Ok(Self { size, sink })
    }

    pub(super) fn push(&mut self, face: &[u8]) -> Result<(), DatasetError> {
        match &mut self.sink {
            Sink::Memory(bytes) => bytes.extend_from_slice(face),
            Sink::File { file, folder, empty } => {
                file.write_all(face).map_err(DatasetError::io(&*folder, "written to"))?;
                *empty = false;
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<FaceStore, DatasetError> {
        let pixels = match self.sink {
            Sink::Memory(bytes) => Pixels::Memory(bytes),
            // Not every system can map an empty file.
            Sink::File { empty: true, .. } => Pixels::Memory(Vec::new()),
            Sink::File { file, folder, .. } => {
                let file =
                    file.into_inner().map_err(|error| DatasetError::io(&folder, "written to")(error.into_error()))?;
                Pixels::Mapped(map(&file).map_err(DatasetError::io(&folder, "mapped"))?)
            }
        };
        Ok(FaceStore { size: self.size, pixels })
    }
}

#[expect(
    unsafe_code,
    reason = "mapping is unsafe because others could change the file; this one has no name and no writer is left"
)]
fn map(file: &File) -> std::io::Result<Mmap> {
    unsafe { Mmap::map(file) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_are_found_again() {
        let store = FaceStore::from_bytes(1, vec![1, 2, 3, 4, 5, 6]);
        assert_eq!((store.len(), store.image(0), store.image(1)), (2, &[1, 2, 3][..], &[4, 5, 6][..]));
        let second = store.without(&BTreeSet::from([0]));
        assert_eq!((second.len(), second.image(0)), (1, &[4, 5, 6][..]));
    }

    #[test]
    fn a_file_beyond_the_limit_holds_the_same_and_leaves_nothing_behind() {
        let scratch = tempfile::tempdir().expect("a folder");
        let face = |value: u8| vec![value; face_bytes(2)];
        let mut writer = StoreWriter::new(2, 3, 35, scratch.path()).expect("a writer");
        for value in [7, 8, 9] {
            writer.push(&face(value)).expect("room");
        }
        let store = writer.finish().expect("a store");
        assert!(store.is_mapped());
        assert_eq!((store.len(), store.image(2)), (3, &face(9)[..]));
        drop(store);
        assert_eq!(std::fs::read_dir(scratch.path()).expect("a folder").count(), 0);
    }

    #[test]
    fn the_limit_itself_still_fits_in_memory() {
        let mut writer = StoreWriter::new(2, 3, 36, Path::new("/nowhere")).expect("a writer");
        writer.push(&[5; 12]).expect("room");
        let store = writer.finish().expect("a store");
        assert!(!store.is_mapped());
        assert_eq!(store.len(), 1);
    }
}
