//! Reads a backup, which may be damaged or malicious. No name in it ever becomes a path: tables are those in the
//! manifest, objects are identified by the hash of their bytes, and anything else is refused.

use super::manifest::{FORMAT, MANIFEST, Manifest, OBJECTS, TableMember};
use super::{Progress, object_columns};
use crate::store::objects::ContentHash;
use crate::store::transfer::{DumpItem, Value};
use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use tokio::sync::mpsc::Sender;
use zip::{CompressionMethod, ZipArchive};

/// The longest manifest, and the longest row: pictures of studies are the largest values.
const LONGEST: u64 = 256 << 20;

/// A backup whose table of contents is valid.
pub struct Reader {
    zip: ZipArchive<BufReader<File>>,
    file: PathBuf,
    manifest: Manifest,
    objects: Vec<ContentHash>,
}

/// The part of a manifest that all formats share.
#[derive(Deserialize)]
struct FormatVersion {
    effigy_backup: u32,
}

impl Reader {
    /// Opens a backup.
    ///
    /// # Errors
    /// If the file is no backup, is cut off, or has a format that this program does not know.
    pub fn open(file: &Path) -> Result<Self> {
        let named = file.display();
        let opened = File::open(file).with_context(|| format!("{named} cannot be read"))?;
        let mut zip = ZipArchive::new(BufReader::new(opened))
            .with_context(|| format!("{named} is no backup of Effigy, or was cut off"))?;
        let manifest = manifest(&mut zip).with_context(|| format!("{named} is no backup that can be restored"))?;
        let mut reader = Self { zip, file: file.into(), manifest, objects: Vec::new() };
        reader.objects = reader.contents()?;
        Ok(reader)
    }

    /// Its manifest.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Its objects.
    pub fn objects(&self) -> &[ContentHash] {
        &self.objects
    }

    /// Checks that the expected members are there and no others. Returns the objects.
    fn contents(&mut self) -> Result<Vec<ContentHash>> {
        let mut tables: HashSet<String> = self.manifest.tables.iter().map(TableMember::member).collect();
        let (mut objects, mut bytes) = (Vec::new(), 0_u64);
        for index in 0..self.zip.len() {
            let member = self.zip.by_index_raw(index)?;
            let name = member.name()?.into_owned();
            let object = name.strip_prefix(OBJECTS).and_then(|hash| ContentHash::try_from(hash.to_owned()).ok());
            if let Some(hash) = object {
                let is_plain =
                    member.compression() == CompressionMethod::Stored && member.size() == member.compressed_size();
                ensure!(is_plain, "{}: {name} is not as Effigy writes objects", self.file.display());
                bytes = bytes.saturating_add(member.size());
                objects.push(hash);
            } else {
                let is_known = name == MANIFEST || tables.remove(&name);
                ensure!(is_known, "{}: {name:?} is no part of a backup of Effigy", self.file.display());
            }
        }
        let Manifest { objects: count, object_bytes, .. } = self.manifest;
        ensure!(
            tables.is_empty() && objects.len() as u64 == count && bytes == object_bytes,
            "{}: parts of it are missing: it has {} objects of {count}, and lacks {} tables",
            self.file.display(),
            objects.len(),
            tables.len()
        );
        Ok(objects)
    }

    /// Reads all of it, and compares each part with its hash.
    ///
    /// # Errors
    /// If a part is damaged.
    pub fn verify(&mut self, progress: Progress<'_>) -> Result<()> {
        let tables = self.manifest.tables.clone();
        let total = tables.iter().fold(self.manifest.object_bytes, |sum, table| sum.saturating_add(table.size));
        let mut done = 0;
        for table in &tables {
            let sha256 = self.hash(&table.member(), table.size)?;
            ensure!(sha256 == table.sha256, "{}: {} is damaged", self.file.display(), table.member());
            done += table.size;
            progress(done, total)?;
        }
        for hash in self.objects.clone() {
            done += self.object(&hash)?.len() as u64;
            progress(done, total)?;
        }
        Ok(())
    }

    /// The hash of a member's first `size` bytes; the member must have exactly that many.
    fn hash(&mut self, name: &str, size: u64) -> Result<String> {
        let file = self.file.display();
        let member = self.zip.by_name(name)?;
        let (mut hash, mut some, mut read) = (Sha256::new(), vec![0; 1 << 16], 0);
        let mut member = member.take(size.saturating_add(1));
        loop {
            let count = member.read(&mut some).with_context(|| format!("{file}: {name} is damaged"))?;
            if count == 0 {
                break;
            }
            hash.update(&some[..count]);
            read += count as u64;
        }
        ensure!(read == size, "{file}: {name} is not as long as it should be");
        Ok(hex::encode(hash.finalize()))
    }

    /// An object's bytes.
    ///
    /// # Errors
    /// If they are damaged.
    pub fn object(&mut self, hash: &ContentHash) -> Result<Bytes> {
        let damaged = || format!("{}: the object {hash} is damaged", self.file.display());
        let member = self.zip.by_name(&format!("{OBJECTS}{hash}"))?;
        // Its stored length is the same, so no more is read than is there, whatever the header announces.
        let size = member.size();
        let mut bytes = Vec::new();
        member.take(size).read_to_end(&mut bytes).with_context(damaged)?;
        if ContentHash::of(&bytes) != *hash {
            bail!(damaged());
        }
        Ok(bytes.into())
    }

    /// Sends all rows.
    ///
    /// # Errors
    /// If they cannot be parsed, or name missing objects; then the end is not sent.
    pub async fn give_rows(&mut self, parts: &Sender<DumpItem>) -> Result<()> {
        let mut there: HashSet<String> = self.objects.iter().map(ToString::to_string).collect();
        there.extend(self.manifest.lost.iter().cloned());
        for table in self.manifest.tables.clone() {
            let named = object_columns(&table.columns).map(|(hash, _)| hash);
            let (name, member) = (table.name.clone(), table.member());
            // If the receiver is gone, the receiving side knows why.
            if parts.send(DumpItem::Table(table.name, table.columns)).await.is_err() {
                return Ok(());
            }
            let mut lines = BufReader::new(self.zip.by_name(&member)?.take(table.size));
            let mut line = Vec::new();
            while next_line(&mut lines, &mut line).with_context(|| format!("{member} is damaged"))? {
                let values: Vec<Value> =
                    serde_json::from_slice(&line).with_context(|| format!("{member} cannot be understood"))?;
                if let Some(Value::Text(hash)) = named.and_then(|at| values.get(at)) {
                    ensure!(
                        there.contains(hash),
                        "a row of {name} names the object {hash}, which is not in the backup"
                    );
                }
                if parts.send(DumpItem::Row(values)).await.is_err() {
                    return Ok(());
                }
            }
        }
        // As above.
        let _ = parts.send(DumpItem::End).await;
        Ok(())
    }
}

fn next_line(lines: &mut impl BufRead, line: &mut Vec<u8>) -> Result<bool> {
    line.clear();
    lines.by_ref().take(LONGEST).read_until(b'\n', line)?;
    ensure!((line.len() as u64) < LONGEST, "a row is too long");
    Ok(!line.is_empty())
}

fn manifest(zip: &mut ZipArchive<BufReader<File>>) -> Result<Manifest> {
    let member = zip.by_name(MANIFEST).context("it has no manifest.json")?;
    let mut text = Vec::new();
    member.take(LONGEST).read_to_end(&mut text).context("manifest.json is damaged")?;
    let form: FormatVersion = serde_json::from_slice(&text).context("manifest.json is not one of Effigy's")?;
    ensure!(form.effigy_backup <= FORMAT, "it was made by a newer version of Effigy; restore it with that version");
    serde_json::from_slice(&text).context("manifest.json cannot be understood")
}
