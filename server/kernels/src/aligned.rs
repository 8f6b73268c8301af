//! Lists of floats aligned to cache lines, so that no vector spans two of them.

use crate::layer::LONGEST;
use std::ops::{Deref, DerefMut};

/// A cache line.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(64))]
struct Line([f32; LONGEST]);

/// A list of floats, aligned to a cache line.
#[derive(Debug, Default)]
pub(crate) struct Aligned {
    lines: Vec<Line>,
    len: usize,
}

impl Aligned {
    /// A list of zeros.
    pub fn zeros(len: usize) -> Self {
        Self { lines: vec![Line([0.0; LONGEST]); len.div_ceil(LONGEST)], len }
    }

    /// Resizes the list, padding with zeros.
    pub fn resize(&mut self, len: usize) {
        self.lines.resize(len.div_ceil(LONGEST), Line([0.0; LONGEST]));
        self.len = len;
    }
}

impl Deref for Aligned {
    type Target = [f32];

    #[expect(unsafe_code, reason = "a list of arrays is a list of their values")]
    fn deref(&self) -> &[f32] {
        // SAFETY: a line is `LONGEST` floats without padding, and there are enough lines for `len` of them.
        unsafe { std::slice::from_raw_parts(self.lines.as_ptr().cast(), self.len) }
    }
}

impl DerefMut for Aligned {
    #[expect(unsafe_code, reason = "a list of arrays is a list of their values")]
    fn deref_mut(&mut self) -> &mut [f32] {
        // SAFETY: as above, and this list is borrowed alone.
        unsafe { std::slice::from_raw_parts_mut(self.lines.as_mut_ptr().cast(), self.len) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_begin_at_a_line_and_stay_when_there_are_more() {
        let mut values = Aligned::zeros(17);
        assert_eq!((values.len(), values.as_ptr().addr() % 64), (17, 0));
        values[16] = 1.0;
        values.resize(40);
        assert_eq!((values.len(), values[16], values[39]), (40, 1.0, 0.0));
        values.resize(3);
        assert_eq!(values[..], [0.0; 3]);
        assert!(Aligned::default().is_empty());
    }
}
