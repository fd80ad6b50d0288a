//! Matrices with rows for columns.

use crate::simd::{F32Vector, LANES};

/// `out[c][r] = x[r][c]`, of a matrix of so many rows and columns; its rows, and those of `out`, lie
/// `strides` apart.
///
/// # Panics
/// Panics when a matrix reaches beyond its slice.
pub fn transpose(x: &[f32], [rows, columns]: [usize; 2], strides: [usize; 2], out: &mut [f32]) {
    if rows == 0 || columns == 0 {
        return;
    }
    let [of_x, of_out] = strides;
    assert!(x.len() >= (rows - 1) * of_x + columns, "a matrix");
    assert!(out.len() >= (columns - 1) * of_out + rows, "room for it");
    let [whole_rows, whole_columns] = [rows, columns].map(|n| n / LANES * LANES);
    // Down first: what is written stays in few lines of the cache, however far apart its rows lie.
    for column in (0..whole_columns).step_by(LANES) {
        for row in (0..whole_rows).step_by(LANES) {
            let (from, to) = (row * of_x + column, column * of_out + row);
            // SAFETY: the tile lies within both matrices, as was checked.
            unsafe { transpose_tile(&x[from..], &mut out[to..], strides) }
        }
    }
    for row in 0..rows {
        let begin = if row < whole_rows { whole_columns } else { 0 };
        for column in begin..columns {
            out[column * of_out + row] = x[row * of_x + column];
        }
    }
}

vectorised! {
    /// # Safety
    /// There is a tile at the beginning of both.
    fn transpose_tile<>(x: &[f32], out: &mut [f32], strides: [usize; 2]) {
        let [of_x, of_out] = strides;
        // SAFETY: as the caller's.
        unsafe {
            let mut tile = [F32Vector::splat(0.0); LANES];
            for i in 0..LANES {
                tile[i] = F32Vector::load(x.as_ptr().add(i * of_x));
            }
            let tile = F32Vector::transposed(tile);
            for i in 0..LANES {
                tile[i].store(out.as_mut_ptr().add(i * of_out));
            }
        }
    }
}
