//! rayon's threads in a browser, where WebAssembly's memory is shared.
//!
//! A browser's threads are workers, and only JavaScript starts those: `app/engine/threads.js` does. Each
//! instantiates the engine's program with the engine's memory and calls [`run_thread`], which waits
//! until [`start_threads`] has work for it. The caller of that is the pool's first thread, so that
//! none idles while another works for it.
//!
//! The first thread waits for the others, so a thread that ends leaves it waiting for ever: a thread
//! ends only with the program.
//!
//! Compiled without atomics, as for a native check, this is a pool of one.

use std::sync::{Condvar, Mutex, PoisonError};

use rayon::{ThreadBuilder, ThreadPoolBuilder};
use wasm_bindgen::prelude::*;

/// Threads that nobody runs yet.
static WAITING: Mutex<Vec<ThreadBuilder>> = Mutex::new(Vec::new());
static ARRIVED: Condvar = Condvar::new();

/// The program's memory, for a worker that is to become a thread.
#[wasm_bindgen(js_name = sharedMemory)]
pub fn shared_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// Makes this thread the first of `count`; the others have to be on their way to [`run_thread`].
///
/// # Errors
/// When there is a pool already.
#[wasm_bindgen(js_name = startThreads)]
pub fn start_threads(count: usize) -> Result<(), JsError> {
    ThreadPoolBuilder::new()
        .num_threads(count)
        .use_current_thread()
        .spawn_handler(|thread| {
            let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
            waiting.push(thread);
            ARRIVED.notify_one();
            Ok(())
        })
        .build_global()
        .map_err(|error| JsError::new(&error.to_string()))
}

/// Works for the pool, for as long as the worker lives.
#[wasm_bindgen(js_name = runThread)]
pub fn run_thread() {
    let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
    let thread = loop {
        match waiting.pop() {
            Some(thread) => break thread,
            None => {
                waiting = ARRIVED
                    .wait(waiting)
                    .unwrap_or_else(PoisonError::into_inner);
            }
        }
    };
    drop(waiting);
    thread.run();
}

/// Ends all threads but this one, with a panic or as an allocation that fails does, while this one
/// waits for them: for tests of what the page then does.
#[wasm_bindgen(js_name = endThreads)]
pub fn end_threads(with_panic: bool) {
    rayon::broadcast(|thread| {
        if thread.index() > 0 {
            assert!(!with_panic, "a thread was told to panic");
            std::process::abort();
        }
    });
}
