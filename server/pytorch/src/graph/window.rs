//! The window that a convolution or a pooling moves over feature maps.

/// A window, and how it moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Its height and width.
    pub size: [usize; 2],
    /// How far it moves each time.
    pub stride: usize,
    /// Rows added above and below, and columns added left and right.
    pub padding: [usize; 2],
}

impl Window {
    /// A square window that moves by one, without padding.
    pub const fn square(side: usize) -> Self {
        Self::of(side, side)
    }

    /// A window of a height and a width that moves by one, without padding.
    pub const fn of(height: usize, width: usize) -> Self {
        Self { size: [height, width], stride: 1, padding: [0, 0] }
    }

    /// The same, moving by this much.
    pub const fn stride(self, stride: usize) -> Self {
        Self { stride, ..self }
    }

    /// The same, with as much padding as keeps the size where it moves by one.
    pub const fn padded(self) -> Self {
        Self { padding: [self.size[0] / 2, self.size[1] / 2], ..self }
    }

    /// Height and width of what it makes of maps of this height and width; `None` if these are smaller than it is.
    pub fn count(self, maps: [usize; 2]) -> Option<[usize; 2]> {
        let along = |at: usize| Some((maps[at] + 2 * self.padding[at]).checked_sub(self.size[at])? / self.stride + 1);
        Some([along(0)?, along(1)?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_those_of_the_usual_layers() {
        assert_eq!(Window::square(7).stride(2).padded().count([224, 224]), Some([112, 112]));
        assert_eq!(Window::square(3).stride(2).padded().count([7, 8]), Some([4, 4]));
        assert_eq!(Window::of(1, 7).padded().count([5, 5]), Some([5, 5]));
        assert_eq!(Window::square(3).stride(2).count([160, 2]), None);
    }
}
