//! Products of matrices, and eigenvectors of symmetric ones.

use faer::linalg::matmul::matmul;
use faer::{Accum, Mat, MatMut, MatRef, Par, Side};

/// A matrix of floats, row after row.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    values: &'a [f32],
    rows: usize,
    columns: usize,
    is_transposed: bool,
}

impl<'a> Matrix<'a> {
    /// `values`: `[rows, columns]`.
    pub fn new(values: &'a [f32], rows: usize, columns: usize) -> Self {
        Self { values, rows, columns, is_transposed: false }
    }

    /// Its transpose; nothing is copied.
    #[must_use]
    pub fn transposed(self) -> Self {
        Self { is_transposed: !self.is_transposed, ..self }
    }

    fn view(self) -> MatRef<'a, f32> {
        let view = MatRef::from_row_major_slice(self.values, self.rows, self.columns);
        if self.is_transposed { view.transpose() } else { view }
    }
}

/// How many threads compute a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Threads {
    /// The one that calls.
    One,
    /// All of Rayon's.
    All,
}

/// `into = scale * left * right`, `[rows of left, columns of right]`.
///
/// # Panics
/// If the shapes do not belong together.
pub fn product(left: Matrix<'_>, right: Matrix<'_>, scale: f32, threads: Threads, into: &mut [f32]) {
    multiply(left, right, Accum::Replace, scale, threads, into);
}

/// `into += left * right`, `[rows of left, columns of right]`, on the calling thread.
///
/// # Panics
/// If the shapes do not belong together.
pub fn add_product(left: Matrix<'_>, right: Matrix<'_>, into: &mut [f32]) {
    multiply(left, right, Accum::Add, 1.0, Threads::One, into);
}

fn multiply(left: Matrix<'_>, right: Matrix<'_>, how: Accum, scale: f32, threads: Threads, into: &mut [f32]) {
    let (left, right) = (left.view(), right.view());
    let into = MatMut::from_row_major_slice_mut(into, left.nrows(), right.ncols());
    let parallel = match threads {
        Threads::One => Par::Seq,
        Threads::All => Par::rayon(0),
    };
    matmul(into, how, left, right, scale, parallel);
}

/// The eigenvalues of a symmetric matrix, ascending, with an eigenvector of length 1 for each.
#[derive(Clone, Debug)]
pub struct Eigen {
    values: Vec<f64>,
    vectors: Mat<f64>,
}

impl Eigen {
    /// The eigenvalues, ascending.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// The element `row` of the eigenvector of eigenvalue `at`.
    pub fn element(&self, at: usize, row: usize) -> f64 {
        self.vectors[(row, at)]
    }
}

/// The eigenvalues and eigenvectors of the symmetric matrix `[count, count]`; `None` if they do not converge.
pub fn symmetric_eigen(values: &[f64], count: usize) -> Option<Eigen> {
    let found = MatRef::from_row_major_slice(values, count, count).self_adjoint_eigen(Side::Lower).ok()?;
    Some(Eigen { values: (0..count).map(|at| found.S()[at]).collect(), vectors: found.U().to_owned() })
}
