//! Work that threads share, where there are any.
//!
//! What is shared is never a sum: each number is computed by one thread, in the order in which a
//! single one would, so that the result is the same to the bit however many there are.

/// Multiplications that are worth another thread's waking.
const WORTH: usize = 1 << 18;

/// Into how many parts to divide work of so many multiplications: one, unless it is worth more.
pub fn parts(multiplications: usize) -> usize {
    // Two for each thread, so that one that comes late does not keep all the others waiting.
    (multiplications / WORTH).clamp(1, most())
}

#[cfg(feature = "threads")]
fn most() -> usize {
    match rayon::current_num_threads() {
        1 => 1,
        threads => 2 * threads,
    }
}

#[cfg(not(feature = "threads"))]
fn most() -> usize {
    1
}

/// Calls `work` with each item.
#[cfg(feature = "threads")]
pub fn share<T: Send>(items: Vec<T>, work: impl Fn(T) + Send + Sync) {
    use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
    if items.len() < 2 {
        items.into_iter().for_each(work);
    } else {
        items.into_par_iter().with_max_len(1).for_each(work);
    }
}

/// Calls `work` with each item.
#[cfg(not(feature = "threads"))]
pub fn share<T>(items: Vec<T>, work: impl Fn(T)) {
    items.into_iter().for_each(work);
}

/// How long pieces of a slice are that threads share: whole rows of `width` numbers, of which each is
/// touched `times` times.
pub fn piece(length: usize, width: usize, times: usize) -> usize {
    // A number read and written costs about as much as eight products.
    let piece = length.div_ceil(parts(8 * times * length));
    piece.next_multiple_of(width).max(1)
}

/// Calls `work` with pieces of two slices of one length, whole rows of `width` numbers: where each
/// piece begins, what is read and what is written.
pub fn share_rows(
    x: &[f32],
    y: &mut [f32],
    width: usize,
    work: impl Fn(usize, &[f32], &mut [f32]) + Send + Sync,
) {
    let length = piece(x.len(), width, 2);
    let pieces = x.chunks(length).zip(y.chunks_mut(length)).enumerate();
    let pieces = pieces.map(|(i, (x, y))| (i * length, x, y)).collect();
    share(pieces, |(begin, x, y)| work(begin, x, y));
}

/// Calls `work` with pieces of `columns`, the sums of the rows of a matrix of so many numbers: the
/// first column, and the sums.
pub fn share_columns(numbers: usize, columns: &mut [f32], work: impl Fn(usize, &mut [f32]) + Sync) {
    /// Fewer columns than a cache line has would be read by every thread.
    const FEWEST: usize = 16;
    let length = columns.len().div_ceil(parts(4 * numbers)).max(FEWEST);
    let pieces = columns.chunks_mut(length).enumerate();
    let pieces = pieces.map(|(i, sums)| (i * length, sums)).collect();
    share(pieces, |(first, sums)| work(first, sums));
}
