//! What of a face is compared with many others.

use super::alignment::{SAME, likeness};
use super::grid::{Grid, SIDE};
use std::f32::consts::PI;

/// Cells of the coarser grid, a side; also the number of cosines, a side.
const COARSE: usize = 8;
/// Lowest contrast, in grey levels of 255, at which an image can be recognized again.
const FLATTEST: f32 = 4.0;
/// Of 63 signs so many differ at most between faces that are looked at. Compressing and scaling change two at most,
/// trimming ten in 95 of 100 photographs; of pairs of different photographs, one in 170 passes.
const FLIPS: u32 = 14;
/// The coarser grids of faces that are looked at correlate at least so well.
const COARSELY: f32 = 0.92;

/// The signs of a face's lowest cosine coefficients, a bit each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Signs(u64);

impl Signs {
    /// Whether a closer look may be worth its time.
    pub(super) fn are_like(self, other: Self) -> bool {
        (self.0 ^ other.0).count_ones() <= FLIPS
    }
}

/// What of a face is compared with many others.
#[derive(Clone, Debug)]
pub struct Signature {
    signs: Signs,
    /// The coarser grid, with a mean of 0 and a length of 1.
    coarse: [f32; COARSE * COARSE],
    grid: Box<Grid>,
}

impl Signature {
    /// Of a face of `size` x `size` pixels in RGB; none where there is nothing to tell it by.
    pub fn of(face: &[u8], size: u32) -> Option<Self> {
        let grid = grid(face, size as usize)?;
        let mean = grid.iter().map(|cell| f32::from(*cell)).sum::<f32>() / grid.len() as f32;
        let variance = grid.iter().map(|cell| (f32::from(*cell) - mean).powi(2)).sum::<f32>() / grid.len() as f32;
        let coarse = (variance >= FLATTEST * FLATTEST).then(|| coarse(&grid)).flatten()?;
        Some(Self { signs: signs(&grid), coarse, grid })
    }

    /// Whether both are of one photograph.
    pub fn is_of_the_same_photograph(&self, other: &Self) -> bool {
        self.is_worth_a_look(other) && self.likeness(other) >= SAME
    }

    /// How well two faces correlate, from -1 to 1, once they are laid onto each other.
    pub fn likeness(&self, other: &Self) -> f32 {
        likeness(&self.grid, &other.grid)
    }

    /// Whether a closer look is worth its time.
    pub fn is_worth_a_look(&self, other: &Self) -> bool {
        let coarsely = || self.coarse.iter().zip(&other.coarse).map(|(one, other)| one * other).sum::<f32>();
        self.signs.are_like(other.signs) && coarsely() >= COARSELY
    }

    pub(super) fn signs(&self) -> Signs {
        self.signs
    }
}

/// None where a face has fewer pixels than cells.
fn grid(face: &[u8], size: usize) -> Option<Box<Grid>> {
    let mut grid = Box::new([0; SIDE * SIDE]);
    for (at, cell) in grid.iter_mut().enumerate() {
        let pixels = |at: usize| at * size / SIDE..(at + 1) * size / SIDE;
        let (rows, columns) = (pixels(at / SIDE), pixels(at % SIDE));
        let (mut sum, count) = (0, (rows.len() * columns.len()) as u32);
        for row in rows {
            for pixel in face[3 * (row * size + columns.start)..3 * (row * size + columns.end)].chunks_exact(3) {
                // The weights of ITU-R BT.601, in 256ths.
                sum += 77 * u32::from(pixel[0]) + 150 * u32::from(pixel[1]) + 29 * u32::from(pixel[2]);
            }
        }
        *cell = (sum / 256).checked_div(count)? as u8;
    }
    Some(grid)
}

fn coarse(grid: &Grid) -> Option<[f32; COARSE * COARSE]> {
    const CELLS: usize = SIDE / COARSE;
    let mut coarse = [0.0; COARSE * COARSE];
    for (at, cell) in grid.iter().enumerate() {
        coarse[at / SIDE / CELLS * COARSE + at % SIDE / CELLS] += f32::from(*cell);
    }
    let mean = coarse.iter().sum::<f32>() / coarse.len() as f32;
    coarse.iter_mut().for_each(|cell| *cell -= mean);
    let length = coarse.iter().map(|cell| cell * cell).sum::<f32>().sqrt();
    coarse.iter_mut().for_each(|cell| *cell /= length);
    (length > 0.0).then_some(coarse)
}

/// A bit for each pair of the lowest cosines, but for the mean.
fn signs(grid: &Grid) -> Signs {
    let cosines: [[f32; SIDE]; COARSE] = std::array::from_fn(|wave| {
        std::array::from_fn(|at| (PI * wave as f32 * (2 * at + 1) as f32 / (2 * SIDE) as f32).cos())
    });
    let mut rows = [[0.0; COARSE]; SIDE];
    for (row, cells) in rows.iter_mut().zip(grid.chunks_exact(SIDE)) {
        for (sum, cosine) in row.iter_mut().zip(&cosines) {
            *sum = cells.iter().zip(cosine).map(|(cell, cosine)| f32::from(*cell) * cosine).sum();
        }
    }
    Signs((1..COARSE * COARSE).fold(0, |signs, at| {
        let (down, across) = (at / COARSE, at % COARSE);
        let coefficient: f32 = rows.iter().zip(&cosines[down]).map(|(row, cosine)| row[across] * cosine).sum();
        signs << 1 | u64::from(coefficient > 0.0)
    }))
}
