//! Large lists of values that stay in memory, such as weights.

use crate::aligned::Aligned;
use memmap2::MmapMut;
use pulp::bytemuck;
use std::ops::{Deref, DerefMut};

/// Lists from this length on are allocated separately: large pages have two megabytes.
const LARGE: usize = 1 << 20;

/// A list of values aligned to a cache line. A large one is put into large pages where the system provides them, which
/// saves address translation for readers of the whole list.
#[derive(Debug)]
pub(crate) enum Wide {
    /// Pages from the system.
    Pages(MmapMut),
    /// An ordinary list.
    Lines(Aligned),
}

impl Wide {
    /// A list of zeros.
    pub fn zeros(len: usize) -> Self {
        let pages = if len < LARGE { None } else { MmapMut::map_anon(len * size_of::<f32>()).ok() };
        let Some(pages) = pages else { return Self::Lines(Aligned::zeros(len)) };
        // Systems without large pages refuse; small ones work too.
        #[cfg(target_os = "linux")]
        let _ = pages.advise(memmap2::Advice::HugePage);
        Self::Pages(pages)
    }
}

impl Deref for Wide {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        match self {
            Self::Pages(pages) => bytemuck::cast_slice(pages),
            Self::Lines(lines) => lines,
        }
    }
}

impl DerefMut for Wide {
    fn deref_mut(&mut self) -> &mut [f32] {
        match self {
            Self::Pages(pages) => bytemuck::cast_slice_mut(pages),
            Self::Lines(lines) => lines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_and_small_lists_are_zeros_that_can_be_written() {
        for len in [0, 1, 33, LARGE - 1, LARGE, LARGE + 17] {
            let mut values = Wide::zeros(len);
            assert!(values.len() == len && values.iter().all(|value| *value == 0.0), "{len}");
            assert!(values.as_ptr().addr().is_multiple_of(64) || len == 0);
            if let Some(last) = values.last_mut() {
                *last = 2.5;
                assert_eq!(values[len - 1], 2.5);
            }
        }
        assert!(matches!(Wide::zeros(LARGE), Wide::Pages(_)) && matches!(Wide::zeros(9), Wide::Lines(_)));
    }
}
