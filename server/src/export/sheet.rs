//! A contact sheet to show: pictures in rows, each with words below, as one PNG.

use super::lettering::{LINE, Weight, letters, width, write};
use super::mark::marked;
use anyhow::Result;
use image::imageops::{FilterType, replace, resize};
use image::{ImageFormat, Rgb, RgbImage};
use std::io::Cursor;
use wire::run::RunId;

/// Side of a picture, in pixels.
const SIDE: u32 = 128;
/// Pictures in a row.
const COLUMNS: usize = 8;
/// Between pictures, and around all.
const GAP: u32 = 16;

/// A picture of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its file.
    pub file: String,
    /// One line each, below it.
    pub words: Vec<String>,
}

/// Pictures under a heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The heading.
    pub heading: String,
    /// The pictures.
    pub cells: Vec<Cell>,
}

/// The sheet of a run's clones, with the mark of the run. Pictures are read one at a time.
///
/// # Errors
/// If a picture cannot be read.
pub fn sheet(
    title: &[String],
    sections: &[Section],
    read: &dyn Fn(&str) -> Result<Vec<u8>>,
    run: &RunId,
) -> Result<Vec<u8>> {
    let [across, down] = size(title, sections);
    let mut canvas = RgbImage::from_pixel(across, down, Rgb([255; 3]));
    let mut top = GAP;
    for (line, at) in title.iter().zip(0..) {
        write(&mut canvas, [GAP, top], if at == 0 { Weight::Bold } else { Weight::Plain }, line);
        top += LINE;
    }
    for section in sections {
        top += GAP;
        write(&mut canvas, [GAP, top], Weight::Bold, &section.heading);
        top += LINE + GAP / 2;
        for row in section.cells.chunks(COLUMNS) {
            for (cell, column) in row.iter().zip(0..) {
                paint(&mut canvas, [GAP + column * (SIDE + GAP), top], cell, read)?;
            }
            top += height(row);
        }
    }
    let mut bytes = Cursor::new(Vec::new());
    canvas.write_to(&mut bytes, ImageFormat::Png)?;
    Ok(marked(&bytes.into_inner(), run)?)
}

/// Wide enough for the longest row and for the title.
fn size(title: &[String], sections: &[Section]) -> [u32; 2] {
    let columns = sections.iter().map(|section| section.cells.len().min(COLUMNS)).max().unwrap_or(0) as u32;
    let words = title.iter().chain(sections.iter().map(|section| &section.heading)).map(|line| width(line)).max();
    let most = COLUMNS as u32 * (SIDE + GAP) - GAP;
    let across = (columns * (SIDE + GAP)).saturating_sub(GAP).max(words.unwrap_or(0).min(most));
    let heights =
        sections.iter().map(|section| GAP + LINE + GAP / 2 + section.cells.chunks(COLUMNS).map(height).sum::<u32>());
    [across + 2 * GAP, 2 * GAP + title.len() as u32 * LINE + heights.sum::<u32>()]
}

fn height(row: &[Cell]) -> u32 {
    let words = row.iter().map(|cell| cell.words.len()).max().unwrap_or(0) as u32;
    SIDE + words * LINE + GAP
}

fn paint(
    canvas: &mut RgbImage,
    [left, top]: [u32; 2],
    cell: &Cell,
    read: &dyn Fn(&str) -> Result<Vec<u8>>,
) -> Result<()> {
    let picture = image::load_from_memory(&read(&cell.file)?)?.into_rgb8();
    let picture = match picture.dimensions() {
        (SIDE, SIDE) => picture,
        _ => resize(&picture, SIDE, SIDE, FilterType::Triangle),
    };
    replace(canvas, &picture, left.into(), top.into());
    for (line, at) in cell.words.iter().zip(0..) {
        // Longer words would run into the next picture's.
        let line: String = line.chars().take(letters(SIDE + GAP / 2)).collect();
        write(canvas, [left, top + SIDE + 2 + at * LINE], Weight::Plain, &line);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(side: u32, grey: u8) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        RgbImage::from_pixel(side, side, Rgb([grey; 3])).write_to(&mut bytes, ImageFormat::Png).expect("encoded");
        bytes.into_inner()
    }

    fn section(cells: usize) -> Section {
        let cell = |at: usize| Cell { file: format!("{at}"), words: vec![format!("clone {at}"), "rank 1".into()] };
        Section { heading: "ANNA".into(), cells: (0..cells).map(cell).collect() }
    }

    #[test]
    fn pictures_stand_in_rows_with_their_words_below() {
        let run = RunId("0123456789abcdef".into());
        let read = |file: &str| Ok(png(if file == "8" { 64 } else { SIDE }, if file == "8" { 200 } else { 100 }));
        let bytes = sheet(&["A run".into()], &[section(9)], &read, &run).expect("a sheet");
        assert!(bytes.windows(15).any(|words| words == b"synthetic clone"));
        let picture = image::load_from_memory(&bytes).expect("a PNG").into_rgb8();
        let row = SIDE + 2 * LINE + GAP;
        let first = GAP + LINE + GAP + LINE + GAP / 2;
        assert_eq!(picture.dimensions(), (8 * (SIDE + GAP) + GAP, first + 2 * row + GAP));
        let grey = |x: u32, y: u32| picture.get_pixel(x, y).0[0];
        assert_eq!((grey(GAP, first), grey(GAP + 7 * (SIDE + GAP), first), grey(GAP, first + row)), (100, 100, 200));
        assert_eq!(grey(GAP + SIDE - 1, first + row + SIDE - 1), 200, "a small picture is made as large as the others");
        let words =
            |left: u32| (left..left + 40).any(|x| (first + SIDE..first + SIDE + LINE).any(|y| grey(x, y) < 100));
        assert!(words(GAP) && words(GAP + 7 * (SIDE + GAP)));
    }

    #[test]
    fn a_few_pictures_leave_room_for_the_title() {
        let [across, _] = size(&["x".repeat(60)], &[section(1)]);
        assert_eq!(across, width(&"x".repeat(60)) + 2 * GAP);
        let [across, _] = size(&["x".repeat(900)], &[section(1)]);
        assert_eq!(across, 8 * (SIDE + GAP) + GAP, "not wider than eight pictures");
    }
}
