//! Integers in place of floating-point numbers: whole tensors, channels or blocks share a scale.

use super::{Family, Inputs, Operator, one};
use crate::node::NodeReader;
use crate::value::{Floats, Value, axis};
use burn::tensor::{Device, Tensor};

pub const FAMILY: Family = &[("DequantizeLinear", dequantize), ("QuantizeLinear", quantize)];

/// Scales and zero points, and what shares one.
#[derive(Debug)]
struct Scales {
    axis: i64,
    /// Numbers along the axis that share a scale; 0 where each index of the axis has its own.
    block: usize,
    scales: Vec<f32>,
    zero_points: Vec<f32>,
    dims: Vec<usize>,
}

impl Scales {
    fn read(node: &mut NodeReader<'_>) -> Result<Self, String> {
        let axis = node.int("axis", 1);
        let block = usize::try_from(node.int("block_size", 0)).map_err(|_| "its block_size is negative")?;
        node.skip("saturate");
        node.skip("precision");
        let scale = node.take_constant(1, "scale")?.ok_or("its scale is missing")?;
        let zero = node.take_constant(2, "zero point")?;
        let scales = scale.to_floats();
        let zero_points = zero.as_ref().map_or_else(|| vec![0.0; scales.len()], |zero| zero.to_floats());
        if zero_points.len() != scales.len() || scales.is_empty() {
            return Err(format!("it has {} scales and {} zero points", scales.len(), zero_points.len()));
        }
        Ok(Self { axis, block, scales, zero_points, dims: scale.dims.clone() })
    }

    /// The scale and the zero point of each number of a tensor of this shape.
    fn spread(&self, dims: &[usize]) -> Result<[Vec<f32>; 2], String> {
        let count: usize = dims.iter().product();
        if self.scales.len() == 1 {
            return Ok([vec![self.scales[0]; count], vec![self.zero_points[0]; count]]);
        }
        let along = axis(self.axis, dims.len())?;
        let after: usize = dims[along + 1..].iter().product();
        let groups = if self.block == 0 { dims[along] } else { dims[along].div_ceil(self.block) };
        let mut wanted = dims.to_vec();
        wanted[along] = groups;
        let is_of_axis = self.block == 0 && self.dims == [groups];
        if !is_of_axis && self.dims != wanted {
            return Err(format!("its scales have the shape {:?}, which does not fit {dims:?}", self.dims));
        }
        let of = |at: usize| {
            let (before, along_at, behind) = (at / after / dims[along], at / after % dims[along], at % after);
            let group = along_at.checked_div(self.block).unwrap_or(along_at);
            if is_of_axis { group } else { (before * groups + group) * after + behind }
        };
        Ok([&self.scales, &self.zero_points].map(|values| (0..count).map(|at| values[of(at)]).collect()))
    }

    /// The same as tensors, of all numbers in a row or of one.
    fn tensors(&self, dims: &[usize], device: &Device) -> Result<[Tensor<1>; 2], String> {
        let rows =
            if self.scales.len() == 1 { [self.scales.clone(), self.zero_points.clone()] } else { self.spread(dims)? };
        Ok(rows.map(|row| Floats::constant(&[row.len()], row, device).tensor::<1>()))
    }
}

#[derive(Debug)]
struct Dequantize(Scales);

fn dequantize(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    Ok(Box::new(Dequantize(Scales::read(node)?)))
}

impl Operator for Dequantize {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let device = inputs.device().clone();
        match inputs.value(0)? {
            Value::Ints(ints) => {
                let [scales, zero_points] = self.0.spread(&ints.dims)?;
                let shifted = ints.values.iter().zip(&zero_points).map(|(value, zero)| *value as f32 - zero);
                let values = shifted.zip(&scales).map(|(value, scale)| value * scale).collect();
                one(Floats::constant(&ints.dims, values, &device))
            }
            // What a node before it has rounded.
            Value::Floats(floats) => {
                let dims = floats.dims();
                let [scales, zero_points] = self.0.tensors(&dims, &device)?;
                one(Floats::from((floats.flat() - zero_points) * scales).reshaped(&dims))
            }
        }
    }
}

/// Rounds to whole numbers in a range, which stay floating-point numbers. Gradients pass through the rounding, which
/// has none that is of use.
#[derive(Debug)]
struct Quantize {
    scales: Scales,
    range: [f32; 2],
}

fn quantize(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    node.skip("output_dtype");
    // A zero point that is left out is of unsigned bytes; of the sign of others nothing is left but their values.
    let has_sign = node.constant(2).is_some_and(|zero| zero.to_floats().iter().all(|zero| *zero <= 0.0));
    let range = if has_sign && node.has(2) { [-128.0, 127.0] } else { [0.0, 255.0] };
    Ok(Box::new(Quantize { scales: Scales::read(node)?, range }))
}

impl Operator for Quantize {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let device = inputs.device().clone();
        let x = inputs.floats(0)?;
        let dims = x.dims();
        let [scales, zero_points] = self.scales.tensors(&dims, &device)?;
        let exact = x.flat() / scales + zero_points;
        let rounded = exact.clone() + (exact.clone().round() - exact).detach();
        let [low, high] = self.range;
        one(Floats::from(rounded.clamp_min(low).clamp_max(high)).reshaped(&dims))
    }
}
