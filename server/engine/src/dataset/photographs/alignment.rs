//! Laying one face onto another: by which zoom and shift they differ least, by least squares (Lucas and Kanade, "An
//! Iterative Image Registration Technique", 1981), and how well they correlate then.

use super::grid::{Grid, SIDE};

/// From here on two faces are one photograph. Photographs of different people reach 0.96; one that was trimmed by two
/// in a hundred, 0.98, and one that was compressed or scaled anew, 0.998.
pub const SAME: f32 = 0.97;

const ROUNDS: usize = 6;
/// How far a zoom, and a shift in cells, may go: a little more than trimming asks for.
const FARTHEST: [f32; 3] = [0.06, 1.5, 1.5];
/// Fewer cells on each other say nothing.
const FEWEST: f32 = 700.0;

/// How well two faces correlate, from -1 to 1, once they are laid onto each other.
pub(super) fn likeness(one: &Grid, other: &Grid) -> f32 {
    // The one that shows more can be moved onto the one that was trimmed, and not the other way round.
    moved_onto(one, other).max(moved_onto(other, one))
}

fn moved_onto(moving: &Grid, fixed: &Grid) -> f32 {
    let mut place = [0.0_f32; 3];
    let mut best = -1.0_f32;
    for _ in 0..ROUNDS {
        let sums = Sums::at(moving, fixed, place);
        if sums.count < FEWEST {
            break;
        }
        best = best.max(sums.correlation());
        let Some(step) = sums.step() else { break };
        for ((value, step), farthest) in place.iter_mut().zip(step).zip(FARTHEST) {
            *value = (*value + step).clamp(-farthest, farthest);
        }
    }
    best
}

/// Sums over the cells that lie on each other.
#[derive(Default)]
struct Sums {
    count: f32,
    /// Of the face that is moved, of the fixed one, and of their squares and products.
    moved: f32,
    fixed: f32,
    moved_squared: f32,
    fixed_squared: f32,
    product: f32,
    /// Of how the fixed face changes with zoom and shift, of the products of these, and of those with both faces.
    slopes: [f32; 3],
    slope_products: [[f32; 3]; 3],
    with_moved: [f32; 3],
    with_fixed: [f32; 3],
}

impl Sums {
    fn at(moving: &Grid, fixed: &Grid, [zoom, right, down]: [f32; 3]) -> Self {
        const MIDDLE: f32 = (SIDE - 1) as f32 / 2.0;
        let mut sums = Self::default();
        // Slopes at the edges would need cells beyond.
        for at in (SIDE + 1)..SIDE * (SIDE - 1) - 1 {
            let (x, y) = ((at % SIDE) as f32 - MIDDLE, (at / SIDE) as f32 - MIDDLE);
            let is_edge = at % SIDE == 0 || at % SIDE == SIDE - 1;
            let from = [x * (1.0 + zoom) + MIDDLE + right, y * (1.0 + zoom) + MIDDLE + down];
            let Some(moved) = between(moving, from).filter(|_| !is_edge) else { continue };
            let cell = |at: usize| f32::from(fixed[at]) - 128.0;
            let across = (cell(at + 1) - cell(at - 1)) / 2.0;
            let downwards = (cell(at + SIDE) - cell(at - SIDE)) / 2.0;
            sums.add(moved - 128.0, cell(at), [across * x + downwards * y, across, downwards]);
        }
        sums
    }

    fn add(&mut self, moved: f32, fixed: f32, slopes: [f32; 3]) {
        self.count += 1.0;
        self.moved += moved;
        self.fixed += fixed;
        self.moved_squared += moved * moved;
        self.fixed_squared += fixed * fixed;
        self.product += moved * fixed;
        for row in 0..3 {
            self.slopes[row] += slopes[row];
            self.with_moved[row] += slopes[row] * moved;
            self.with_fixed[row] += slopes[row] * fixed;
            for column in 0..3 {
                self.slope_products[row][column] += slopes[row] * slopes[column];
            }
        }
    }

    /// A sum of products, of what differs from the means.
    fn about_means(&self, products: f32, one: f32, other: f32) -> f32 {
        products - one * other / self.count
    }

    fn variances(&self) -> (f32, f32) {
        let moved = self.about_means(self.moved_squared, self.moved, self.moved);
        (moved, self.about_means(self.fixed_squared, self.fixed, self.fixed))
    }

    fn correlation(&self) -> f32 {
        let (moved, fixed) = self.variances();
        let product = self.about_means(self.product, self.moved, self.fixed);
        if moved > 0.0 && fixed > 0.0 { product / (moved * fixed).sqrt() } else { -1.0 }
    }

    /// By how much zoom and shift should change; none where the faces do not tell.
    fn step(&self) -> Option<[f32; 3]> {
        let (moved, fixed) = self.variances();
        let gain = (fixed / moved).sqrt();
        let right = std::array::from_fn(|row| {
            let of_fixed = self.about_means(self.with_fixed[row], self.slopes[row], self.fixed);
            of_fixed - gain * self.about_means(self.with_moved[row], self.slopes[row], self.moved)
        });
        let of_both = |row: usize, column: usize| {
            self.about_means(self.slope_products[row][column], self.slopes[row], self.slopes[column])
        };
        let matrix = std::array::from_fn(|row| std::array::from_fn(|column| of_both(row, column)));
        solved(&matrix, &right)
    }
}

/// The brightness between cells; none outside.
fn between(grid: &Grid, [x, y]: [f32; 2]) -> Option<f32> {
    let last = (SIDE - 1) as f32;
    if !(0.0..=last).contains(&x) || !(0.0..=last).contains(&y) {
        return None;
    }
    let (left, top) = ((x as usize).min(SIDE - 2), (y as usize).min(SIDE - 2));
    let (right, down) = (x - left as f32, y - top as f32);
    let cell = |column: usize, row: usize| f32::from(grid[(top + row) * SIDE + left + column]);
    let row = |row: usize| cell(0, row) * (1.0 - right) + cell(1, row) * right;
    Some(row(0) * (1.0 - down) + row(1) * down)
}

/// Three equations, by Cramer's rule.
fn solved(matrix: &[[f32; 3]; 3], right: &[f32; 3]) -> Option<[f32; 3]> {
    let determinant = determinant(matrix);
    let solution = std::array::from_fn(|column| {
        let mut replaced = *matrix;
        (0..3).for_each(|row| replaced[row][column] = right[row]);
        self::determinant(&replaced) / determinant
    });
    solution.iter().all(|value: &f32| value.is_finite()).then_some(solution)
}

fn determinant(m: &[[f32; 3]; 3]) -> f32 {
    m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
}
