//! Some columns of a matrix, and rows times them: the innermost loops of a product.

use super::matrix::Matrix;
use super::output::ProductOutput;
use super::{ScatteredRows, TILE_COLUMNS, TILE_ROWS, multiply_add};
use crate::simd::{F32Vector, LANES};

/// A panel of columns of a product.
pub struct Panel<'a> {
    /// The first column, and how many are wanted.
    first: usize,
    taken: usize,
    bias: Option<&'a [f32]>,
}

impl<'a> Panel<'a> {
    /// The panel at place `i` of a matrix of so many columns.
    pub fn new(i: usize, columns: usize, bias: Option<&'a [f32]>) -> Self {
        let first = i * TILE_COLUMNS;
        let taken = (columns - first).min(TILE_COLUMNS);
        let bias = bias.map(|bias| &bias[first..first + taken]);
        Self { first, taken, bias }
    }

    fn is_narrow(&self) -> bool {
        self.taken <= LANES
    }

    pub fn pack(&self, right: Matrix<'_>, packed: &mut [f32]) {
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
    pub fn times(
        &self,
        left: ScatteredRows<'_>,
        packed: &[f32],
        out: &ProductOutput<'_>,
        to: &[u32],
    ) {
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
                    *place = out.as_mut_ptr().cast();
                }
                // SAFETY: `matmul` checked the rows, and there is room for two vectors at each of
                // these places.
                unsafe { tile_times_panel::<2>(left, starts, packed, &begin, places) };
                continue;
            }
            let mut sums = [[0.0; TILE_COLUMNS]; TILE_ROWS];
            let sums_at = sums.each_mut().map(|row| row.as_mut_ptr());
            // SAFETY: `matmul` checked the rows, there is room for two vectors in each row of `sums`,
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
                out.write_copy_of_slice(&sums[..self.taken]);
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
        left: ScatteredRows<'_>,
        starts: [u32; TILE_ROWS],
        panel: &[f32],
        begin: &[f32; TILE_COLUMNS],
        to: [*mut f32; TILE_ROWS],
    ) {
        unsafe {
            let mut sums = [[F32Vector::splat(0.0); W]; TILE_ROWS];
            for i in 0..TILE_ROWS {
                for j in 0..W {
                    sums[i][j] = F32Vector::load(begin.as_ptr().add(j * LANES));
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
