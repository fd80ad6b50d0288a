//! Rows times a matrix.

use core::marker::PhantomData;
use core::ops::Range;

use super::{Rows, TILE_COLUMNS, TILE_ROWS, multiply_add};
use crate::lanes::{LANES, V};
use crate::parallel::{parts, share};

/// Below so many rows, packing costs more than it saves.
const FEW_ROWS: usize = 3;
/// Rows whose tiles are computed one after another, so that they stay in the cache.
const BLOCK_ROWS: usize = 16 * TILE_ROWS;
/// Rows that are read together where each number of them is used once.
const AT_ONCE: usize = 4;

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

    fn at(&self, row: usize, column: usize) -> f32 {
        self.data[row * self.strides[0] + column * self.strides[1]]
    }

    /// `WIDTH` columns from `first` on as `[rows][WIDTH]`, filled up with zeros.
    fn pack<const WIDTH: usize>(&self, first: usize, packed: &mut [f32]) {
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
            for (row, packed) in packed.iter_mut().enumerate() {
                for i in 0..WIDTH {
                    packed[i] = columns[i][row];
                }
            }
        }
    }
}

/// `out[r] = left[r] · right + bias`, with the output's rows anywhere, too, one after another.
///
/// # Panics
/// Panics when sizes do not agree.
pub fn times(left: Rows<'_>, right: Matrix<'_>, bias: Option<&[f32]>, out: &mut [f32], to: &[u32]) {
    let [depth, columns] = right.shape;
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
    if to.len() < FEW_ROWS && right.strides[1] == 1 && columns >= LANES {
        for (&start, &to) in left.starts.iter().zip(to) {
            let out = &mut out[to as usize..][..columns];
            match bias {
                Some(bias) => out.copy_from_slice(bias),
                None => out.fill(0.0),
            }
            add_row_times(left, start, right, out);
        }
        return;
    }
    let out = Output::new(out, to, columns);
    let parts = parts(to.len() * depth * columns);
    if columns < LANES {
        for column in 0..columns {
            let numbers: Vec<f32> = (0..depth).map(|k| right.at(k, column)).collect();
            let bias = bias.map_or(0.0, |bias| bias[column]);
            let rows = to.len().div_ceil(parts).next_multiple_of(AT_ONCE).max(1);
            let pieces = left.starts.chunks(rows).zip(to.chunks(rows)).collect();
            share(pieces, |(starts, to)| {
                let rows = Rows { starts, ..left };
                column_of(rows, &numbers, bias, &out, to, column);
            });
        }
        return;
    }
    let panels = columns.div_ceil(TILE_COLUMNS);
    let size = depth * TILE_COLUMNS;
    let panel_of = |i: usize| {
        let first = i * TILE_COLUMNS;
        let taken = (columns - first).min(TILE_COLUMNS);
        let bias = bias.map(|bias| &bias[first..first + taken]);
        Panel { first, taken, bias }
    };
    if to.len() <= BLOCK_ROWS {
        share(ranges(panels, parts), |panels| {
            // Each panel is used at once, while it is in the cache.
            let mut packed = vec![0.0; size];
            for i in panels {
                let panel = panel_of(i);
                panel.pack(right, &mut packed);
                panel.times(left, &packed, &out, to);
            }
        });
        return;
    }
    let mut packed = vec![0.0; panels * size];
    for (i, packed) in packed.chunks_exact_mut(size).enumerate() {
        panel_of(i).pack(right, packed);
    }
    share(
        ranges(to.len().div_ceil(BLOCK_ROWS), parts),
        |blocks: Range<usize>| {
            for block in blocks {
                let begin = block * BLOCK_ROWS;
                let rows = begin..to.len().min(begin + BLOCK_ROWS);
                let left = Rows {
                    starts: &left.starts[rows.clone()],
                    ..left
                };
                for (i, packed) in packed.chunks_exact(size).enumerate() {
                    panel_of(i).times(left, packed, &out, &to[rows.clone()]);
                }
            }
        },
    );
}

/// `0..count` in at most so many ranges.
fn ranges(count: usize, parts: usize) -> Vec<Range<usize>> {
    let length = count.div_ceil(parts).max(1);
    let range = |begin| begin..count.min(begin + length);
    (0..count).step_by(length).map(range).collect()
}

/// Where a product goes: threads write different rows, or different columns of a row, of it.
struct Output<'a> {
    data: *mut f32,
    length: usize,
    of: PhantomData<&'a mut [f32]>,
}

// SAFETY: `slice` is called for places that do not overlap.
unsafe impl Send for Output<'_> {}
// SAFETY: as above.
unsafe impl Sync for Output<'_> {}

impl<'a> Output<'a> {
    /// # Panics
    /// Panics when there is no room for the rows, or when they overlap.
    fn new(out: &'a mut [f32], to: &[u32], columns: usize) -> Self {
        let ends = to.iter().map(|&start| start as usize + columns);
        assert!(
            ends.clone()
                .zip(&to[1.min(to.len())..])
                .all(|(end, &next)| end <= next as usize),
            "rows of the output one after another"
        );
        assert!(
            ends.clone().next_back().is_none_or(|end| end <= out.len()),
            "room for the output"
        );
        Self {
            data: out.as_mut_ptr(),
            length: out.len(),
            of: PhantomData,
        }
    }

    /// # Safety
    /// Nobody else has any of these numbers.
    #[allow(clippy::mut_from_ref, reason = "each caller has a part of its own")]
    unsafe fn slice(&self, from: usize, length: usize) -> &mut [f32] {
        assert!(from + length <= self.length, "room for the output");
        // SAFETY: these numbers are within the slice, and are the caller's alone.
        unsafe { core::slice::from_raw_parts_mut(self.data.add(from), length) }
    }
}

/// Adds one row's product. Each number of the matrix is used once, so that nothing is packed.
fn add_row_times(left: Rows<'_>, start: u32, right: Matrix<'_>, out: &mut [f32]) {
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
                let one = V::splat(a).times(V::load(w.as_ptr().add(i)));
                let one = one.plus_product(V::splat(b), V::load(x.as_ptr().add(i)));
                let other = V::splat(c).times(V::load(y.as_ptr().add(i)));
                let other = other.plus_product(V::splat(d), V::load(z.as_ptr().add(i)));
                let to = out.as_mut_ptr().add(i);
                V::load(to).plus(one.plus(other)).store(to);
            }
        }
        for i in whole..out.len() {
            out[i] += (a * w[i] + b * x[i]) + (c * y[i] + d * z[i]);
        }
    }
}

/// One column of a product.
fn column_of(
    left: Rows<'_>,
    numbers: &[f32],
    bias: f32,
    out: &Output<'_>,
    to: &[u32],
    column: usize,
) {
    for (i, to) in to.chunks(AT_ONCE).enumerate() {
        let starts = core::array::from_fn(|k| left.starts[i * AT_ONCE + k.min(to.len() - 1)]);
        let mut sums = [0.0; AT_ONCE];
        // SAFETY: `times` checked that rows lie within the data, and that a row is as long as the
        // column.
        unsafe { rows_times_column::<AT_ONCE>(left, starts, numbers, &mut sums) };
        for (&to, sum) in to.iter().zip(sums) {
            // SAFETY: this thread alone has these rows.
            let out = unsafe { out.slice(to as usize + column, 1) };
            out[0] = sum + bias;
        }
    }
}

/// A panel of columns of a product.
struct Panel<'a> {
    /// The first column, and how many are wanted.
    first: usize,
    taken: usize,
    bias: Option<&'a [f32]>,
}

impl Panel<'_> {
    fn is_narrow(&self) -> bool {
        self.taken <= LANES
    }

    fn pack(&self, right: Matrix<'_>, packed: &mut [f32]) {
        if self.is_narrow() {
            let half = packed.len() / 2;
            right.pack::<LANES>(self.first, &mut packed[..half]);
        } else {
            right.pack::<TILE_COLUMNS>(self.first, packed);
        }
    }

    /// Rows times this panel.
    ///
    /// The caller's are these columns of these rows.
    fn times(&self, left: Rows<'_>, packed: &[f32], out: &Output<'_>, to: &[u32]) {
        let mut begin = [0.0; TILE_COLUMNS];
        if let Some(bias) = self.bias {
            begin[..bias.len()].copy_from_slice(bias);
        }
        for (rows, to) in left.starts.chunks(TILE_ROWS).zip(to.chunks(TILE_ROWS)) {
            // The first row stands in for rows that are missing; nobody looks at those sums.
            let mut starts = [rows[0]; TILE_ROWS];
            starts[..rows.len()].copy_from_slice(rows);
            if let (true, Ok(to)) = (self.taken == TILE_COLUMNS, <[u32; TILE_ROWS]>::try_from(to)) {
                let mut places = [out.data; TILE_ROWS];
                for (place, to) in places.iter_mut().zip(to) {
                    // SAFETY: these columns of these rows are this thread's.
                    let out = unsafe { out.slice(to as usize + self.first, TILE_COLUMNS) };
                    *place = out.as_mut_ptr();
                }
                // SAFETY: `times` checked the rows, and there is room for two vectors at each of
                // these places.
                unsafe { tile_times_panel::<2>(left, starts, packed, &begin, places) };
                continue;
            }
            let mut sums = [[0.0; TILE_COLUMNS]; TILE_ROWS];
            let sums_at = sums.each_mut().map(|row| row.as_mut_ptr());
            // SAFETY: `times` checked the rows, there is room for two vectors in each row of `sums`,
            // and a narrow panel is half as wide.
            unsafe {
                if self.is_narrow() {
                    tile_times_panel::<1>(left, starts, packed, &begin, sums_at);
                } else {
                    tile_times_panel::<2>(left, starts, packed, &begin, sums_at);
                }
            }
            for (sums, &to) in sums.iter().zip(to) {
                // SAFETY: as above.
                let out = unsafe { out.slice(to as usize + self.first, self.taken) };
                out.copy_from_slice(&sums[..self.taken]);
            }
        }
    }
}

vectorised! {
    /// A tile: rows times `[depth][W vectors]`, each sum from where it begins.
    ///
    /// # Safety
    /// The rows lie within the data and are as long as the panel is deep, and there is room for `W`
    /// vectors wherever `to` points.
    fn tile_times_panel<const W: usize>(
        left: Rows<'_>,
        starts: [u32; TILE_ROWS],
        panel: &[f32],
        begin: &[f32; TILE_COLUMNS],
        to: [*mut f32; TILE_ROWS],
    ) {
        unsafe {
            let mut sums = [[V::splat(0.0); W]; TILE_ROWS];
            for i in 0..TILE_ROWS {
                for j in 0..W {
                    sums[i][j] = V::load(begin.as_ptr().add(j * LANES));
                }
            }
            let mut b = panel.as_ptr();
            for run in left.runs {
                let mut rows = [left.data.as_ptr(); TILE_ROWS];
                for i in 0..TILE_ROWS {
                    rows[i] = rows[i].add((starts[i] + run.offset) as usize);
                }
                // Not unrolled: the compiler would then keep more vectors at hand than there is
                // room for.
                for _ in 0..run.length {
                    multiply_add(&mut sums, rows, b);
                    for i in 0..TILE_ROWS {
                        rows[i] = rows[i].add(1);
                    }
                    b = b.add(W * LANES);
                }
            }
            for i in 0..TILE_ROWS {
                for j in 0..W {
                    sums[i][j].store(to[i].add(j * LANES));
                }
            }
        }
    }
}

vectorised! {
    /// `R` rows times a column.
    ///
    /// # Safety
    /// The rows lie within the data, and are as long as the column.
    fn rows_times_column<const R: usize>(
        left: Rows<'_>,
        starts: [u32; R],
        column: &[f32],
        out: &mut [f32; R],
    ) {
        unsafe {
            let mut sums = [V::splat(0.0); R];
            let mut rest = [0.0; R];
            let mut b = column.as_ptr();
            for run in left.runs {
                let mut from = [left.data.as_ptr(); R];
                for i in 0..R {
                    from[i] = from[i].add((starts[i] + run.offset) as usize);
                }
                let length = run.length as usize;
                let whole = length / LANES * LANES;
                for k in (0..whole).step_by(LANES) {
                    let numbers = V::load(b.add(k));
                    for i in 0..R {
                        sums[i] = sums[i].plus_product(V::load(from[i].add(k)), numbers);
                    }
                }
                for k in whole..length {
                    for i in 0..R {
                        rest[i] += *from[i].add(k) * *b.add(k);
                    }
                }
                b = b.add(length);
            }
            for i in 0..R {
                out[i] = sums[i].sum() + rest[i];
            }
        }
    }
}
