//! Windows that slide over height and width: sizes, strides, dilations and padding, as convolutions and pooling share.

use crate::node::NodeReader;

/// How windows slide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    /// Height and width.
    pub size: [usize; 2],
    /// Pixels from one window to the next.
    pub stride: [usize; 2],
    /// Pixels between two neighbours in a window.
    pub dilation: [usize; 2],
    /// Pixels added around the picture.
    pub padding: Padding,
}

/// Pixels added around a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Padding {
    /// Before and after, for height and width.
    Stated([(usize, usize); 2]),
    /// As many as keep the size, divided by the stride; the odd one comes after, or before.
    Same {
        /// Whether the odd one comes before.
        is_odd_before: bool,
    },
}

/// Sizes, strides and dilations that are read at most.
const MOST: i64 = 4096;

impl Window {
    /// Reads the attributes. The size is `size` where it is not stated.
    ///
    /// # Errors
    /// If it does not slide over height and width, or a number is out of range.
    pub fn read(node: &mut NodeReader<'_>, size: Option<[usize; 2]>) -> Result<Self, String> {
        let stated = two("kernel_shape", node.ints("kernel_shape"), 1)?;
        let size = stated.or(size).ok_or("its attribute kernel_shape is missing")?;
        let stride = two("strides", node.ints("strides"), 1)?.unwrap_or([1, 1]);
        let dilation = two("dilations", node.ints("dilations"), 1)?.unwrap_or([1, 1]);
        let pads = node.ints("pads");
        let padding = match node.text("auto_pad", "NOTSET")? {
            "NOTSET" => Padding::Stated(pads.map_or(Ok([(0, 0); 2]), around)?),
            "VALID" => Padding::Stated([(0, 0); 2]),
            "SAME_UPPER" => Padding::Same { is_odd_before: false },
            "SAME_LOWER" => Padding::Same { is_odd_before: true },
            other => return Err(format!("its auto_pad {other} is not known")),
        };
        Ok(Self { size, stride, dilation, padding })
    }

    /// Height and width of a window with its dilation.
    pub fn reach(&self) -> [usize; 2] {
        [0, 1].map(|at| (self.size[at] - 1) * self.dilation[at] + 1)
    }

    /// Padding before and after, for a picture of this height and width.
    pub fn padding(&self, picture: [usize; 2]) -> [(usize, usize); 2] {
        match self.padding {
            Padding::Stated(stated) => stated,
            Padding::Same { is_odd_before } => [0, 1].map(|at| {
                let windows = picture[at].div_ceil(self.stride[at]);
                let covered = windows.saturating_sub(1) * self.stride[at] + self.reach()[at];
                let all = covered.saturating_sub(picture[at]);
                let (less, more) = (all / 2, all - all / 2);
                if is_odd_before { (more, less) } else { (less, more) }
            }),
        }
    }

    /// How many windows there are, with the last that reaches over the edge if `is_ceil`.
    ///
    /// # Errors
    /// If the picture is smaller than a window.
    pub fn count(&self, picture: [usize; 2], is_ceil: bool) -> Result<[usize; 2], String> {
        let (padding, reach) = (self.padding(picture), self.reach());
        let mut count = [0; 2];
        for at in 0..2 {
            let padded = picture[at] + padding[at].0 + padding[at].1;
            let room = padded.checked_sub(reach[at]).ok_or_else(|| {
                format!("its window of {reach:?} pixels is larger than its input of {picture:?} pixels")
            })?;
            count[at] = 1 + if is_ceil { room.div_ceil(self.stride[at]) } else { room / self.stride[at] };
        }
        Ok(count)
    }
}

/// Two integers of an attribute, each at least `least`.
///
/// # Errors
/// If there are not two, or one is out of range.
pub fn two(name: &str, stated: Option<&[i64]>, least: i64) -> Result<Option<[usize; 2]>, String> {
    match stated {
        None | Some([]) => Ok(None),
        Some([a, b]) if [a, b].into_iter().all(|value| (least..=MOST).contains(value)) => {
            Ok(Some([*a as usize, *b as usize]))
        }
        Some(other) if other.len() != 2 => Err(format!(
            "its attribute {name} has {} numbers; only two, for height and width, are supported",
            other.len()
        )),
        Some(other) => Err(format!("its attribute {name} is {other:?}; numbers from {least} to {MOST} are supported")),
    }
}

/// Four integers: before height and width, then after them.
fn around(pads: &[i64]) -> Result<[(usize, usize); 2], String> {
    match pads {
        [top, left, bottom, right] if pads.iter().all(|pad| (0..=MOST).contains(pad)) => {
            Ok([(*top as usize, *bottom as usize), (*left as usize, *right as usize)])
        }
        _ => Err(format!("its attribute pads is {pads:?}; four numbers from 0 to {MOST} are supported")),
    }
}
