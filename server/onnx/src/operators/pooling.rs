//! The highest or the mean value of each window, or of the whole picture.

use super::window::Window;
use super::{Family, Inputs, Operator, one};
use crate::constant::check_dims;
use crate::node::NodeReader;
use crate::value::{Floats, Value, by_rank};
use burn::tensor::module::{avg_pool2d, max_pool2d};
use burn::tensor::ops::{AvgPoolOptions, MaxPoolOptions};

pub const FAMILY: Family = &[
    ("AveragePool", |node| pool(node, false)),
    ("GlobalAveragePool", |_| Ok(Box::new(Global { is_highest: false }))),
    ("GlobalMaxPool", |_| Ok(Box::new(Global { is_highest: true }))),
    ("MaxPool", |node| pool(node, true)),
];

#[derive(Debug)]
struct Pool {
    window: Window,
    is_highest: bool,
    is_ceil: bool,
    counts_padding: bool,
}

fn pool(node: &mut NodeReader<'_>, is_highest: bool) -> Result<Box<dyn Operator>, String> {
    if node.outputs() > 1 {
        return Err("its second output, the positions of the highest values, is not supported".into());
    }
    if node.int("storage_order", 0) != 0 {
        return Err("only storage_order 0 is supported".into());
    }
    let window = Window::read(node, None)?;
    if !is_highest && window.dilation != [1, 1] {
        return Err("dilated means are not supported".into());
    }
    let (is_ceil, counts_padding) = (node.flag("ceil_mode", false), node.flag("count_include_pad", false));
    Ok(Box::new(Pool { window, is_highest, is_ceil, counts_padding }))
}

impl Operator for Pool {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?.of_rank::<4>()?;
        let [n, channels, height, width] = x.dims();
        let [rows, columns] = self.window.count([height, width], self.is_ceil)?;
        check_dims(&[n, channels, rows, columns])?;
        let (padding, ceil_mode) = (self.window.padding([height, width]), self.is_ceil);
        let Window { size: kernel_size, stride, dilation, .. } = self.window;
        one(if self.is_highest {
            max_pool2d(x, MaxPoolOptions { kernel_size, stride, padding, dilation, ceil_mode })
        } else {
            let count_include_pad = self.counts_padding;
            avg_pool2d(x, AvgPoolOptions { kernel_size, stride, padding, count_include_pad, ceil_mode })
        })
    }
}

/// Over all pixels of a channel.
#[derive(Debug)]
struct Global {
    is_highest: bool,
}

impl Operator for Global {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?;
        let mut dims = x.dims();
        if dims.len() < 3 {
            return Err(format!("its input has the shape {dims:?}, without height and width"));
        }
        let pixels = dims[2..].iter().product();
        let flat = x.reshaped(&[dims[0], dims[1], pixels]);
        dims[2..].fill(1);
        let pooled = by_rank!(flat, |flat| if self.is_highest { flat.max_dim(2) } else { flat.mean_dim(2) });
        one(Floats::reshaped(pooled, &dims))
    }
}
