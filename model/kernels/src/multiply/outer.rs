//! The sum of outer products of rows.

use core::mem::MaybeUninit;

use super::{ScatteredRows, TILE_COLUMNS, TILE_ROWS, multiply_add};
use crate::heartbeat::beat;
use crate::parallel::{parallel_for_each, parts};
use crate::simd::{F32Vector, LANES};
use crate::written::written;

/// Outer products that are summed before the next tile's turn, so that they stay in the cache.
const BLOCK_PRODUCTS: usize = 384;

/// `Σ_r left[r]ᵀ · right[r]`, `[width of left][width of right]`.
///
/// # Panics
/// Panics when sizes do not agree.
pub fn outer(left: ScatteredRows<'_>, right: ScatteredRows<'_>) -> Vec<f32> {
    left.check();
    right.check();
    assert_eq!(
        left.starts.len(),
        right.starts.len(),
        "as many rows on both sides"
    );
    let length = left.width() * right.width();
    if left.starts.is_empty() {
        return vec![0.0; length];
    }
    // SAFETY: the first block of rows writes each number.
    unsafe { written(length, |out| sum_into(left, right, out)) }
}

/// Writes the sum of at least one outer product of rows that were checked.
fn sum_into(left: ScatteredRows<'_>, right: ScatteredRows<'_>, out: &mut [MaybeUninit<f32>]) {
    let columns = right.width();
    let mut strips: Vec<RowStrip> = Vec::new();
    for run in left.runs {
        for i in (0..run.length).step_by(TILE_ROWS) {
            strips.push(RowStrip {
                offset: run.offset + i,
                count: (run.length - i).min(TILE_ROWS as u32) as usize,
            });
        }
    }
    let parts = parts(left.starts.len() * out.len());
    let mut rest = out;
    let mut shares = Vec::with_capacity(parts);
    for strips in strips.chunks(strips.len().div_ceil(parts).max(1)) {
        let rows: usize = strips.iter().map(|strip| strip.count).sum();
        let (mine, others) = rest.split_at_mut(rows * columns);
        shares.push((strips, mine));
        rest = others;
    }
    parallel_for_each(shares, |(strips, out)| {
        let blocks = left.starts.chunks(BLOCK_PRODUCTS);
        let blocks = blocks.zip(right.starts.chunks(BLOCK_PRODUCTS));
        for (block, (of_left, of_right)) in blocks.enumerate() {
            beat();
            let sides = OuterOperands {
                left,
                right,
                starts: [of_left, of_right],
                is_first: block == 0,
            };
            let mut m = 0;
            for strip in strips {
                sides.strip(strip.offset, strip.count, &mut out[m * columns..]);
                m += strip.count;
            }
        }
    });
}

/// Some columns of the left side, that lie together: some rows of the result.
struct RowStrip {
    /// From a row's beginning.
    offset: u32,
    count: usize,
}

/// Some rows of two matrices.
struct OuterOperands<'a> {
    left: ScatteredRows<'a>,
    right: ScatteredRows<'a>,
    starts: [&'a [u32]; 2],
    /// Whether nothing has been written that these are added to.
    is_first: bool,
}

impl OuterOperands<'_> {
    /// Some rows of the result: of `count` columns of the left side.
    fn strip(&self, offset: u32, count: usize, out: &mut [MaybeUninit<f32>]) {
        let columns = self.right.width();
        let mut n = 0;
        for run in self.right.runs {
            let mut j = 0;
            while j < run.length {
                let left = run.length - j;
                let at = [offset, run.offset + j];
                let out = &mut out[n..];
                // SAFETY: `outer` checked that all rows lie within their slices, and the first block
                // comes before the others.
                let taken = unsafe {
                    if left as usize >= TILE_COLUMNS {
                        self.rows::<2>(at, count, out, columns)
                    } else if left as usize >= LANES {
                        self.rows::<1>(at, count, out, columns)
                    } else {
                        self.single(at, count, out, columns)
                    }
                };
                j += taken as u32;
                n += taken;
            }
        }
    }

    /// # Safety
    /// The tile's columns lie within all rows, and unless this is the first block, the numbers that it adds
    /// to were written.
    unsafe fn rows<const W: usize>(
        &self,
        at: [u32; 2],
        count: usize,
        out: &mut [MaybeUninit<f32>],
        columns: usize,
    ) -> usize {
        let data = [self.left.data, self.right.data];
        let first = self.is_first;
        // SAFETY: as the caller's.
        unsafe {
            match count {
                1 => sum_of_outer::<1, W>(data, self.starts, at, out, columns, first),
                2 => sum_of_outer::<2, W>(data, self.starts, at, out, columns, first),
                3 => sum_of_outer::<3, W>(data, self.starts, at, out, columns, first),
                #[cfg(not(target_arch = "wasm32"))]
                4 => sum_of_outer::<4, W>(data, self.starts, at, out, columns, first),
                #[cfg(not(target_arch = "wasm32"))]
                5 => sum_of_outer::<5, W>(data, self.starts, at, out, columns, first),
                _ => sum_of_outer::<TILE_ROWS, W>(data, self.starts, at, out, columns, first),
            }
        }
        W * LANES
    }

    /// One column of the right side.
    ///
    /// # Safety
    /// Unless this is the first block, the numbers that it adds to were written.
    unsafe fn single(
        &self,
        at: [u32; 2],
        count: usize,
        out: &mut [MaybeUninit<f32>],
        columns: usize,
    ) -> usize {
        let mut sums = [0.0; TILE_ROWS];
        for (&l, &r) in self.starts[0].iter().zip(self.starts[1]) {
            let number = self.right.data[(r + at[1]) as usize];
            let from = (l + at[0]) as usize;
            for (sum, x) in sums.iter_mut().zip(&self.left.data[from..from + count]) {
                *sum += x * number;
            }
        }
        for (i, sum) in sums[..count].iter().enumerate() {
            let out = &mut out[i * columns];
            let before = if self.is_first {
                0.0
            } else {
                // SAFETY: as the caller's.
                unsafe { out.assume_init() }
            };
            out.write(before + sum);
        }
        1
    }
}

vectorised! {
    /// A tile: `out[i][j] = Σ_r left[r][i] · right[r][j]`, and what it was before unless it is the first.
    ///
    /// # Safety
    /// See [`OuterOperands::rows`].
    fn sum_of_outer<const R: usize, const W: usize>(
        data: [&[f32]; 2],
        starts: [&[u32]; 2],
        at: [u32; 2],
        out: &mut [MaybeUninit<f32>],
        columns: usize,
        first: bool,
    ) {
        assert!(out.len() >= (R - 1) * columns + W * LANES, "room for the tile");
        unsafe {
            let mut sums = [[F32Vector::splat(0.0); W]; R];
            let (left, right) = (data[0].as_ptr().add(at[0] as usize), data[1].as_ptr().add(at[1] as usize));
            for (&l, &r) in starts[0].iter().zip(starts[1]) {
                let mut numbers = [left.add(l as usize); R];
                for i in 0..R {
                    numbers[i] = numbers[i].add(i);
                }
                multiply_add(&mut sums, numbers, right.add(r as usize));
            }
            for i in 0..R {
                for j in 0..W {
                    let to = out.as_mut_ptr().cast::<f32>().add(i * columns + j * LANES);
                    let sum = if first { sums[i][j] } else { F32Vector::load(to).plus(sums[i][j]) };
                    sum.store(to);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ContiguousRows;
    use super::{BLOCK_PRODUCTS, outer};

    #[test]
    fn a_sum_of_none_is_zero_and_blocks_are_added_to_the_first() {
        let none = ContiguousRows::new(0, 3);
        assert_eq!(outer(none.of(&[]), none.of(&[])), [0.0; 9]);
        let count = 2 * BLOCK_PRODUCTS + 5;
        for width in [1, 9, 20] {
            let rows = ContiguousRows::new(count, width);
            let ones = vec![1.0; count * width];
            let sums = outer(rows.of(&ones), rows.of(&ones));
            assert_eq!(sums, vec![count as f32; width * width], "{width} columns");
        }
    }
}
