//! Contact sheets: many pictures as one.

use anyhow::Result;
use base64::Engine;
use engine::pixels::{Pictures, append_jpeg};

/// All pictures in rows of `columns`, as a JPEG in a `data:` address.
pub fn contact_sheet(pictures: &Pictures, columns: usize) -> Result<String> {
    let columns = columns.min(pictures.len()).max(1);
    let rows = pictures.len().div_ceil(columns).max(1);
    let side = pictures.size as usize;
    let mut sheet = vec![255; columns * rows * side * side * 3];
    for index in 0..pictures.len() {
        let (left, top) = (index % columns * side, index / columns * side);
        for (line, pixels) in pictures.picture(index).chunks_exact(side * 3).enumerate() {
            let at = ((top + line) * columns * side + left) * 3;
            sheet[at..at + side * 3].copy_from_slice(pixels);
        }
    }
    let mut jpeg = Vec::new();
    append_jpeg(&sheet, [u16::try_from(columns * side)?, u16::try_from(rows * side)?], 88, &mut jpeg)?;
    Ok(format!("data:image/jpeg;base64,{}", base64::engine::general_purpose::STANDARD.encode(jpeg)))
}
