//! Eigenfaces: the principal components of public faces and their mirror images (Turk and Pentland 1991).
//!
//! A face is the mean plus a sum of components, each times its coefficient and its standard deviation. Over the public
//! faces, coefficients have mean 0 and variance 1.

use super::halves::Half;
use crate::dataset::{FaceStore, stream};
use crate::pixels::{Pictures, resized};
use primitives::{Matrix, Threads, product, symmetric_eigen};
use rand::seq::index::sample;
use rayon::prelude::*;
use safetensors::{Dtype, SafeTensors, View, serialize};
use std::borrow::Cow;

/// The most public faces analysed; of more, a random sample. The work grows with the square of their number, and the
/// first components hardly change.
pub const MOST_FACES: usize = 1500;

/// Components with a smaller share of the first one's variance are rounding errors.
const LEAST_VARIANCE: f64 = 1e-6;

/// Why eigenfaces cannot be learnt or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PriorError {
    /// There are too few faces, or they do not differ.
    #[error("{0} public faces are too few to learn what faces look like; give more of them, and of different people")]
    TooFew(usize),
    /// The eigenvalues did not converge.
    #[error("the principal components of the public faces could not be computed")]
    NoComponents,
    /// A file does not contain eigenfaces.
    #[error("this file holds no eigenfaces: {0}")]
    File(String),
}

/// The principal components of faces of one size.
#[derive(Clone, Debug, PartialEq)]
pub struct Eigenfaces {
    side: usize,
    /// `[3, side, side]`.
    mean: Vec<f32>,
    /// `[components, 3, side, side]`, each scaled to its standard deviation; the largest first.
    components: Vec<f32>,
    /// The variance of each component.
    variances: Vec<f32>,
    /// The share of the total variance in these components, in [0,1].
    explained: f32,
}

impl Eigenfaces {
    /// Learns at most `components` eigenfaces from public faces, resized to `side` x `side` pixels. If there are too
    /// many faces, the sample follows from the seed.
    ///
    /// # Errors
    /// If there are too few faces, or all are equal.
    pub fn learn(faces: &FaceStore, side: usize, components: usize, seed: u64) -> Result<Self, PriorError> {
        let drawn = drawn(faces.len(), seed);
        if drawn.len() < 3 {
            return Err(PriorError::TooFew(faces.len()));
        }
        let planes = planes(faces, &drawn, side);
        let halves = [Half::Even, Half::Odd].map(|half| Analysis::of(half, &planes, side, components));
        let [even, odd] = [halves[0].as_ref(), halves[1].as_ref()].map(|half| half.ok_or(PriorError::NoComponents));
        let (even, odd) = (even?, odd?);
        let mut found: Vec<(f64, &Analysis, usize)> = Vec::new();
        for half in [even, odd] {
            found.extend(half.variances.iter().enumerate().map(|(at, variance)| (*variance, half, at)));
        }
        found.sort_by(|one, other| other.0.total_cmp(&one.0));
        let first = found.first().map_or(0.0, |(variance, ..)| *variance);
        found.retain(|(variance, ..)| *variance > first * LEAST_VARIANCE && *variance > 0.0);
        found.truncate(components);
        if found.is_empty() {
            return Err(PriorError::TooFew(faces.len()));
        }
        let mut mean = vec![0.0; 3 * side * side];
        Half::Even.whole(&even.mean, side, &mut mean);
        let mut all = vec![0.0; found.len() * mean.len()];
        all.par_chunks_exact_mut(mean.len()).zip(&found).for_each(|(whole, (_, half, at))| {
            half.half.whole(half.component(*at), side, whole);
        });
        let explained: f64 = found.iter().map(|(variance, ..)| variance).sum();
        let variances = found.iter().map(|(variance, ..)| *variance as f32).collect();
        Ok(Self { side, mean, components: all, variances, explained: (explained / (even.total + odd.total)) as f32 })
    }

    /// Side of the faces in pixels.
    pub fn side(&self) -> usize {
        self.side
    }

    /// The number of components.
    pub fn len(&self) -> usize {
        self.variances.len()
    }

    /// Whether there are no components; never after learning.
    pub fn is_empty(&self) -> bool {
        self.variances.is_empty()
    }

    /// The share of the public faces' variance that the components explain, in [0,1].
    pub fn explained(&self) -> f32 {
        self.explained
    }

    /// The mean face `[3, side, side]`.
    pub fn mean(&self) -> &[f32] {
        &self.mean
    }

    /// `[components, 3, side, side]`, each scaled to its standard deviation.
    pub fn components(&self) -> &[f32] {
        &self.components
    }

    /// Coefficients `[n, components]` of pictures; anything outside the span of the components is lost.
    ///
    /// # Panics
    /// If the pictures have another size.
    pub fn coefficients(&self, pictures: &Pictures) -> Vec<f32> {
        assert_eq!(pictures.size as usize, self.side, "pictures are of the size of the eigenfaces");
        let (face, planes) = (self.mean.len(), pictures.planes());
        let mut coefficients = vec![0.0; pictures.len() * self.len()];
        coefficients.par_iter_mut().enumerate().for_each(|(at, coefficient)| {
            let (picture, component) = (at / self.len(), at % self.len());
            let picture = planes[picture * face..][..face].iter().zip(&self.mean);
            let along = picture.zip(&self.components[component * face..][..face]);
            let product: f64 = along.map(|((value, mean), component)| f64::from((value - mean) * component)).sum();
            *coefficient = (product / f64::from(self.variances[component])) as f32;
        });
        coefficients
    }

    /// The contents of a safetensors file.
    pub fn to_bytes(&self) -> Vec<u8> {
        let (side, count) = (self.side, self.len());
        let tensors = [
            ("mean", Floats(&self.mean, vec![3, side, side])),
            ("components", Floats(&self.components, vec![count, 3, side, side])),
            ("variances", Floats(&self.variances, vec![count])),
            ("explained", Floats(std::slice::from_ref(&self.explained), vec![1])),
        ];
        serialize(tensors, None).expect("four tensors of their shapes can be written")
    }

    /// Reads a safetensors file.
    ///
    /// # Errors
    /// If it does not contain eigenfaces.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, PriorError> {
        let wrong = |why: String| PriorError::File(why);
        let file = SafeTensors::deserialize(bytes).map_err(|error| wrong(error.to_string()))?;
        let read = |name: &str| {
            let tensor = file.tensor(name).map_err(|error| wrong(error.to_string()))?;
            let values = tensor.data().chunks_exact(4);
            let floats: Vec<f32> = values.map(|value| f32::from_le_bytes(value.try_into().expect("4 bytes"))).collect();
            let fits = tensor.dtype() == Dtype::F32 && floats.iter().all(|value| value.is_finite());
            if fits {
                Ok((tensor.shape().to_vec(), floats))
            } else {
                Err(wrong(format!("{name} is not of finite floats")))
            }
        };
        let ((shape, mean), (_, components)) = (read("mean")?, read("components")?);
        let ((_, variances), (_, explained)) = (read("variances")?, read("explained")?);
        let side = shape.last().copied().unwrap_or_default();
        let fits = shape == [3, side, side]
            && !variances.is_empty()
            && components.len() == variances.len() * mean.len()
            && explained.len() == 1;
        if !fits {
            return Err(wrong("its shapes do not belong together".into()));
        }
        Ok(Self { side, mean, components, variances, explained: explained[0] })
    }
}

/// The indices of the faces to analyse.
fn drawn(faces: usize, seed: u64) -> Vec<usize> {
    if faces <= MOST_FACES {
        return (0..faces).collect();
    }
    let mut drawn = sample(&mut stream(seed, "eigenfaces", &[]), faces, MOST_FACES).into_vec();
    drawn.sort_unstable();
    drawn
}

/// Planes `[n, 3, side, side]` of some faces.
fn planes(faces: &FaceStore, drawn: &[usize], side: usize) -> Vec<f32> {
    let mut pictures = Pictures::empty(faces.size());
    drawn.iter().for_each(|face| pictures.push(faces.image(*face)));
    resized(&pictures, side as u32).planes()
}

/// The principal components of one half of the faces.
struct Analysis {
    half: Half,
    mean: Vec<f32>,
    /// The largest first.
    variances: Vec<f64>,
    /// `[components, values]`, each scaled to its standard deviation.
    components: Vec<f32>,
    /// The sum of all variances.
    total: f64,
}

impl Analysis {
    /// From the eigenvectors of the Gram matrix of the faces, which is smaller than that of the pixels. `None` if they
    /// do not converge.
    fn of(half: Half, planes: &[f32], side: usize, most: usize) -> Option<Self> {
        let (face, values) = (3 * side * side, half.values(side));
        let count = planes.len() / face;
        let mut rows = vec![0.0; count * values];
        let each = rows.par_chunks_exact_mut(values).zip(planes.par_chunks_exact(face));
        each.for_each(|(row, face)| half.of(face, side, row));
        // Together with the mirror images, the odd half has mean zero.
        let mean = if half == Half::Even { mean_row(&rows, values) } else { vec![0.0; values] };
        rows.par_chunks_exact_mut(values).for_each(|row| {
            row.iter_mut().zip(&mean).for_each(|(value, mean)| *value -= mean);
        });
        let rows = Matrix::new(&rows, count, values);
        let mut products = vec![0.0; count * count];
        product(rows, rows.transposed(), 1.0 / count as f32, Threads::All, &mut products);
        let products: Vec<f64> = products.into_iter().map(f64::from).collect();
        let found = symmetric_eigen(&products, count)?;
        // Eigenvalues ascend.
        let order: Vec<usize> = (0..count).rev().take(most).collect();
        let variances: Vec<f64> = order.iter().map(|at| found.values()[*at].max(0.0)).collect();
        let scale = (count as f64).sqrt();
        let elements = order.iter().flat_map(|at| (0..count).map(|row| (found.element(*at, row) / scale) as f32));
        let by: Vec<f32> = elements.collect();
        let mut components = vec![0.0; order.len() * values];
        product(Matrix::new(&by, order.len(), count), rows, 1.0, Threads::All, &mut components);
        components.par_chunks_exact_mut(values).for_each(turn);
        let total = (0..count).map(|at| products[at * (count + 1)]).sum();
        Some(Self { half, mean, variances, components, total })
    }

    fn component(&self, at: usize) -> &[f32] {
        let values = self.mean.len();
        &self.components[at * values..][..values]
    }
}

fn mean_row(rows: &[f32], values: usize) -> Vec<f32> {
    let mut sums = vec![0.0_f64; values];
    for row in rows.chunks_exact(values) {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += f64::from(*value));
    }
    let count = (rows.len() / values) as f64;
    sums.into_iter().map(|sum| (sum / count) as f32).collect()
}

/// The sign of an eigenvector is arbitrary: make its largest value positive.
fn turn(component: &mut [f32]) {
    let largest =
        component.iter().copied().fold(0.0_f32, |most, value| if value.abs() > most.abs() { value } else { most });
    if largest < 0.0 {
        component.iter_mut().for_each(|value| *value = -*value);
    }
}

/// Floats in a safetensors file, with their shape.
struct Floats<'a>(&'a [f32], Vec<usize>);

impl View for Floats<'_> {
    fn dtype(&self) -> Dtype {
        Dtype::F32
    }

    fn shape(&self) -> &[usize] {
        &self.1
    }

    fn data(&self) -> Cow<'_, [u8]> {
        self.0.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<_>>().into()
    }

    fn data_len(&self) -> usize {
        4 * self.0.len()
    }
}

#[cfg(test)]
mod tests;
