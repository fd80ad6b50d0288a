//! Work that threads share, where there are any.
//!
//! A sum is never shared: one thread computes each number, in the order in which a single thread
//! would, so the result is the same to the bit for any number of threads.

#[cfg(feature = "threads")]
#[allow(unsafe_code, reason = "threads borrow a job that they outlive")]
mod spin_pool;

#[cfg(feature = "threads")]
use std::sync::{Mutex, PoisonError};

use core::mem::MaybeUninit;

use crate::heartbeat::beat;
use crate::written::written;

/// Multiplications that are worth waking another thread for.
#[cfg(feature = "threads")]
const MULTIPLICATIONS_PER_PART: usize = 1 << 18;
/// Multiplications that are worth handing to a thread that spins.
#[cfg(feature = "threads")]
const MULTIPLICATIONS_PER_SPINNING_PART: usize = 1 << 16;

/// Into how many parts to divide work of so many multiplications: one, unless it is worth more.
#[cfg(feature = "threads")]
pub fn parts(multiplications: usize) -> usize {
    let threads = rayon::current_num_threads();
    if threads == 1 {
        return 1;
    }
    // Several for each thread, so that a late one does not keep the others waiting.
    let (worth, most) = if spin_pool::is_spinning() {
        (MULTIPLICATIONS_PER_SPINNING_PART, 6 * threads)
    } else {
        (MULTIPLICATIONS_PER_PART, 2 * threads)
    };
    (multiplications / worth).clamp(1, most)
}

/// One: there is one thread.
#[cfg(not(feature = "threads"))]
pub fn parts(_multiplications: usize) -> usize {
    1
}

/// Calls `work` with each item.
#[cfg(feature = "threads")]
pub fn parallel_for_each<T: Send>(items: Vec<T>, work: impl Fn(T) + Send + Sync) {
    use rayon::iter::{IndexedParallelIterator, IntoParallelIterator, ParallelIterator};
    let work = |item| {
        beat();
        work(item);
    };
    if items.len() < 2 {
        items.into_iter().for_each(work);
        return;
    }
    let items: Vec<Mutex<Option<T>>> = items
        .into_iter()
        .map(|item| Mutex::new(Some(item)))
        .collect();
    let piece = |i: usize| {
        let item = items[i]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        item.into_iter().for_each(&work);
    };
    if !spin_pool::share(items.len(), &piece) {
        let pieces = (0..items.len()).into_par_iter();
        pieces.with_max_len(1).for_each(piece);
    }
}

/// Calls `work` with each item.
#[cfg(not(feature = "threads"))]
pub fn parallel_for_each<T>(items: Vec<T>, work: impl Fn(T)) {
    for item in items {
        beat();
        work(item);
    }
}

/// Calls `work`, a chain of short jobs of which each waits for the one before, and keeps the other
/// threads spinning from its first shared job to its last.
#[cfg(feature = "threads")]
pub fn with_spin_pool<R>(work: impl FnOnce() -> R) -> R {
    spin_pool::with(work)
}

/// Calls `work`.
#[cfg(not(feature = "threads"))]
pub fn with_spin_pool<R>(work: impl FnOnce() -> R) -> R {
    work()
}

/// The length of the chunks in which threads share a slice: whole rows of `width` numbers, each of
/// which is touched `times` times.
pub fn chunk_length(length: usize, width: usize, times: usize) -> usize {
    // A number read and written costs about as much as eight products.
    let piece = length.div_ceil(parts(8 * times * length));
    piece.next_multiple_of(width).max(1)
}

/// As many numbers as `x` has. `work` writes them, and returns what it wrote, for pieces of whole rows of
/// `width` numbers: where each piece begins, what is read and what is written.
///
/// # Panics
/// Panics when a piece is not written whole.
pub fn map_rows(
    x: &[f32],
    width: usize,
    work: impl for<'a> Fn(usize, &[f32], &'a mut [MaybeUninit<f32>]) -> &'a mut [f32] + Send + Sync,
) -> Vec<f32> {
    let length = chunk_length(x.len(), width, 2);
    let write = |y: &mut [MaybeUninit<f32>]| {
        let pieces = x.chunks(length).zip(y.chunks_mut(length)).enumerate();
        let pieces = pieces.map(|(i, (x, y))| (i * length, x, y)).collect();
        parallel_for_each(pieces, |(begin, x, y)| {
            let (place, count) = (y.as_ptr().cast(), y.len());
            let wrote = work(begin, x, y);
            assert!(
                core::ptr::eq(wrote.as_ptr(), place) && wrote.len() == count,
                "the whole piece is written"
            );
        });
    };
    // SAFETY: the pieces are all of the numbers, and each was written whole.
    unsafe { written(x.len(), write) }
}

/// Calls `work` with pieces of `columns`, the sums of the rows of a matrix of so many numbers: the
/// first column, and the sums.
pub fn parallel_columns(
    numbers: usize,
    columns: &mut [f32],
    work: impl Fn(usize, &mut [f32]) + Sync,
) {
    /// Fewer columns than a cache line has would be read by every thread.
    const FEWEST: usize = 16;
    let length = columns.len().div_ceil(parts(4 * numbers)).max(FEWEST);
    let pieces = columns.chunks_mut(length).enumerate();
    let pieces = pieces.map(|(i, sums)| (i * length, sums)).collect();
    parallel_for_each(pieces, |(first, sums)| work(first, sums));
}

#[cfg(all(test, feature = "threads"))]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::{parallel_for_each, spin_pool};

    #[test]
    fn work_is_shared_between_threads_that_are_kept_awake() {
        let mut numbers = vec![0_u32; 64];
        let result = spin_pool::with(|| {
            for round in 1..=2_000 {
                let pieces = numbers.chunks_mut(8).collect();
                parallel_for_each(pieces, |piece| piece.iter_mut().for_each(|x| *x += round));
            }
            "done"
        });
        assert_eq!(result, "done");
        assert_eq!(numbers, vec![(1..=2_000).sum::<u32>(); 64]);
    }

    #[test]
    fn chains_side_by_side_and_pieces_that_share_in_turn_all_end() {
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut numbers = vec![0_u32; 64];
                    for _ in 0..50 {
                        spin_pool::with(|| {
                            parallel_for_each(numbers.chunks_mut(16).collect(), |piece| {
                                parallel_for_each(piece.chunks_mut(4).collect(), |piece| {
                                    piece.iter_mut().for_each(|x| *x += 1);
                                });
                            });
                        });
                    }
                    assert_eq!(numbers, vec![50; 64]);
                });
            }
        });
    }

    #[test]
    fn a_panic_is_passed_on_and_the_threads_can_sleep() {
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            spin_pool::with(|| panic!("on purpose"))
        }));
        assert!(panicked.is_err());
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            spin_pool::with(|| {
                parallel_for_each(vec![1, 2, 3, 4], |i| assert!(i != 3, "on purpose"));
            });
        }));
        assert!(panicked.is_err());
        assert_eq!(spin_pool::with(|| 7), 7);
    }
}
