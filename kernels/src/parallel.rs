//! Work that threads share, where there are any.
//!
//! What is shared is never a sum: each number is computed by one thread, in the order in which a
//! single one would, so that the result is the same to the bit however many there are.

#[cfg(feature = "threads")]
use core::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

/// Multiplications that are worth another thread's waking.
const WORTH: usize = 1 << 18;
/// Pieces of work shared in a chain that make it worth keeping threads awake.
#[cfg(feature = "threads")]
const WORTH_WAKING: u32 = 8;

/// How often work was shared.
#[cfg(feature = "threads")]
static SHARED: AtomicU32 = AtomicU32::new(0);
/// How often in the last chain.
#[cfg(feature = "threads")]
static LAST: AtomicU32 = AtomicU32::new(0);

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
        SHARED.fetch_add(1, Relaxed);
        items.into_par_iter().with_max_len(1).for_each(work);
    }
}

/// Calls `work` with each item.
#[cfg(not(feature = "threads"))]
pub fn share<T>(items: Vec<T>, work: impl Fn(T)) {
    items.into_iter().for_each(work);
}

/// Calls `work`, a chain of many small pieces of which each waits for the one before, and keeps the
/// other threads looking for something to do meanwhile: one that sleeps is woken at the price of a
/// small piece, at both ends. A thread that finds nothing for long sleeps all the same, and none is
/// kept awake when the chain before this one shared next to nothing.
#[cfg(feature = "threads")]
pub fn awake<R>(work: impl FnOnce() -> R) -> R {
    let before = SHARED.load(Relaxed);
    let result = if rayon::current_num_threads() < 2 || LAST.load(Relaxed) < WORTH_WAKING {
        work()
    } else {
        while_others_look(work)
    };
    LAST.store(SHARED.load(Relaxed).wrapping_sub(before), Relaxed);
    result
}

#[cfg(feature = "threads")]
fn while_others_look<R>(work: impl FnOnce() -> R) -> R {
    /// Looks in vain, a few tenths of a millisecond together.
    const PATIENCE: u32 = 4_000;

    /// Says that the work is over, also when it panicked.
    struct Done<'a>(&'a AtomicBool);
    impl Drop for Done<'_> {
        fn drop(&mut self) {
            self.0.store(true, Relaxed);
        }
    }

    let done = AtomicBool::new(false);
    let home = rayon::current_thread_index();
    rayon::in_place_scope(|scope| {
        scope.spawn_broadcast(|_, context| {
            let mut vain = 0;
            // The thread that works has no time to look.
            while home != Some(context.index()) && vain < PATIENCE && !done.load(Relaxed) {
                match rayon::yield_now() {
                    Some(rayon::Yield::Executed) => vain = 0,
                    _ => {
                        vain += 1;
                        core::hint::spin_loop();
                    }
                }
            }
        });
        let _done = Done(&done);
        work()
    })
}

/// Calls `work`.
#[cfg(not(feature = "threads"))]
pub fn awake<R>(work: impl FnOnce() -> R) -> R {
    work()
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

#[cfg(all(test, feature = "threads"))]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::{share, while_others_look};

    #[test]
    fn work_is_shared_between_threads_that_are_kept_awake() {
        let mut numbers = vec![0_u32; 64];
        let result = while_others_look(|| {
            for round in 1..=200 {
                let pieces = numbers.chunks_mut(8).collect();
                share(pieces, |piece| piece.iter_mut().for_each(|x| *x += round));
            }
            "done"
        });
        assert_eq!(result, "done");
        assert_eq!(numbers, vec![(1..=200).sum::<u32>(); 64]);
    }

    #[test]
    fn a_panic_is_passed_on_and_the_threads_can_sleep() {
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            while_others_look(|| panic!("on purpose"))
        }));
        assert!(panicked.is_err());
        assert_eq!(while_others_look(|| 7), 7);
    }
}
