//! Convolutions over height and width, in groups, and their transposes.

use super::window::{Padding, Window, two};
use super::{Family, Inputs, Operator, affordable, one};
use crate::constant::check_dims;
use crate::host;
use crate::node::NodeReader;
use crate::value::{Floats, Value};
use burn::tensor::Tensor;
use burn::tensor::module::{conv_transpose2d, conv2d};
use burn::tensor::ops::{ConvOptions, ConvTransposeOptions};
use operation::HostOperation;
use std::sync::Arc;

pub const FAMILY: Family = &[("Conv", convolution), ("ConvTranspose", transposed)];

#[derive(Debug)]
struct Convolution {
    window: Window,
    groups: usize,
}

/// Height and width of the weights, which may be missing among the attributes.
fn size_of_weights(node: &NodeReader<'_>) -> Option<[usize; 2]> {
    match node.constant(1)?.dims[..] {
        [_, _, height, width] => Some([height, width]),
        _ => None,
    }
}

fn groups(node: &mut NodeReader<'_>) -> Result<usize, String> {
    usize::try_from(node.int("group", 1))
        .ok()
        .filter(|groups| *groups >= 1)
        .ok_or("its number of groups is below 1".into())
}

fn convolution(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    let window = Window::read(node, size_of_weights(node))?;
    Ok(Box::new(Convolution { window, groups: groups(node)? }))
}

/// Convolutions that the processor computes by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A product of matrices.
    Pointwise,
    /// One filter for each channel.
    Depthwise,
}

/// The numbers of a convolution, on the host.
struct Numbers {
    weights: Vec<f32>,
    bias: Vec<f32>,
    filters: usize,
    padding: [(usize, usize); 2],
}

impl Convolution {
    /// The kind, if it is one of those.
    fn kind(
        &self,
        [channels, height, width]: [usize; 3],
        filters: usize,
        padding: [(usize, usize); 2],
    ) -> Option<Kind> {
        let Window { size, stride, .. } = self.window;
        let is_of_pixels = size == [1, 1] && stride == [1, 1] && padding == [(0, 0); 2];
        // A picture is copied with its padding, which a hostile file may make huge.
        let is_framed = padding.iter().zip([height, width]).all(|((before, after), side)| before.max(after) <= &side);
        match self.groups {
            1 if is_of_pixels => Some(Kind::Pointwise),
            groups if groups == channels && groups == filters && groups > 1 && is_framed => Some(Kind::Depthwise),
            _ => None,
        }
    }

    fn by_hand(&self, kind: Kind, numbers: Numbers) -> Arc<dyn HostOperation> {
        let Numbers { weights, bias, filters, padding } = numbers;
        match kind {
            Kind::Pointwise => Arc::new(host::PointwiseConvolution { weights, bias, filters }),
            Kind::Depthwise => {
                let Window { size, stride, dilation, .. } = self.window;
                Arc::new(host::Depthwise { weights, bias, size, stride, dilation, padding })
            }
        }
    }
}

impl Operator for Convolution {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?.of_rank::<4>()?;
        let weights = inputs.floats(1)?.of_rank::<4>()?;
        let bias = bias(inputs.optional_floats(2)?, weights.dims()[0])?;
        let ([n, channels, height, width], [filters, depth, ..]) = (x.dims(), weights.dims());
        let size = [weights.dims()[2], weights.dims()[3]];
        if size != self.window.size {
            return Err(format!("its weights are {size:?} pixels, and its kernel_shape says {:?}", self.window.size));
        }
        if depth * self.groups != channels || !filters.is_multiple_of(self.groups) {
            return Err(format!(
                "its weights have the shape {:?} in {} groups, which do not fit {channels} channels",
                weights.dims(),
                self.groups
            ));
        }
        let [rows, columns] = self.window.count([height, width], false)?;
        let output = vec![n, filters, rows, columns];
        check_dims(&output)?;
        affordable(self.operations(&[x.dims().to_vec(), weights.dims().to_vec()], &[output]), n)?;
        let Window { stride, dilation, .. } = self.window;
        let padding = self.window.padding([height, width]);
        if host::is_host(inputs.device())
            && let Some(kind) = self.kind([channels, height, width], filters, padding)
        {
            let numbers = Numbers {
                weights: Floats::from(weights).host(),
                bias: bias.map_or_else(Vec::new, |bias| Floats::from(bias).host()),
                filters,
                padding,
            };
            return one(operation::run::<4, 4>(x, self.by_hand(kind, numbers)));
        }
        let options = ConvOptions { stride, padding, dilation, groups: self.groups };
        one(conv2d(x, weights, bias, options))
    }

    fn operations(&self, inputs: &[Vec<usize>], outputs: &[Vec<usize>]) -> u64 {
        let (Some([_, depth, height, width]), Some(output)) = (inputs.get(1).map(Vec::as_slice), outputs.first())
        else {
            return 0;
        };
        let each = (2 * depth * height * width) as u64;
        output.iter().fold(each, |product, dim| product.saturating_mul(*dim as u64))
    }
}

fn bias(bias: Option<Floats>, filters: usize) -> Result<Option<Tensor<1>>, String> {
    match bias {
        Some(bias) if bias.len() != filters => {
            Err(format!("its bias has {} numbers for {filters} filters", bias.len()))
        }
        bias => Ok(bias.map(Floats::flat)),
    }
}

#[derive(Debug)]
struct Transposed {
    window: Window,
    groups: usize,
    /// Rows and columns added at the end.
    further: [usize; 2],
    /// The size of the output, if stated.
    output: Option<[usize; 2]>,
}

fn transposed(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    let window = Window::read(node, size_of_weights(node))?;
    let further = two("output_padding", node.ints("output_padding"), 0)?.unwrap_or([0, 0]);
    let output = two("output_shape", node.ints("output_shape"), 1)?;
    Ok(Box::new(Transposed { window, groups: groups(node)?, further, output }))
}

impl Transposed {
    /// Rows and columns of the whole output, and what is cut off at its begin and end.
    fn cut(&self, picture: [usize; 2]) -> Result<[(usize, usize, usize); 2], String> {
        let Window { stride, padding, .. } = &self.window;
        let reach = self.window.reach();
        let mut cuts = [(0, 0, 0); 2];
        for at in 0..2 {
            let whole = picture[at].saturating_sub(1).saturating_mul(stride[at]) + reach[at] + self.further[at];
            let (before, after) = match (padding, self.output) {
                (Padding::Stated(stated), None) => stated[at],
                (padding, output) => {
                    let wanted = output.map_or(picture[at] * stride[at], |output| output[at]);
                    let all = whole.checked_sub(wanted).ok_or("its output_shape is larger than what it computes")?;
                    // What is uneven is cut off in front, unless the padding is SAME_UPPER.
                    let is_upper = *padding == Padding::Same { is_odd_before: false };
                    if is_upper { (all / 2, all - all / 2) } else { (all - all / 2, all / 2) }
                }
            };
            if before + after >= whole {
                return Err("its padding leaves nothing".into());
            }
            cuts[at] = (whole, before, after);
        }
        Ok(cuts)
    }
}

impl Operator for Transposed {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?.of_rank::<4>()?;
        let weights = inputs.floats(1)?.of_rank::<4>()?;
        let ([n, channels, height, width], [depth, each, rows, columns]) = (x.dims(), weights.dims());
        let bias = bias(inputs.optional_floats(2)?, each * self.groups)?;
        if depth != channels || !channels.is_multiple_of(self.groups) || [rows, columns] != self.window.size {
            return Err(format!("its weights have the shape {:?}, which does not fit {:?}", weights.dims(), x.dims()));
        }
        let [vertical, horizontal] = self.cut([height, width])?;
        check_dims(&[n, each * self.groups, vertical.0, horizontal.0])?;
        affordable(self.operations(&[x.dims().to_vec(), weights.dims().to_vec()], &[]), n)?;
        let Window { stride, dilation, .. } = self.window;
        let options =
            ConvTransposeOptions { stride, padding: [0, 0], padding_out: self.further, dilation, groups: self.groups };
        let whole = conv_transpose2d(x, weights, bias, options);
        let kept = |(whole, before, after): (usize, usize, usize)| (before, whole - before - after);
        let ((top, rows), (left, columns)) = (kept(vertical), kept(horizontal));
        one(whole.narrow(2, top, rows).narrow(3, left, columns))
    }

    fn operations(&self, inputs: &[Vec<usize>], _outputs: &[Vec<usize>]) -> u64 {
        let (Some(x), Some([_, each, height, width])) = (inputs.first(), inputs.get(1).map(Vec::as_slice)) else {
            return 0;
        };
        ((2 * each * height * width) as u64).saturating_mul(x.iter().product::<usize>() as u64)
    }
}
