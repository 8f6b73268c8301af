//! Resizes pictures.

use super::Pictures;
use fast_image_resize::images::{TypedImage, TypedImageRef};
use fast_image_resize::pixels::U8x3;
use fast_image_resize::{FilterType, ResizeAlg, ResizeOptions, Resizer};
use rayon::prelude::*;
use std::borrow::Cow;

/// The pictures at `size` x `size` pixels (Lanczos, 3 lobes); unchanged if they have that size.
pub fn resized(pictures: &Pictures, size: u32) -> Cow<'_, Pictures> {
    if pictures.size == size {
        return Cow::Borrowed(pictures);
    }
    let mut all = Pictures { size, bytes: vec![0; pictures.len() * (size * size * 3) as usize] };
    let (from, to) = (pictures.stride(), all.stride());
    let pairs = pictures.bytes.par_chunks_exact(from).zip(all.bytes.par_chunks_exact_mut(to));
    pairs.for_each_init(Resizer::new, |resizer, (picture, into)| {
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        let source = TypedImageRef::<U8x3>::from_buffer(pictures.size, pictures.size, picture);
        let source = source.expect("a picture has its size");
        let target = TypedImage::<U8x3>::from_buffer(size, size, into);
        let mut target = target.expect("a picture has its size");
        resizer.resize_typed(&source, &mut target, &options).expect("both are pictures of three bytes a pixel");
    });
    Cow::Owned(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_keep_their_order_and_their_colours() {
        let one = |value: u8| vec![value; 4 * 4 * 3];
        let pictures = Pictures { size: 4, bytes: [one(10), one(200)].concat() };
        let larger = resized(&pictures, 9);
        assert_eq!((larger.size, larger.len()), (9, 2));
        assert!(larger.picture(0).iter().all(|byte| *byte == 10) && larger.picture(1).iter().all(|byte| *byte == 200));
        assert_eq!(resized(&larger, 4).bytes, pictures.bytes);
        assert!(matches!(resized(&pictures, 4), Cow::Borrowed(_)));
    }
}
