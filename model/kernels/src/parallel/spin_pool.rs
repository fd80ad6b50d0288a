//! A spin pool: threads that spin between the jobs of a chain instead of sleeping.
//!
//! A training step is a chain of about a hundred short jobs. All threads share each job, and each
//! job begins when the one before is done. rayon puts an idle thread to sleep, and in a browser
//! waking it takes as long as a job. So rayon only lends its threads to this pool: they poll
//! [`CURRENT_JOB`], and the chain's owner polls for the end of a job. A thread that polls in vain for
//! a millisecond or two goes back to sleep, and is woken when the next job comes.
//!
//! One chain at a time owns the pool. Other chains share their work through rayon.

use core::any::Any;
use core::cell::Cell;
use core::sync::atomic::Ordering::{Acquire, Relaxed, SeqCst};
use core::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, AtomicUsize};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Mutex, PoisonError};

/// Polls in vain before a thread sleeps: about a millisecond. A native poll contains a CPU pause,
/// which WebAssembly lacks, so it takes longer.
const SPINS_BEFORE_SLEEP: u32 = if cfg!(target_arch = "wasm32") {
    1 << 20
} else {
    1 << 15
};
/// Polls between two looks for rayon's own work.
const SPINS_BETWEEN_YIELDS: u32 = 1 << 10;

/// Pieces of work that any free thread takes.
struct SpinJob<'a> {
    work: &'a (dyn Fn(usize) + Sync),
    count: usize,
    next: AtomicUsize,
    panic: Mutex<Option<Box<dyn Any + Send>>>,
}

/// The job to be done; null while there is none.
static CURRENT_JOB: AtomicPtr<SpinJob<'static>> = AtomicPtr::new(core::ptr::null_mut());
/// How many jobs there have been.
static JOBS_SO_FAR: AtomicU32 = AtomicU32::new(0);
/// Threads that may be using [`CURRENT_JOB`].
static READERS: AtomicUsize = AtomicUsize::new(0);
/// Whether a chain owns the pool.
static IN_USE: AtomicBool = AtomicBool::new(false);
/// Threads that spin, or were asked to.
static SPINNING: AtomicUsize = AtomicUsize::new(0);

std::thread_local! {
    /// Whether this thread's chain owns the pool, and is not sharing a job at the moment.
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
            // No thread takes another piece.
            self.next.store(self.count, Relaxed);
            *self.panic.lock().unwrap_or_else(PoisonError::into_inner) = Some(panic);
        }
    }
}

/// Calls `chain`, whose jobs the pool shares unless another chain owns it.
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

/// Whether this thread owns the pool, and others are spinning.
pub fn is_spinning() -> bool {
    OWNER.get() && SPINNING.load(Relaxed) > 0
}

/// Wakes the threads that sleep. Until they come, the owner works alone.
fn wake_threads() {
    let others = rayon::current_num_threads() - 1;
    while SPINNING.load(Relaxed) < others {
        SPINNING.fetch_add(1, Relaxed);
        rayon::spawn(spin);
    }
}

/// Calls `work` with each of `0..count`, partly on other threads. Returns `false` and does nothing
/// unless this thread owns the pool.
///
/// # Panics
/// When a piece does.
pub fn share(count: usize, work: &(dyn Fn(usize) + Sync)) -> bool {
    /// Withdraws the job and waits until no thread uses it. All of it is done by then, because none
    /// was left to take.
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

    // A job that is shared from within a job goes to rayon.
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

/// Does jobs until none has come for a while.
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
    // The owner itself may get here, while it waits for rayon.
    while vain < SPINS_BEFORE_SLEEP && !OWNER.get() {
        let round = JOBS_SO_FAR.load(Acquire);
        if round != seen {
            seen = round;
            READERS.fetch_add(1, SeqCst);
            let job = CURRENT_JOB.load(SeqCst);
            if !job.is_null() {
                // SAFETY: the owner withdraws the job before it ends, and then waits for readers.
                // In the single order of these four accesses, either the owner sees this reader, or
                // this reader sees that the job is gone.
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
