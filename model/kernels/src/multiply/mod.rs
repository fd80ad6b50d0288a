//! Matrix products whose left side may lie anywhere in a slice.
//!
//! A row of the left matrix is a list of runs of numbers. In a convolution these are the pieces of
//! the input that an output pixel sees, in a dense layer it is one run. Two products suffice: rows
//! times a matrix ([`matmul`]), for outputs and for gradients of inputs, and the sum of outer products
//! of rows ([`outer`]), for gradients of weights.

mod matmul;
mod matrix;
mod outer;
mod output;
mod panel;
mod transpose;

pub use matmul::{PackedMatrix, matmul};
pub use matrix::Matrix;
pub use outer::outer;
pub use transpose::transpose;

use crate::elementwise::{add_rows, total};
use crate::parallel::parallel_columns;
use crate::simd::{F32Vector, LANES};

/// Rows of a register tile. With two vectors of columns, six leave room for what they are made from.
#[cfg(not(target_arch = "wasm32"))]
const TILE_ROWS: usize = 6;
/// Rows of a register tile. Browsers load everything that a pass through the loop needs before they
/// compute: four rows, their two by four sums and two columns are the most that stay in registers.
/// (With six, a DCGAN's step took 131 ms; with four, 94.)
#[cfg(target_arch = "wasm32")]
const TILE_ROWS: usize = 4;
/// Columns of a register tile.
const TILE_COLUMNS: usize = 2 * LANES;

/// Rows, each made of runs of numbers that may lie anywhere in a slice.
#[derive(Clone, Copy, Debug)]
pub struct ScatteredRows<'a> {
    /// Where all numbers lie.
    pub data: &'a [f32],
    /// Where each row begins in `data`.
    pub starts: &'a [u32],
    /// The runs, from a row's beginning.
    pub runs: &'a [RowRun],
}

/// Numbers of a row that lie together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowRun {
    /// From the row's beginning.
    pub offset: u32,
    /// How many.
    pub length: u32,
}

impl ScatteredRows<'_> {
    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.runs.iter().map(|run| run.length as usize).sum()
    }

    /// # Panics
    /// Panics when a row reaches beyond the data: the products index unchecked.
    fn check(&self) {
        let reach = self
            .runs
            .iter()
            .map(|run| (run.offset + run.length) as usize);
        let reach = reach.max().unwrap_or(0);
        let last = self.starts.iter().max().map_or(0, |&start| start as usize);
        assert!(
            self.starts.is_empty() || last + reach <= self.data.len(),
            "rows end at {}, the data at {}",
            last + reach,
            self.data.len()
        );
    }
}

/// One more product of each sum of a tile.
///
/// # Safety
/// Each of `a` points to a number, `b` to `W` vectors.
#[allow(
    clippy::inline_always,
    reason = "one body for several instruction sets"
)]
#[inline(always)]
unsafe fn multiply_add<const R: usize, const W: usize>(
    sums: &mut [[F32Vector; W]; R],
    a: [*const f32; R],
    b: *const f32,
) {
    unsafe {
        let mut columns = [F32Vector::splat(0.0); W];
        for j in 0..W {
            columns[j] = F32Vector::load(b.add(j * LANES));
        }
        for i in 0..R {
            let a = F32Vector::load_splat(a[i]);
            for j in 0..W {
                sums[i][j] = sums[i][j].plus_product(a, columns[j]);
            }
        }
    }
}

/// `out[c] += Σ_r x[r][c]`.
pub fn sum_rows(x: &[f32], out: &mut [f32]) {
    if let [sum] = out {
        *sum += total(x);
        return;
    }
    let columns = out.len();
    parallel_columns(x.len(), out, |first, out| add_rows(x, columns, first, out));
}

/// Rows of one run each, one after another.
#[derive(Debug)]
pub struct ContiguousRows {
    starts: Vec<u32>,
    run: [RowRun; 1],
}

impl ContiguousRows {
    /// `rows` rows of `width` numbers.
    pub fn new(rows: usize, width: usize) -> Self {
        Self {
            starts: (0..rows).map(|row| index(row * width)).collect(),
            run: [RowRun {
                offset: 0,
                length: index(width),
            }],
        }
    }

    /// The rows of a slice.
    pub fn of<'a>(&'a self, data: &'a [f32]) -> ScatteredRows<'a> {
        ScatteredRows {
            data,
            starts: &self.starts,
            runs: &self.run,
        }
    }

    /// Where each row begins.
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }
}

/// A place in a slice, in the half of a machine word that suffices.
///
/// # Panics
/// Panics for a place beyond 16 GiB.
pub fn index(place: usize) -> u32 {
    u32::try_from(place).expect("a tensor of fewer than 2³² numbers")
}
