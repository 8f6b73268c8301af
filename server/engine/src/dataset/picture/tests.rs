use super::*;
use image::{GrayAlphaImage, ImageFormat, LumaA, Rgb, Rgba, RgbaImage};

const PLENTY: PictureLimits = PictureLimits { side: 10_000, pixels: 10_000_000, memory: 100_000_000 };

fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut out = Vec::new();
    picture.into().write_to(&mut Cursor::new(&mut out), format).expect("written");
    out
}

fn painted() -> RgbImage {
    RgbImage::from_fn(40, 30, |x, y| Rgb([x as u8 * 6, y as u8 * 8, (x * y) as u8]))
}

#[test]
fn the_same_pixels_come_from_every_lossless_kind() {
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Bmp] {
        assert_eq!(read_picture(&file(painted(), format), &PLENTY), Ok(painted()), "{format:?}");
    }
}

#[test]
fn every_cut_is_refused_in_every_kind() {
    let kinds = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Bmp];
    for format in kinds {
        let whole = file(painted(), format);
        for length in 0..whole.len() {
            assert!(read_picture(&whole[..length], &PLENTY).is_err(), "{format:?}: {length} of {} bytes", whole.len());
        }
    }
}

#[test]
fn damage_that_can_be_seen_is_refused() {
    let mut png = file(painted(), ImageFormat::Png);
    let at = png.len() / 2;
    png[at] ^= 0x55;
    let refused = read_picture(&png, &PLENTY).expect_err("a checksum is wrong").to_string();
    assert!(refused.starts_with("is damaged"), "{refused}");
    let noise = RgbImage::from_fn(100, 100, |x, y| Rgb([(x * 7919 + y * 104_729) as u8, (x * y) as u8, y as u8]));
    let mut webp = file(noise, ImageFormat::WebP);
    assert!(read_picture(&webp, &PLENTY).is_ok());
    let at = webp.len() / 2;
    webp[at..at + 600].fill(0);
    assert_eq!(read_picture(&webp, &PLENTY), Err(damaged("a stretch of its data is missing")));
}

/// A lossless file with three hundred bytes missing in its middle was once taken as whole.
#[test]
fn damage_within_lossless_webp_shows_in_where_its_data_ends() {
    let portrait = crate::dataset::synthetic::portrait(1, 0, 0, 128);
    let whole = file(portrait.clone(), ImageFormat::WebP);
    assert_eq!(read_picture(&whole, &PLENTY), Ok(portrait));
    for hole in [40, 300] {
        let places = (100..whole.len() - hole - 20).step_by((whole.len() / 100).max(1));
        let (mut tried, mut taken) = (0, 0);
        for at in places {
            let mut damaged = whole.clone();
            damaged[at..at + hole].fill(0);
            tried += 1;
            taken += usize::from(read_picture(&damaged, &PLENTY).is_ok());
        }
        // About one in thirty ends where it should by chance.
        assert!(tried > 50 && taken * 10 < tried, "{hole} bytes: {taken} of {tried} are taken");
    }
}

#[test]
fn hidden_colours_do_not_show() {
    let secret = |alpha| RgbaImage::from_pixel(4, 4, Rgba([200, 10, 90, alpha]));
    for format in [ImageFormat::Png, ImageFormat::WebP] {
        let pixel = |alpha| read_picture(&file(secret(alpha), format), &PLENTY).expect("read").get_pixel(1, 1).0;
        assert_eq!(pixel(0), [255; 3], "{format:?}");
        assert_eq!(pixel(255), [200, 10, 90], "{format:?}");
        assert_eq!(pixel(51), [244, 206, 222], "{format:?}: a fifth of the colour on white");
    }
    let grey = file(GrayAlphaImage::from_pixel(2, 2, LumaA([7, 0])), ImageFormat::Png);
    assert_eq!(read_picture(&grey, &PLENTY).expect("read").get_pixel(0, 0).0, [255; 3]);
    let deep = file(image::ImageBuffer::from_pixel(2, 2, Rgba([60_000_u16, 0, 0, 0])), ImageFormat::Png);
    assert_eq!(read_picture(&deep, &PLENTY).expect("read").get_pixel(0, 0).0, [255; 3]);
}

#[test]
fn other_kinds_are_named() {
    let why = |file: &[u8]| read_picture(file, &PLENTY).expect_err("refused").to_string();
    assert!(why(b"GIF89a\x01\0\x01\0\0\0\0;").contains("(GIF)"));
    assert!(why(b"\0\0\0\x20ftypheic\0\0\0\0mif1heic").contains("(HEIC"));
    assert!(why(b"\0\0\0\x20ftypavif\0\0\0\0avifmif1").contains("(AVIF)"));
    assert!(why(b"II*\0\x08\0\0\0").contains("(TIFF)"));
    assert!(why(b"not a picture").contains("whatever it is called"));
}

#[test]
fn limits_hold_for_every_kind() {
    let few = PictureLimits { pixels: 40 * 30 - 1, ..PLENTY };
    let kinds = [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP, ImageFormat::Bmp];
    for format in kinds {
        let refused = read_picture(&file(painted(), format), &few);
        assert_eq!(refused, Err(PictureError::Pixels { width: 40, height: 30, most: few.pixels }), "{format:?}");
        let narrow = read_picture(&file(painted(), format), &PictureLimits { side: 39, ..PLENTY });
        assert!(matches!(narrow, Err(PictureError::TooLarge { .. })), "{format:?}: {narrow:?}");
    }
}
