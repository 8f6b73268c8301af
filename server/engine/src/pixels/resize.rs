//! Resizes pictures.

use super::Pictures;
use primitives::{Square, resize};
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
    let whole = Square { left: 0, top: 0, side: pictures.size };
    pairs.for_each(|(picture, into)| resize(picture, [pictures.size; 2], whole, size, into));
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
