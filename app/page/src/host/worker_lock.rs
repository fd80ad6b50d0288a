//! Detects that a worker has ended, although browsers send no event for it.
//!
//! A worker holds a lock of the Web Locks API while it lives. The page waits for the same lock, and the
//! browser grants it when the worker is terminated, closes itself or crashes.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

use super::browser::{call, of_navigator};

/// Waits for a lock; dropping it ends the wait.
pub struct LockWatch {
    abort: AbortController,
    /// Whether somebody still wants to know.
    is_watched: Rc<Cell<bool>>,
}

impl Drop for LockWatch {
    fn drop(&mut self) {
        self.is_watched.set(false);
        self.abort.abort();
    }
}

/// Calls `gone` once the lock with this name is free, unless the watch is dropped before.
///
/// Returns `None` where the browser has no locks, e.g. on a page that is not served securely.
pub fn watch_lock(name: &str, gone: impl FnOnce() + 'static) -> Option<LockWatch> {
    let locks = of_navigator("locks")?;
    let abort = AbortController::new().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"signal".into(), &abort.signal()).ok()?;
    let is_watched = Rc::new(Cell::new(true));
    let is_wanted = Rc::clone(&is_watched);
    // The function is JavaScript's own: Firefox calls it also after the wait was given up and its promise
    // rejected, if the lock had been granted in the meantime.
    let granted = Closure::once(move || {
        if is_wanted.get() {
            gone();
        }
    })
    .into_js_value();
    let callback: &Function = granted.unchecked_ref();
    let arguments = Array::of3(&JsValue::from_str(name), &options, callback);
    let asked: Promise = call(&locks, "request", &arguments).ok()?.dyn_into().ok()?;
    spawn_local(async move {
        // Dropping the watch rejects the promise; that is expected.
        let _ = JsFuture::from(asked).await;
    });
    Some(LockWatch { abort, is_watched })
}
