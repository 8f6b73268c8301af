use super::*;
use image::{Rgb, Rgba, RgbaImage};

fn painted(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| Rgb([x as u8, y as u8, 90]))
}

fn as_file(picture: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut out = Vec::new();
    picture.write_to(&mut Cursor::new(&mut out), format).expect("written");
    out
}

/// A JPEG with an EXIF segment after its beginning: orientation 6, and a word that must not stay.
fn turned_jpeg() -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPS-Kyoto".to_vec();
    let mut segment = vec![0xff, 0xe1];
    segment.extend_from_slice(&(exif.len() as u16 + 2).to_be_bytes());
    segment.append(&mut exif);
    let mut jpeg = as_file(&painted(30, 20).into(), ImageFormat::Jpeg);
    jpeg.splice(2..2, segment);
    jpeg
}

#[test]
fn pixels_stay_and_nothing_else() {
    let picture = painted(40, 30);
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Bmp] {
        let kept = kept(&as_file(&picture.clone().into(), format)).expect("taken");
        assert_eq!(image::load_from_memory(&kept).expect("a picture").into_rgb8(), picture, "{format:?}");
    }
    let turned = kept(&turned_jpeg()).expect("taken");
    assert!(!turned.windows(3).any(|three| three == b"GPS"), "where it was taken stays with whoever took it");
    let turned = image::load_from_memory(&turned).expect("a picture");
    assert_eq!((turned.width(), turned.height()), (20, 30), "as it was held");
    let clear = RgbaImage::from_pixel(8, 8, Rgba([1, 2, 3, 0]));
    let opaque = kept(&as_file(&clear.into(), ImageFormat::Png)).expect("taken");
    let opaque = image::load_from_memory(&opaque).expect("a picture");
    assert_eq!(opaque.color(), image::ColorType::Rgb8);
    assert!(opaque.into_rgb8().pixels().all(|pixel| pixel.0 == [255; 3]), "what was hidden does not show");
}

#[test]
fn large_pictures_shrink_and_the_same_bytes_give_the_same_result() {
    let file = as_file(&painted(1200, 600).into(), ImageFormat::Jpeg);
    let once = kept(&file).expect("taken");
    let small = image::load_from_memory(&once).expect("a picture");
    assert_eq!((small.width(), small.height()), (512, 256));
    assert_eq!(kept(&file).expect("taken"), once);
    let thumbnail = image::load_from_memory(&thumbnail(&once).expect("made")).expect("a picture");
    assert_eq!((thumbnail.width(), thumbnail.height()), (96, 48));
}

#[test]
fn a_second_file_behind_the_first_goes() {
    let mut file = as_file(&painted(20, 20).into(), ImageFormat::Jpeg);
    file.extend_from_slice(b"PK\x03\x04<script>alert(1)</script>");
    let kept = kept(&file).expect("it is a picture");
    assert!(!kept.windows(7).any(|seven| seven == b"<script"));
}

#[test]
fn incomplete_pictures_are_refused() {
    let jpeg = as_file(&painted(200, 200).into(), ImageFormat::Jpeg);
    let png = as_file(&painted(200, 200).into(), ImageFormat::Png);
    let webp = as_file(&painted(200, 200).into(), ImageFormat::WebP);
    for (what, file) in [
        ("cut off", &jpeg[..jpeg.len() / 2]),
        ("cut off by two", &jpeg[..jpeg.len() - 2]),
        ("cut off with an end behind it", &[&jpeg[..jpeg.len() / 2], &[0xff, 0xd9]].concat()),
        ("a cut PNG", &png[..png.len() / 2]),
        ("a PNG without its last byte", &png[..png.len() - 1]),
        ("a cut WebP", &webp[..webp.len() - 1]),
        ("a GIF", b"GIF89a\x01\0\x01\0\0\0\0;"),
        ("a drawing", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("text", b"not a picture"),
        ("nothing", b""),
    ] {
        assert!(kept(file).is_err(), "{what}");
    }
}

/// The header alone must suffice: the announced picture would take 10 GB.
#[test]
fn pictures_of_gigabytes_are_refused_by_their_header() {
    for (width, height) in [(60_000, 60_000), (20_000, 20_000), (10_000, 5_001)] {
        let refused = kept(&announced(width, height)).expect_err("refused").to_string();
        assert!(refused.contains("50 million"), "{refused}");
    }
}

/// A PNG file of a few bytes that announces a large picture.
fn announced(width: u32, height: u32) -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let writer = encoder.write_header().expect("written");
    std::mem::forget(writer);
    file.extend_from_slice(&[0, 0, 0, 0, b'I', b'D', b'A', b'T', 0x35, 0xaf, 0x06, 0x1e]);
    file
}
