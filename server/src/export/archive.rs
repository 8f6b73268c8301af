//! A ZIP archive, written from its first byte to its last without going back, one file after another, so that it can be
//! sent while it is made and no more than a file's piece is in memory.

use anyhow::{Context, Result};
use std::cell::Cell;
use std::io::Write;
use std::rc::Rc;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes a file's bytes.
pub type Content<'a> = Box<dyn FnOnce(&mut dyn Write) -> Result<()> + 'a>;

/// A file of an archive.
pub struct Entry<'a> {
    /// With `/` between its parts.
    pub name: String,
    /// Bytes; only whether they are more than four billion matters.
    pub size: u64,
    /// Called when the file's turn comes.
    pub content: Content<'a>,
}

impl<'a> Entry<'a> {
    /// A file that is in memory.
    pub fn of_bytes(name: impl Into<String>, bytes: Vec<u8>) -> Self {
        let size = bytes.len() as u64;
        Self { name: name.into(), size, content: Box::new(move |out| Ok(out.write_all(&bytes)?)) }
    }
}

/// Files that are packed already, or that packing makes hardly smaller, are stored as they are.
fn is_stored(name: &str) -> bool {
    [".png", ".safetensors"].iter().any(|end| name.ends_with(end))
}

/// Writes the archive; every file gets the time `written_ms` (milliseconds since 1970, UTC). The writer comes back when
/// all of it is written.
///
/// # Errors
/// If a file cannot be read or the writer refuses. What was written is then no archive: its directory is missing.
pub fn write<'a, W: Write>(out: W, written_ms: u64, entries: impl IntoIterator<Item = Entry<'a>>) -> Result<W> {
    let is_shut = Rc::new(Cell::new(false));
    let mut archive = ZipWriter::new_stream(Gate { out, is_shut: is_shut.clone() });
    let time = time(written_ms);
    for entry in entries {
        append(&mut archive, time, entry).inspect_err(|_| is_shut.set(true))?;
    }
    Ok(archive.finish()?.into_inner().out)
}

/// Lets bytes through until something went wrong. The library finishes an archive that is dropped, which must not make
/// one look whole that is not.
struct Gate<W> {
    out: W,
    is_shut: Rc<Cell<bool>>,
}

impl<W: Write> Write for Gate<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.is_shut.get() {
            return Ok(bytes.len());
        }
        self.out.write(bytes).inspect_err(|_| self.is_shut.set(true))
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.is_shut.get() { Ok(()) } else { self.out.flush() }
    }
}

fn append<W: Write>(archive: &mut ZipWriter<StreamWriter<Gate<W>>>, time: DateTime, entry: Entry<'_>) -> Result<()> {
    let Entry { name, size, content } = entry;
    let method = if is_stored(&name) { CompressionMethod::Stored } else { CompressionMethod::Deflated };
    let options = SimpleFileOptions::default().compression_method(method).last_modified_time(time);
    archive.start_file(&name, options.large_file(size > u64::from(u32::MAX)))?;
    content(archive).with_context(|| format!("{name} cannot be put into the archive"))
}

/// The archive's own zero, which is in 1980, for times that it cannot tell.
fn time(ms: u64) -> DateTime {
    let time = i64::try_from(ms).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok());
    let time = time.map(|time| time.to_zoned(jiff::tz::TimeZone::UTC).datetime());
    let parts = time.and_then(|time| {
        let (year, [month, day]) = (u16::try_from(time.year()).ok()?, [time.month(), time.day()].map(i8::unsigned_abs));
        let [hour, minute, second] = [time.hour(), time.minute(), time.second()].map(i8::unsigned_abs);
        DateTime::from_date_and_time(year, month, day, hour, minute, second).ok()
    });
    parts.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, ErrorKind, Read};
    use zip::ZipArchive;

    fn entry<'a>(name: &str, content: impl FnOnce(&mut dyn Write) -> Result<()> + 'a) -> Entry<'a> {
        Entry { name: name.into(), size: 0, content: Box::new(content) }
    }

    #[test]
    fn files_come_back_as_they_were_and_pictures_are_not_packed_again() {
        let files = [("report.json", vec![b'1'; 5000]), ("clones/Zoë #1/0000.png", vec![7; 3000])];
        let entries = files.iter().map(|(name, bytes)| Entry::of_bytes(*name, bytes.clone()));
        // 2021-03-04 05:06:08 UTC.
        let bytes = write(Vec::new(), 1_614_834_368_000, entries).expect("an archive");
        let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        assert_eq!(archive.len(), files.len());
        for (name, bytes) in &files {
            let mut file = archive.by_name(name).expect("there");
            assert_eq!(file.compression() == CompressionMethod::Stored, name.ends_with(".png"), "{name}");
            let time = file.last_modified().expect("a time");
            assert_eq!((time.year(), time.month(), time.day(), time.hour(), time.second()), (2021, 3, 4, 5, 8));
            let mut back = Vec::new();
            // The reader checks what the archive says of the bytes.
            file.read_to_end(&mut back).expect("whole");
            assert_eq!(&back, bytes, "{name}");
        }
    }

    /// Counts what arrives, and fails when much was made that has not.
    struct Counting<'a> {
        made: &'a Cell<u64>,
        arrived: u64,
    }

    impl Write for Counting<'_> {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.arrived += bytes.len() as u64;
            assert!(self.made.get() <= self.arrived + 64 * 1024, "{} were made, {}", self.made.get(), self.arrived);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn nothing_is_gathered_however_much_there_is() {
        let made = Cell::new(0);
        let entries = (0..20).map(|at| {
            let made = &made;
            entry(&format!("{at}.safetensors"), move |out| {
                for _ in 0..200 {
                    made.set(made.get() + 16 * 1024);
                    out.write_all(&[at; 16 * 1024])?;
                }
                Ok(())
            })
        });
        let out = write(Counting { made: &made, arrived: 0 }, 0, entries).expect("an archive");
        assert_eq!(made.get(), 20 * 200 * 16 * 1024);
        assert!((made.get()..made.get() + 8000).contains(&out.arrived), "{}", out.arrived);
    }

    #[test]
    fn an_archive_that_lacks_a_file_is_none() {
        let mut sent = Vec::new();
        let lost = entry("b.png", |_| anyhow::bail!("it is lost"));
        let entries = [Entry::of_bytes("a.png", vec![1; 100]), lost, Entry::of_bytes("c.png", vec![1; 100])];
        let error = write(&mut sent, 0, entries).expect_err("a file is lost");
        assert_eq!(format!("{error:#}"), "b.png cannot be put into the archive: it is lost");
        assert!(sent.len() > 100, "what came before was sent");
        assert!(ZipArchive::new(Cursor::new(&sent)).is_err(), "and nobody takes it for the whole");
    }

    #[test]
    fn a_reader_that_leaves_ends_the_work() {
        struct Gone(usize);
        impl Write for Gone {
            fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
                self.0 += bytes.len();
                if self.0 > 100_000 { Err(ErrorKind::BrokenPipe.into()) } else { Ok(bytes.len()) }
            }

            fn flush(&mut self) -> std::io::Result<()> {
                Ok(())
            }
        }
        let read = Cell::new(0);
        let entries = (0..100).map(|at| {
            let read = &read;
            entry(&format!("{at}.png"), move |out| {
                read.set(read.get() + 1);
                Ok(out.write_all(&[0; 10_000])?)
            })
        });
        assert!(write(Gone(0), 0, entries).is_err());
        assert_eq!(read.get(), 10, "no further file is read");
    }

    #[test]
    fn a_time_that_an_archive_cannot_tell_is_its_zero() {
        assert_eq!(time(0), DateTime::default());
        assert_eq!(time(u64::MAX), DateTime::default());
    }
}
