//! Rows times a matrix.

use core::mem::MaybeUninit;
use core::ops::Range;

use super::matrix::Matrix;
use super::output::ProductOutput;
use super::panel::Panel;
use super::{ContiguousRows, ScatteredRows, TILE_COLUMNS, TILE_ROWS};
use crate::parallel::{chunk_length, parallel_for_each, parts};
use crate::simd::{F32Vector, LANES};
use crate::written::written;

/// Below so many rows, packing costs more than it saves.
const FEW_ROWS: usize = 3;
/// Rows beyond which a matrix is copied for all of them, rather than each panel of it by the thread that
/// multiplies with it.
const MANY_ROWS: usize = 3 * BLOCK_ROWS;
/// Rows whose tiles are computed one after another, so that they stay in the cache.
const BLOCK_ROWS: usize = 16 * TILE_ROWS;
/// Rows that are read together where each number of them is used once.
const AT_ONCE: usize = 4;

/// `left[r] · right + bias`, row after row.
///
/// # Panics
/// Panics when sizes do not agree.
pub fn matmul(left: ScatteredRows<'_>, right: Matrix<'_>, bias: Option<&[f32]>) -> Vec<f32> {
    let columns = right.shape[1];
    let to = ContiguousRows::new(left.starts.len(), columns);
    check(left, right.shape, bias, to.starts());
    if to.starts().len() < FEW_ROWS && right.strides[1] == 1 && columns >= LANES {
        let rows = left.starts.len();
        let mut out = bias.map_or_else(|| vec![0.0; rows * columns], |bias| bias.repeat(rows));
        for (&start, out) in left.starts.iter().zip(out.chunks_exact_mut(columns)) {
            add_row_times(left, start, right, out);
        }
        return out;
    }
    let length = to.starts().len() * columns;
    // SAFETY: each column of each row is in one of the panels, or one of the pieces.
    unsafe {
        written(length, |out| {
            let out = ProductOutput::new(out, to.starts(), columns);
            share_rows_or_panels(left, right, bias, &out, to.starts());
        })
    }
}

/// The threads share the rows of a product, or where these are few, its columns.
fn share_rows_or_panels(
    left: ScatteredRows<'_>,
    right: Matrix<'_>,
    bias: Option<&[f32]>,
    out: &ProductOutput<'_>,
    to: &[u32],
) {
    let [depth, columns] = right.shape;
    let parts = parts(to.len() * depth * columns);
    if to.len() > MANY_ROWS || columns < LANES {
        let packed = PackedMatrix::new(right);
        let rows = to.len().div_ceil(parts).next_multiple_of(TILE_ROWS);
        let pieces = left.starts.chunks(rows).zip(to.chunks(rows)).collect();
        parallel_for_each(pieces, |(starts, to)| {
            packed.rows(ScatteredRows { starts, ..left }, bias, out, to);
        });
        return;
    }
    parallel_for_each(ranges(columns.div_ceil(TILE_COLUMNS), parts), |panels| {
        // Each panel is used at once, while it is in the cache.
        let mut packed = vec![0.0; depth * TILE_COLUMNS];
        for panel in panels.map(|i| Panel::new(i, columns, bias)) {
            panel.pack(right, &mut packed);
            panel.times(left, &packed, out, to);
        }
    });
}

/// A matrix as rows are multiplied with it: in panels of columns, or, where it has few, in columns.
pub struct PackedMatrix {
    shape: [usize; 2],
    numbers: Vec<f32>,
}

impl PackedMatrix {
    /// Copies a matrix.
    pub fn new(right: Matrix<'_>) -> Self {
        let [depth, columns] = right.shape;
        let numbers = if columns < LANES {
            let column = |column| (0..depth).map(move |row| right.at(row, column));
            (0..columns).flat_map(column).collect()
        } else {
            let size = depth * TILE_COLUMNS;
            let panels = columns.div_ceil(TILE_COLUMNS);
            let mut numbers = vec![0.0; panels * size];
            let length = chunk_length(numbers.len(), size, 1);
            let pieces = numbers.chunks_mut(length).enumerate().collect();
            parallel_for_each(pieces, |(piece, panels)| {
                let first = piece * (length / size);
                for (i, packed) in panels.chunks_exact_mut(size).enumerate() {
                    Panel::new(first + i, columns, None).pack(right, packed);
                }
            });
            numbers
        };
        Self {
            shape: right.shape,
            numbers,
        }
    }

    /// As [`matmul`], by the thread that calls it, with the output's rows anywhere, one after another.
    /// All of each row is written.
    ///
    /// # Panics
    /// Panics when sizes do not agree.
    pub fn times(
        &self,
        left: ScatteredRows<'_>,
        bias: Option<&[f32]>,
        out: &mut [MaybeUninit<f32>],
        to: &[u32],
    ) {
        check(left, self.shape, bias, to);
        self.rows(left, bias, &ProductOutput::new(out, to, self.shape[1]), to);
    }

    /// The caller's are these rows of the output, and the left side's were checked.
    fn rows(
        &self,
        left: ScatteredRows<'_>,
        bias: Option<&[f32]>,
        out: &ProductOutput<'_>,
        to: &[u32],
    ) {
        let [depth, columns] = self.shape;
        if columns < LANES {
            let columns = self.numbers.chunks_exact(depth);
            match <[&[f32]; 3]>::try_from(columns.clone().collect::<Vec<_>>()) {
                // Red, green and blue: each row is read once for the three.
                Ok(colours) => columns_of::<3, 3>(left, colours, bias, out, to, 0),
                Err(columns) => {
                    for (first, numbers) in columns.into_iter().enumerate() {
                        columns_of::<4, 1>(left, [numbers], bias, out, to, first);
                    }
                }
            }
            return;
        }
        for (starts, to) in left.starts.chunks(BLOCK_ROWS).zip(to.chunks(BLOCK_ROWS)) {
            let left = ScatteredRows { starts, ..left };
            let panels = self.numbers.chunks_exact(depth * TILE_COLUMNS);
            for (i, packed) in panels.enumerate() {
                Panel::new(i, columns, bias).times(left, packed, out, to);
            }
        }
    }
}

/// # Panics
/// Panics when sizes do not agree, or when a row reaches beyond the data.
fn check(left: ScatteredRows<'_>, [depth, columns]: [usize; 2], bias: Option<&[f32]>, to: &[u32]) {
    left.check();
    assert_eq!(
        left.width(),
        depth,
        "a row and the matrix it is multiplied with"
    );
    assert_eq!(left.starts.len(), to.len(), "as many rows come as go");
    assert!(
        bias.is_none_or(|bias| bias.len() == columns),
        "one bias a column"
    );
}

/// `0..count` in at most so many ranges.
fn ranges(count: usize, parts: usize) -> Vec<Range<usize>> {
    let length = count.div_ceil(parts).max(1);
    let range = |begin| begin..count.min(begin + length);
    (0..count).step_by(length).map(range).collect()
}

/// Adds one row's product. Each number of the matrix is used once, so that nothing is packed.
fn add_row_times(left: ScatteredRows<'_>, start: u32, right: Matrix<'_>, out: &mut [f32]) {
    let columns = out.len();
    let line = |k: usize| &right.data[k * right.strides[0]..][..columns];
    let mut line_of = 0;
    for run in left.runs {
        let from = (start + run.offset) as usize;
        let numbers = &left.data[from..from + run.length as usize];
        for numbers in numbers.chunks(AT_ONCE) {
            // A line that is missing is the first once more, times zero.
            let mut factors = [0.0; AT_ONCE];
            factors[..numbers.len()].copy_from_slice(numbers);
            let lines = [0, 1, 2, 3].map(|i| line(line_of + if i < numbers.len() { i } else { 0 }));
            // SAFETY: each line is as long as `out`.
            unsafe { add_lines(factors, lines, out) };
            line_of += numbers.len();
        }
    }
}

vectorised! {
    /// `out += Σ_i factors[i] · lines[i]`.
    ///
    /// # Safety
    /// The lines are at least as long as `out`.
    fn add_lines<>(factors: [f32; AT_ONCE], lines: [&[f32]; AT_ONCE], out: &mut [f32]) {
        let [a, b, c, d] = factors;
        let [w, x, y, z] = lines;
        let whole = out.len() / LANES * LANES;
        for i in (0..whole).step_by(LANES) {
            // SAFETY: as the caller's.
            unsafe {
                let one = F32Vector::splat(a).times(F32Vector::load(w.as_ptr().add(i)));
                let one = one.plus_product(F32Vector::splat(b), F32Vector::load(x.as_ptr().add(i)));
                let other = F32Vector::splat(c).times(F32Vector::load(y.as_ptr().add(i)));
                let other = other.plus_product(F32Vector::splat(d), F32Vector::load(z.as_ptr().add(i)));
                let to = out.as_mut_ptr().add(i);
                F32Vector::load(to).plus(one.plus(other)).store(to);
            }
        }
        for i in whole..out.len() {
            out[i] += (a * w[i] + b * x[i]) + (c * y[i] + d * z[i]);
        }
    }
}

/// `C` columns of a product, the first of them at place `first`; `R` rows are read together.
fn columns_of<const R: usize, const C: usize>(
    left: ScatteredRows<'_>,
    columns: [&[f32]; C],
    bias: Option<&[f32]>,
    out: &ProductOutput<'_>,
    to: &[u32],
    first: usize,
) {
    let bias: [f32; C] = core::array::from_fn(|j| bias.map_or(0.0, |bias| bias[first + j]));
    for (i, to) in to.chunks(R).enumerate() {
        // The last row stands in for rows that are missing.
        let starts = core::array::from_fn(|k| left.starts[i * R + k.min(to.len() - 1)]);
        let mut sums = [[0.0; C]; R];
        // SAFETY: `matmul` checked that rows lie within the data, and that a row is as long as each
        // column.
        unsafe { rows_times_columns::<R, C>(left, starts, columns, &mut sums) };
        for (&to, sums) in to.iter().zip(sums) {
            // SAFETY: this thread alone has these columns of these rows.
            let out = unsafe { out.slice(to as usize + first, C) };
            for (out, (sum, bias)) in out.iter_mut().zip(sums.iter().zip(bias)) {
                out.write(sum + bias);
            }
        }
    }
}

vectorised! {
    /// `R` rows times `C` columns.
    ///
    /// # Safety
    /// The rows lie within the data, and are as long as the columns.
    fn rows_times_columns<const R: usize, const C: usize>(
        left: ScatteredRows<'_>,
        starts: [u32; R],
        columns: [&[f32]; C],
        out: &mut [[f32; C]; R],
    ) {
        unsafe {
            let mut sums = [[F32Vector::splat(0.0); C]; R];
            let mut rest = [[0.0; C]; R];
            let mut place = 0;
            for run in left.runs {
                let mut from = [left.data.as_ptr(); R];
                for i in 0..R {
                    from[i] = from[i].add((starts[i] + run.offset) as usize);
                }
                let mut b = [left.data.as_ptr(); C];
                for j in 0..C {
                    b[j] = columns[j].as_ptr().add(place);
                }
                let length = run.length as usize;
                let whole = length / LANES * LANES;
                for k in (0..whole).step_by(LANES) {
                    let mut numbers = [F32Vector::splat(0.0); C];
                    for j in 0..C {
                        numbers[j] = F32Vector::load(b[j].add(k));
                    }
                    for i in 0..R {
                        let row = F32Vector::load(from[i].add(k));
                        for j in 0..C {
                            sums[i][j] = sums[i][j].plus_product(row, numbers[j]);
                        }
                    }
                }
                for k in whole..length {
                    for i in 0..R {
                        for j in 0..C {
                            rest[i][j] += *from[i].add(k) * *b[j].add(k);
                        }
                    }
                }
                place += length;
            }
            for i in 0..R {
                for j in 0..C {
                    out[i][j] = sums[i][j].sum() + rest[i][j];
                }
            }
        }
    }
}
