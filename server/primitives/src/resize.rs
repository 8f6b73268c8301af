//! Resizes pictures.

use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};

/// A square part of a picture: its left and top edge and its side, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Square {
    /// The first column.
    pub left: u32,
    /// The first row.
    pub top: u32,
    /// Columns, and rows.
    pub side: u32,
}

/// Resizes a part of `picture` (RGB, 8 bits, HWC, `width * height * 3` bytes) to `size` x `size` pixels (Lanczos,
/// 3 lobes), written to `into` (`size * size * 3` bytes). The filter reaches beyond the edges of the part, where there is
/// more of the picture.
///
/// # Panics
/// If a buffer has another length, a side is 0, or the part is not inside the picture.
pub fn resize(picture: &[u8], [width, height]: [u32; 2], part: Square, size: u32, into: &mut [u8]) {
    let Square { left, top, side } = part;
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    let options = options.crop(left.into(), top.into(), side.into(), side.into());
    // Typed views, because the untyped call compiles the resizer for a dozen kinds of pixels.
    let source = TypedImageRef::<U8x3>::from_buffer(width, height, picture).expect("a picture has its size");
    let mut target = TypedImage::<U8x3>::from_buffer(size, size, into).expect("a picture has its size");
    Resizer::new().resize_typed(&source, &mut target, &options).expect("the part is inside the picture");
}
