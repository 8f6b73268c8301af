//! Files that the user chose or dropped, each with its path; folders are searched.

use js_sys::{Array, Promise, Reflect};
use std::pin::Pin;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader, FileSystemEntry,
    FileSystemFileEntry,
};

/// A file and its path.
pub type FoundFile = (String, File);

/// Files of an input, with their paths in a chosen folder.
pub fn chosen(list: &FileList) -> Vec<FoundFile> {
    let file = |index| list.get(index);
    (0..list.length()).filter_map(file).map(|file| (path_of(&file), file)).collect()
}

fn path_of(file: &File) -> String {
    let path = Reflect::get(file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
    path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name())
}

/// A dropped item.
pub enum DroppedItem {
    /// A file or a folder.
    Entry(FileSystemEntry),
    /// A file without further information.
    File(File),
}

/// The dropped items. Must be called during the event, which drops them afterwards.
pub fn dropped(data: &DataTransfer) -> Vec<DroppedItem> {
    let items = data.items();
    let one = |index| {
        let item = items.get(index)?;
        let entry = item.webkit_get_as_entry().ok().flatten().map(DroppedItem::Entry);
        entry.or_else(|| item.get_as_file().ok().flatten().map(DroppedItem::File))
    };
    (0..items.length()).filter_map(one).collect()
}

/// All files among the dropped items and in dropped folders.
pub async fn files(dropped: Vec<DroppedItem>) -> Vec<FoundFile> {
    let mut found = Vec::new();
    for one in dropped {
        match one {
            // Unreadable items are skipped.
            DroppedItem::Entry(entry) => drop(gather(entry, &mut found).await),
            DroppedItem::File(file) => found.push((file.name(), file)),
        }
    }
    found
}

fn gather(
    entry: FileSystemEntry,
    found: &mut Vec<FoundFile>,
) -> Pin<Box<dyn Future<Output = Result<(), JsValue>> + '_>> {
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
        // A folder is read in batches until one is empty.
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
            // Calling the function cannot fail.
            let _ = reject.call1(&JsValue::NULL, &error);
        }
    });
    Ok(JsFuture::from(told).await?.unchecked_into())
}
