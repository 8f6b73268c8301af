//! Files that somebody chose or dropped, folders included, each with its path.

use js_sys::{Array, Promise, Reflect};
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry,
};

/// A file and its path.
pub type Found = (String, File);

/// Files of an input, by the paths that they have in a chosen folder.
pub fn chosen(list: &FileList) -> Vec<Found> {
    let file = |index| list.get(index);
    (0..list.length()).filter_map(file).map(|file| (path_of(&file), file)).collect()
}

fn path_of(file: &File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}

/// What was dropped, as it must be asked for at once: it is gone when the event is over.
pub fn entries(data: &DataTransfer) -> Vec<FileSystemEntry> {
    let items = data.items();
    let entry = |index| items.get(index)?.webkit_get_as_entry().ok()?;
    (0..items.length()).filter_map(entry).collect()
}

/// All files of what was dropped, those in its folders included.
pub async fn files(entries: Vec<FileSystemEntry>) -> Vec<Found> {
    let mut found = Vec::new();
    for entry in entries {
        // What cannot be read is as if it were not there.
        let _ = gather(entry, &mut found).await;
    }
    found
}

fn gather(entry: FileSystemEntry, found: &mut Vec<Found>) -> Pin<Box<dyn Future<Output = Result<(), JsValue>> + '_>> {
    Box::pin(async move {
        if entry.is_file() {
            let path = entry.full_path();
            let file = entry.unchecked_into::<FileSystemFileEntry>();
            let told = Promise::new(&mut |resolve, reject| {
                file.file_with_callback_and_callback(&resolve, &reject);
            });
            found.push((path, JsFuture::from(told).await?.unchecked_into()));
            return Ok(());
        }
        let reader = entry.unchecked_into::<FileSystemDirectoryEntry>().create_reader();
        // A folder is told in parts, the last of which is empty.
        loop {
            let part = read(&reader).await?;
            if part.length() == 0 {
                return Ok(());
            }
            for entry in part.iter() {
                gather(entry.unchecked_into(), found).await?;
            }
        }
    })
}

async fn read(reader: &FileSystemDirectoryReader) -> Result<Array, JsValue> {
    let told = Promise::new(&mut |resolve, reject| {
        if let Err(error) = reader.read_entries_with_callback_and_callback(&resolve, &reject) {
            // Nobody else would end the wait; a function that is called cannot fail.
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    });
    Ok(JsFuture::from(told).await?.unchecked_into())
}
