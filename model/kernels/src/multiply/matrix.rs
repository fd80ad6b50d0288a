//! The right side of a product.

use crate::simd::{F32Vector, LANES};

/// A matrix with any strides, so that a transposed one is no copy.
#[derive(Clone, Copy, Debug)]
pub struct Matrix<'a> {
    /// Where its numbers lie.
    pub data: &'a [f32],
    /// Rows and columns.
    pub shape: [usize; 2],
    /// From a row to the next, and from a column to the next.
    pub strides: [usize; 2],
}

impl<'a> Matrix<'a> {
    /// Row by row.
    pub fn new(data: &'a [f32], shape: [usize; 2]) -> Self {
        assert_eq!(data.len(), shape[0] * shape[1], "a matrix of {shape:?}");
        let strides = [shape[1], 1];
        Self {
            data,
            shape,
            strides,
        }
    }

    /// With rows for columns.
    pub fn transposed(self) -> Self {
        let ([rows, columns], [down, right]) = (self.shape, self.strides);
        Self {
            shape: [columns, rows],
            strides: [right, down],
            ..self
        }
    }

    /// One of its numbers.
    pub fn at(&self, row: usize, column: usize) -> f32 {
        self.data[row * self.strides[0] + column * self.strides[1]]
    }

    /// `WIDTH` columns from `first` on as `[rows][WIDTH]`, filled up with zeros.
    pub fn pack<const WIDTH: usize>(&self, first: usize, packed: &mut [f32]) {
        let ([rows, columns], [down, right]) = (self.shape, self.strides);
        let (packed, _) = packed.as_chunks_mut::<WIDTH>();
        let packed = &mut packed[..rows];
        let taken = columns - first;
        if taken < WIDTH {
            for (row, packed) in packed.iter_mut().enumerate() {
                let number = |i| {
                    if i < taken {
                        self.at(row, first + i)
                    } else {
                        0.0
                    }
                };
                *packed = core::array::from_fn(number);
            }
        } else if right == 1 {
            for (row, packed) in packed.iter_mut().enumerate() {
                let from = row * down + first;
                let numbers = self.data[from..].first_chunk::<WIDTH>();
                *packed = *numbers.expect("columns up to the last");
            }
        } else {
            assert_eq!(down, 1, "rows or columns that lie together");
            let columns: [&[f32]; WIDTH] =
                core::array::from_fn(|i| &self.data[(first + i) * right..][..rows]);
            interleave(&columns, packed);
        }
    }
}

/// `out[r][c] = columns[c][r]`.
fn interleave<const WIDTH: usize>(columns: &[&[f32]; WIDTH], out: &mut [[f32; WIDTH]]) {
    for (block, columns) in columns.as_chunks::<LANES>().0.iter().enumerate() {
        let at = block * LANES;
        let whole = out.len() / LANES * LANES;
        for row in (0..whole).step_by(LANES) {
            // SAFETY: the columns are as long as `out`, whose rows have a vector from `at` on.
            unsafe {
                let tile = columns.map(|column| F32Vector::load(column.as_ptr().add(row)));
                let tile = F32Vector::transposed(tile);
                for (out, numbers) in out[row..row + LANES].iter_mut().zip(tile) {
                    numbers.store(out.as_mut_ptr().add(at));
                }
            }
        }
        for row in whole..out.len() {
            for i in 0..LANES {
                out[row][at + i] = columns[i][row];
            }
        }
    }
}
