//! Pictures in another size. Each row and column of the output is a weighted sum of rows and columns of the input, so
//! that two products of matrices do it, whatever the rule is.

use super::{Family, Inputs, Operator, one};
use crate::constant::check_dims;
use crate::node::NodeReader;
use crate::value::{Floats, Value};

pub const FAMILY: Family = &[("Resize", resize), ("Upsample", upsample)];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    Nearest(Rounding),
    Linear,
    /// With the coefficient of the cubic.
    Cubic(f32),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rounding {
    HalfDown,
    HalfUp,
    Down,
    Up,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Coordinates {
    HalfPixel,
    /// Like half a pixel, but one row comes from the first.
    PytorchHalfPixel,
    AlignCorners,
    Asymmetric,
}

#[derive(Clone, Debug, PartialEq)]
enum Size {
    Scales(Vec<f32>),
    Dims(Vec<i64>),
}

#[derive(Debug)]
struct Resize {
    rule: Rule,
    coordinates: Coordinates,
    size: Size,
    /// Whether weights beyond the edge go to those within, in place of the pixel at the edge standing for them.
    excludes_outside: bool,
}

fn resize(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    if node.opset < 11 {
        return upsample(node);
    }
    let coordinates = match node.text("coordinate_transformation_mode", "half_pixel")? {
        "half_pixel" => Coordinates::HalfPixel,
        "pytorch_half_pixel" => Coordinates::PytorchHalfPixel,
        "align_corners" => Coordinates::AlignCorners,
        "asymmetric" => Coordinates::Asymmetric,
        other => return Err(format!("the coordinate_transformation_mode {other} is not supported")),
    };
    let rounding = match node.text("nearest_mode", "round_prefer_floor")? {
        "round_prefer_floor" => Rounding::HalfDown,
        "round_prefer_ceil" => Rounding::HalfUp,
        "floor" => Rounding::Down,
        "ceil" => Rounding::Up,
        other => return Err(format!("the nearest_mode {other} is not supported")),
    };
    let cubic = node.float("cubic_coeff_a", -0.75);
    let rule = rule(node.text("mode", "nearest")?, rounding, cubic)?;
    if node.flag("antialias", false)
        || node.ints("axes").is_some()
        || node.text("keep_aspect_ratio_policy", "stretch")? != "stretch"
    {
        return Err("antialias, axes and keep_aspect_ratio_policy are not supported".into());
    }
    let excludes_outside = node.flag("exclude_outside", false);
    node.skip("extrapolation_value");
    node.take_constant(1, "region")?;
    let scales = node.take_constant(2, "list of scales")?.map(|scales| scales.to_floats());
    let dims = node.take_ints(3, "list of sizes")?;
    let size = match (scales.filter(|scales| !scales.is_empty()), dims) {
        (_, Some(dims)) => Size::Dims(dims),
        (Some(scales), None) => Size::Scales(scales),
        (None, None) => return Err("neither scales nor sizes are stated".into()),
    };
    Ok(Box::new(Resize { rule, coordinates, size, excludes_outside }))
}

/// The operator of versions up to 10, under either name.
fn upsample(node: &mut NodeReader<'_>) -> Result<Box<dyn Operator>, String> {
    let rule = rule(node.text("mode", "nearest")?, Rounding::Down, -0.75)?;
    let stated = node.floats("scales").map(<[f32]>::to_vec);
    let scales = match stated {
        Some(scales) => scales,
        None => node.take_constant(1, "list of scales")?.ok_or("its scales are missing")?.to_floats(),
    };
    let size = Size::Scales(scales);
    Ok(Box::new(Resize { rule, coordinates: Coordinates::Asymmetric, size, excludes_outside: false }))
}

fn rule(mode: &str, rounding: Rounding, cubic: f32) -> Result<Rule, String> {
    match mode {
        "nearest" => Ok(Rule::Nearest(rounding)),
        "linear" | "bilinear" => Ok(Rule::Linear),
        "cubic" => Ok(Rule::Cubic(cubic)),
        other => Err(format!("the mode {other} is not supported")),
    }
}

impl Resize {
    /// Height and width of the output, and the scales that coordinates are computed with.
    fn output(&self, dims: [usize; 4]) -> Result<[(usize, f32); 2], String> {
        let refused = || format!("an input of the shape {dims:?} cannot be resized by {:?}", self.size);
        let mut output = [(0, 1.0); 2];
        match &self.size {
            Size::Scales(scales) => {
                if scales.len() != 4
                    || scales[..2] != [1.0, 1.0]
                    || scales.iter().any(|scale| !(1e-3..=1e3).contains(scale))
                {
                    return Err(refused());
                }
                for at in 0..2 {
                    output[at] = ((dims[at + 2] as f32 * scales[at + 2]).floor() as usize, scales[at + 2]);
                }
            }
            Size::Dims(sizes) => {
                let sizes = crate::constant::dims(sizes)?;
                if sizes.len() != 4 || sizes[1] != dims[1] {
                    return Err(refused());
                }
                for at in 0..2 {
                    output[at] = (sizes[at + 2], sizes[at + 2] as f32 / dims[at + 2] as f32);
                }
            }
        }
        check_dims(&[dims[0], dims[1], output[0].0, output[1].0])?;
        // The matrices are of both sizes.
        for at in 0..2 {
            check_dims(&[dims[at + 2], output[at].0])?;
        }
        if output[0].0 == 0 || output[1].0 == 0 { Err(refused()) } else { Ok(output) }
    }

    /// Where a row of the output lies among those of the input.
    fn place(&self, at: usize, input: usize, (output, scale): (usize, f32)) -> f32 {
        let at = at as f32;
        match self.coordinates {
            Coordinates::PytorchHalfPixel if output == 1 => 0.0,
            Coordinates::HalfPixel | Coordinates::PytorchHalfPixel => (at + 0.5) / scale - 0.5,
            Coordinates::AlignCorners if output == 1 => 0.0,
            Coordinates::AlignCorners => at * (input as f32 - 1.0) / (output as f32 - 1.0),
            Coordinates::Asymmetric => at / scale,
        }
    }

    /// The matrix `[input, output]`: how much of each row of the input is in each of the output.
    fn weights(&self, input: usize, output: (usize, f32)) -> Vec<f32> {
        let mut weights = vec![0.0; input * output.0];
        for column in 0..output.0 {
            let place = self.place(column, input, output);
            let mut add = |row: f32, weight: f32| {
                let is_outside = row < 0.0 || row > (input - 1) as f32;
                if !(is_outside && self.excludes_outside) {
                    let row = row.clamp(0.0, (input - 1) as f32) as usize;
                    weights[row * output.0 + column] += weight;
                }
            };
            let (floor, share) = (place.floor(), place - place.floor());
            match self.rule {
                Rule::Nearest(rounding) => add(rounding.of(place), 1.0),
                Rule::Linear => {
                    add(floor, 1.0 - share);
                    add(floor + 1.0, share);
                }
                Rule::Cubic(a) => {
                    let near = |x: f32| ((a + 2.0) * x - (a + 3.0)) * x * x + 1.0;
                    let far = |x: f32| ((a * x - 5.0 * a) * x + 8.0 * a) * x - 4.0 * a;
                    add(floor - 1.0, far(share + 1.0));
                    add(floor, near(share));
                    add(floor + 1.0, near(1.0 - share));
                    add(floor + 2.0, far(2.0 - share));
                }
            }
            if self.excludes_outside {
                let sum: f32 = (0..input).map(|row| weights[row * output.0 + column]).sum();
                (0..input).for_each(|row| weights[row * output.0 + column] /= sum);
            }
        }
        weights
    }
}

impl Rounding {
    fn of(self, place: f32) -> f32 {
        match self {
            Self::HalfDown => (place - 0.5).ceil(),
            Self::HalfUp => (place + 0.5).floor(),
            Self::Down => place.floor(),
            Self::Up => place.ceil(),
        }
    }
}

impl Operator for Resize {
    fn run(&self, mut inputs: Inputs) -> Result<Vec<Value>, String> {
        let x = inputs.floats(0)?.of_rank::<4>()?;
        let [n, channels, height, width] = x.dims();
        let [rows, columns] = self.output(x.dims())?;
        let matrix = |input: usize, output: (usize, f32)| {
            Floats::constant(&[input, output.0], self.weights(input, output), inputs.device()).tensor::<2>()
        };
        let wide = x.reshape([n * channels * height, width]).matmul(matrix(width, columns));
        let turned = wide.reshape([n * channels, height, columns.0]).swap_dims(1, 2);
        let high = turned.reshape([n * channels * columns.0, height]).matmul(matrix(height, rows));
        let turned = high.reshape([n * channels, columns.0, rows.0]).swap_dims(1, 2);
        one(turned.reshape([n, channels, rows.0, columns.0]))
    }
}
