//! Threads that stay awake during a chain of small pieces of work.
//!
//! A training step is a chain of a hundred pieces, each shared by all threads, and each begins when
//! the last is done. rayon has a thread that finds nothing to do sleep, also the one that waits for
//! the others' last pieces, and in a browser waking it takes as long as a piece. So rayon only lends
//! its threads here: they watch a [`CURRENT_JOB`] for work, and the owner of the chain watches for the end
//! of it. Whoever watches in vain for a millisecond or two goes back to sleep, and is called when the
//! next work comes.
//!
//! One chain at a time has the crew. Others are rayon's, as ever.

use core::any::Any;
use core::cell::Cell;
use core::sync::atomic::Ordering::{Acquire, Relaxed, SeqCst};
use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicUsize};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError};

/// Looks in vain, about a millisecond's: elsewhere, a look takes a pause that a browser has not.
const SPINS_BEFORE_SLEEP: u32 = if cfg!(target_arch = "wasm32") {
    1 << 20
} else {
    1 << 15
};
/// Looks after which one is given to rayon's own work.
const SPINS_BETWEEN_YIELDS: u32 = 1 << 10;

/// Pieces that whoever is free takes.
struct SpinJob<'a> {
    work: &'a (dyn Fn(usize) + Sync),
    count: usize,
    next: AtomicUsize,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

/// The work that there is, while there is any.
static CURRENT_JOB: AtomicPtr<SpinJob<'static>> = AtomicPtr::new(core::ptr::null_mut());
/// How often there was any.
static JOBS_SO_FAR: AtomicU32 = AtomicU32::new(0);
/// Threads that may be reading what the board points to.
static READERS: AtomicUsize = AtomicUsize::new(0);
/// Whether a chain has the crew.
static IN_USE: AtomicBool = AtomicBool::new(false);
/// Threads that watch the board, or were asked to.
static SPINNING: AtomicUsize = AtomicUsize::new(0);

std::thread_local! {
    /// Whether this thread's chain has the crew, and no piece of it is being shared.
    static OWNER: Cell<bool> = const { Cell::new(false) };
}

impl SpinJob<'_> {
    /// Takes pieces until there are none.
    fn take(&self) {
        let pieces = || loop {
            let piece = self.next.fetch_add(1, Relaxed);
            if piece >= self.count {
                break;
            }
            (self.work)(piece);
        };
        if let Err(panic) = catch_unwind(AssertUnwindSafe(pieces)) {
            // Nobody takes another.
            self.next.store(self.count, Relaxed);
            *self.panic.lock().unwrap_or_else(PoisonError::into_inner) = Some(panic);
        }
    }
}

/// Calls `chain`, whose work the crew shares, unless another chain has it.
pub fn with<R>(chain: impl FnOnce() -> R) -> R {
    struct ReleasePool;
    impl Drop for ReleasePool {
        fn drop(&mut self) {
            OWNER.set(false);
            IN_USE.store(false, SeqCst);
        }
    }

    if rayon::current_num_threads() == 1 || IN_USE.swap(true, SeqCst) {
        return chain();
    }
    let _dismissal = ReleasePool;
    OWNER.set(true);
    chain()
}

/// Whether the crew is this thread's, and awake.
pub fn is_spinning() -> bool {
    OWNER.get() && SPINNING.load(Relaxed) > 0
}

/// Calls threads that sleep. They come when they come: until then, the owner works alone.
fn wake_threads() {
    let others = rayon::current_num_threads() - 1;
    while SPINNING.load(Relaxed) < others {
        SPINNING.fetch_add(1, Relaxed);
        rayon::spawn(spin);
    }
}

/// Calls `work` with each of `0..count`, some of it on other threads; `false`, and nothing is done,
/// unless the crew is this thread's.
///
/// # Panics
/// When a piece does.
pub fn share(count: usize, work: &(dyn Fn(usize) + Sync)) -> bool {
    /// Takes work off the board, and waits until nobody looks at it any more: then all of it is done,
    /// for none was left to take.
    struct RemoveJob;
    impl Drop for RemoveJob {
        fn drop(&mut self) {
            CURRENT_JOB.store(core::ptr::null_mut(), SeqCst);
            while READERS.load(SeqCst) > 0 {
                core::hint::spin_loop();
            }
            OWNER.set(true);
        }
    }

    // What a piece shares in turn is not the crew's.
    if !OWNER.replace(false) {
        return false;
    }
    wake_threads();
    let job = SpinJob {
        work,
        count,
        next: AtomicUsize::new(0),
        panic: Mutex::new(None),
    };
    let withdrawal = RemoveJob;
    CURRENT_JOB.store((&raw const job).cast_mut().cast(), SeqCst);
    JOBS_SO_FAR.fetch_add(1, SeqCst);
    job.take();
    drop(withdrawal);
    let panic = job
        .panic
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .take();
    if let Some(panic) = panic {
        resume_unwind(panic);
    }
    true
}

/// Does what is on the board, for as long as there is something now and then.
fn spin() {
    struct Leave;
    impl Drop for Leave {
        fn drop(&mut self) {
            SPINNING.fetch_sub(1, Relaxed);
        }
    }

    let _leave = Leave;
    let mut seen = 0;
    let mut vain = 0;
    // The chain's own thread may come by when it waits for rayon.
    while vain < SPINS_BEFORE_SLEEP && !OWNER.get() {
        let round = JOBS_SO_FAR.load(Acquire);
        if round != seen {
            seen = round;
            READERS.fetch_add(1, SeqCst);
            let job = CURRENT_JOB.load(SeqCst);
            if !job.is_null() {
                // SAFETY: its owner takes it off the board before it ends, and then waits for
                // visitors. In the one order of these four accesses, either the owner sees this
                // visitor or this visitor sees that the work is gone.
                unsafe { (*job).take() }
            }
            READERS.fetch_sub(1, SeqCst);
            vain = 0;
        } else {
            vain += 1;
            if vain % SPINS_BETWEEN_YIELDS == 0
                && rayon::yield_now() == Some(rayon::Yield::Executed)
            {
                vain = 0;
            }
            core::hint::spin_loop();
        }
    }
}
