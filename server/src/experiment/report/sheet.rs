//! Contact sheets: many pictures as one.

use crate::export::mark::marked;
use anyhow::{Context, Result, ensure};
use base64::Engine;
use engine::pixels::append_jpeg;
use image::RgbImage;
use wire::run::RunId;

/// Pictures in a row.
const COLUMNS: usize = 10;

/// The bytes of a file of the run, by the name that the report has for it.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Result<Vec<u8>>;

/// Pictures by their files; all of one size.
pub fn pictures<'a>(files: impl IntoIterator<Item = &'a str>, read: ReadFile<'_>) -> Result<Vec<RgbImage>> {
    let mut pictures = Vec::<RgbImage>::new();
    for file in files {
        let picture = image::load_from_memory(&read(file)?).with_context(|| format!("{file} is damaged"))?.into_rgb8();
        let size = pictures.first().map_or(picture.dimensions(), RgbImage::dimensions);
        ensure!(picture.dimensions() == size, "{file} is not {} pixels a side like those before it", size.0);
        pictures.push(picture);
    }
    Ok(pictures)
}

/// Pictures of one size in rows of ten, on white.
pub fn grid(pictures: &[RgbImage]) -> RgbImage {
    let (width, height) = pictures.first().map_or((1, 1), RgbImage::dimensions);
    let columns = pictures.len().clamp(1, COLUMNS);
    let rows = pictures.len().div_ceil(columns).max(1);
    let mut sheet = RgbImage::from_pixel(columns as u32 * width, rows as u32 * height, image::Rgb([255; 3]));
    for (picture, at) in pictures.iter().zip(0..) {
        let (column, row) = (at % columns as i64, at / columns as i64);
        image::imageops::replace(&mut sheet, picture, column * i64::from(width), row * i64::from(height));
    }
    sheet
}

/// A picture as a JPEG in a `data:` address; clones carry the run's id in their metadata.
pub fn data_url(picture: &RgbImage, clones_of: Option<&RunId>) -> Result<String> {
    let mut jpeg = Vec::new();
    let size = [u16::try_from(picture.width())?, u16::try_from(picture.height())?];
    append_jpeg(picture.as_raw(), size, 88, &mut jpeg)?;
    if let Some(run) = clones_of {
        jpeg = marked(&jpeg, run)?;
    }
    Ok(format!("data:image/jpeg;base64,{}", base64::engine::general_purpose::STANDARD.encode(jpeg)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_fill_rows_of_ten() {
        let greys: Vec<_> = (0..12).map(|grey| RgbImage::from_pixel(4, 4, image::Rgb([grey * 20; 3]))).collect();
        let sheet = grid(&greys);
        assert_eq!(sheet.dimensions(), (40, 8));
        for (x, y, grey) in [(0, 0, 0), (39, 0, 180), (0, 4, 200), (7, 7, 220), (8, 4, 255)] {
            assert_eq!(sheet.get_pixel(x, y).0, [grey; 3], "{x} {y}");
        }
        assert_eq!(grid(&greys[..3]).dimensions(), (12, 4), "no empty columns");
    }

    #[test]
    fn a_picture_of_another_size_is_named() {
        let png = |side: u32| {
            let mut bytes = std::io::Cursor::new(Vec::new());
            RgbImage::new(side, side).write_to(&mut bytes, image::ImageFormat::Png).expect("encoded");
            bytes.into_inner()
        };
        let read = |file: &str| Ok(png(if file == "b" { 5 } else { 4 }));
        assert_eq!(pictures(["a", "c"], &read).expect("alike").len(), 2);
        assert!(pictures(["a", "b"], &read).expect_err("another size").to_string().starts_with("b is not 4 pixels"));
    }
}
