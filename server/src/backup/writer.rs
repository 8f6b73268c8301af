//! Writes the file under a temporary name until it is complete.

use super::manifest::{MANIFEST, Manifest, OBJECTS, TableMember, table_member};
use crate::remedy::OrRemedy;
use crate::store::objects::ContentHash;
use crate::store::transfer::Value;
use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A backup being written; dropped before it is finished, it leaves nothing.
pub struct Writer {
    zip: ZipWriter<BufWriter<NamedTempFile>>,
    file: PathBuf,
    table: Option<(TableMember, Sha256)>,
    tables: Vec<TableMember>,
}

impl Writer {
    /// Begins a backup. Only its owner may read it, since it contains the rows of participants.
    ///
    /// # Errors
    /// If the file exists, or cannot be created.
    pub fn create(file: &Path) -> Result<Self> {
        ensure!(!file.exists(), "{} is there already; give another name, or take it away", file.display());
        let fresh = tempfile::Builder::new().prefix(".effigy-backup-").suffix(".part").tempfile_in(folder(file));
        let fresh = fresh.with_context(|| format!("no backup can be written in {}", folder(file).display()))?;
        let zip = ZipWriter::new(BufWriter::with_capacity(1 << 16, fresh));
        Ok(Self { zip, file: file.into(), table: None, tables: Vec::new() })
    }

    /// Adds an object.
    ///
    /// # Errors
    /// As for all that follow: if the file cannot be written.
    pub fn object(&mut self, hash: &ContentHash, bytes: &[u8]) -> Result<()> {
        let options = options(CompressionMethod::Stored).large_file(bytes.len() as u64 > u64::from(u32::MAX));
        let written = self.zip.start_file(format!("{OBJECTS}{hash}"), options).map_err(std::io::Error::from);
        let written = written.and_then(|()| self.zip.write_all(bytes));
        self.in_words(written)
    }

    /// Begins a table; the following rows belong to it.
    pub fn begin_table(&mut self, name: String, columns: Vec<String>) -> Result<()> {
        self.end_table();
        // Its final size is not known yet.
        let options = options(CompressionMethod::Deflated).large_file(true);
        let started = self.zip.start_file(table_member(&name), options).map_err(std::io::Error::from);
        self.in_words(started)?;
        self.table = Some((TableMember { name, columns, rows: 0, size: 0, sha256: String::new() }, Sha256::new()));
        Ok(())
    }

    /// Adds a row.
    pub fn row(&mut self, values: &[Value]) -> Result<()> {
        let mut line = serde_json::to_vec(values)?;
        line.push(b'\n');
        if let Some((table, hash)) = &mut self.table {
            table.rows += 1;
            table.size += line.len() as u64;
            hash.update(&line);
        }
        let written = self.zip.write_all(&line);
        self.in_words(written)
    }

    /// The columns of the current table.
    pub fn columns(&self) -> &[String] {
        self.table.as_ref().map_or(&[], |(table, _)| &table.columns)
    }

    /// Ends the current table.
    pub fn end_table(&mut self) {
        if let Some((table, hash)) = self.table.take() {
            self.tables.push(TableMember { sha256: hex::encode(hash.finalize()), ..table });
        }
    }

    /// Writes the manifest with the written tables, and renames the file once it is on disk.
    ///
    /// # Errors
    /// If the file exists by now, or the disk refuses.
    pub fn finish(mut self, manifest: Manifest) -> Result<Manifest> {
        self.end_table();
        let manifest = Manifest { tables: std::mem::take(&mut self.tables), ..manifest };
        let text = serde_json::to_vec_pretty(&manifest)?;
        let Self { mut zip, file, .. } = self;
        let named = move || -> std::io::Result<()> {
            zip.start_file(MANIFEST, options(CompressionMethod::Deflated))?;
            zip.write_all(&text)?;
            let whole = zip.finish()?.into_inner()?;
            whole.as_file().sync_all()?;
            whole.persist_noclobber(&file)?;
            sync(folder(&file))
        };
        let written = named();
        written.or_remedy(|| "the backup cannot be written to its end".into())?;
        Ok(manifest)
    }

    fn in_words(&self, written: std::io::Result<()>) -> Result<()> {
        written.or_remedy(|| format!("no backup can be written in {}", folder(&self.file).display()))
    }
}

fn options(method: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default().compression_method(method)
}

fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    }
}

#[cfg(unix)]
fn sync(folder: &Path) -> std::io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync(_: &Path) -> std::io::Result<()> {
    Ok(())
}
