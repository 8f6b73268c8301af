//! Words on pictures, in a font that is compiled in: servers have none of their own.

use image::{Rgb, RgbImage};
use noto_sans_mono_bitmap::{FontWeight, RasterHeight, get_raster, get_raster_width};

/// From one line to the next, in pixels.
pub const LINE: u32 = 18;

const HEIGHT: RasterHeight = RasterHeight::Size16;

/// How words stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// As text.
    Plain,
    /// As headings.
    Bold,
}

impl Weight {
    fn font(self) -> FontWeight {
        match self {
            Self::Plain => FontWeight::Regular,
            Self::Bold => FontWeight::Bold,
        }
    }
}

/// Letters that fit into so many pixels.
pub fn letters(width: u32) -> usize {
    width as usize / get_raster_width(FontWeight::Regular, HEIGHT)
}

/// The width of a text, in pixels.
pub fn width(text: &str) -> u32 {
    (text.chars().count() * get_raster_width(FontWeight::Regular, HEIGHT)) as u32
}

/// Writes a line in black from its upper left corner on; what sticks out of the picture is cut, and a letter that the
/// font has not becomes a question mark.
pub fn write(picture: &mut RgbImage, [left, top]: [u32; 2], weight: Weight, text: &str) {
    let mut left = left;
    for letter in text.chars() {
        let raster = get_raster(letter, weight.font(), HEIGHT).or_else(|| get_raster('?', weight.font(), HEIGHT));
        let Some(raster) = raster else { continue };
        for (row, y) in raster.rows().zip(top..) {
            for (&ink, x) in row.iter().zip(left..) {
                if let Some(Rgb(pixel)) = picture.get_pixel_mut_checked(x, y) {
                    *pixel = pixel.map(|channel| channel.saturating_sub(ink));
                }
            }
        }
        left += raster.width() as u32;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> RgbImage {
        let mut picture = RgbImage::from_pixel(60, 20, Rgb([255; 3]));
        write(&mut picture, [2, 1], Weight::Plain, text);
        picture
    }

    #[test]
    fn letters_differ_and_unknown_ones_are_question_marks() {
        assert_ne!(written("rank 1"), written("rank 7"));
        assert_ne!(written("Zoe"), written("Zoë"));
        assert_eq!(written("顔 1"), written("? 1"));
        assert!(written("x").pixels().any(|pixel| pixel.0[0] < 40), "it can be read");
    }

    #[test]
    fn a_line_that_is_too_long_is_cut_and_one_that_fits_is_not() {
        let long = "a".repeat(100);
        assert_eq!(written(&long), written(&long[..50]));
        let fits = letters(60 - 2);
        assert_ne!(written(&long[..fits]), written(&long[..fits - 1]));
        assert!(width(&long[..fits]) <= 58);
    }
}
