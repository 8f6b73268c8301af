//! The film of a clone forming, as one animated PNG: whatever knows of no animation shows the finished clone.

use super::mark::marked;
use anyhow::{Context, Result};
use image::RgbImage;
use image::imageops::{FilterType, resize};
use png::{BitDepth, ColorType, Encoder};
use wire::run::RunId;

/// Moments of a film at most.
pub const MOST: usize = 60;

/// Moments a second.
const PACE: u16 = 10;

/// Seconds for which the last moment stays before the film begins anew.
const REST: u16 = 2;

/// The film of these moments, in the size of the finished clone, with the mark of its run.
///
/// # Errors
/// If there is no moment.
pub fn film(moments: &[RgbImage], clone: &RgbImage, run: &RunId) -> Result<Vec<u8>> {
    let (width, height) = clone.dimensions();
    let last = moments.len().checked_sub(1).context("a film without moments")?;
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_animated(u32::try_from(moments.len())?, 0)?;
    encoder.set_sep_def_img(true)?;
    encoder.set_frame_delay(1, PACE)?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(clone)?;
    for (at, moment) in moments.iter().enumerate() {
        if at == last {
            writer.set_frame_delay(REST, 1)?;
        }
        match moment.dimensions() == (width, height) {
            true => writer.write_image_data(moment)?,
            false => writer.write_image_data(&resize(moment, width, height, FilterType::Triangle))?,
        }
    }
    writer.finish()?;
    Ok(marked(&bytes, run)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;
    use std::io::Cursor;

    fn grey(side: u32, grey: u8) -> RgbImage {
        RgbImage::from_pixel(side, side, Rgb([grey; 3]))
    }

    #[test]
    fn moments_follow_each_other_and_the_finished_clone_stands_for_all() {
        let run = RunId("0123456789abcdef".into());
        let bytes = film(&[grey(8, 10), grey(8, 20), grey(4, 30)], &grey(8, 99), &run).expect("a film");
        let still = image::load_from_memory(&bytes).expect("a PNG").into_rgb8();
        assert_eq!(still, grey(8, 99), "a reader without animations");
        let mut reader = png::Decoder::new(Cursor::new(&bytes)).read_info().expect("a PNG");
        assert!(reader.info().utf8_text.iter().any(|text| {
            text.get_text().expect("text").contains("synthetic clone")
                && text.get_text().expect("text").contains(&run.0)
        }));
        let control = *reader.info().animation_control().expect("a film");
        assert_eq!((control.num_frames, control.num_plays), (3, 0));
        let mut seen = Vec::new();
        let mut picture = vec![0; reader.output_buffer_size().expect("small")];
        for _ in 0..4 {
            reader.next_frame(&mut picture).expect("a moment");
            let pace = reader.info().frame_control().map(|frame| (frame.delay_num, frame.delay_den));
            seen.push((picture[0], pace));
        }
        assert_eq!(seen, [(99, None), (10, Some((1, 10))), (20, Some((1, 10))), (30, Some((2, 1)))]);
        assert!(film(&[], &grey(8, 99), &run).is_err());
    }
}
