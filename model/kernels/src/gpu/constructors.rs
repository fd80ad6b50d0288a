//! Constructors: what crates have run before `main`.

use std::sync::Once;

/// Runs them, once. To be called before a GPU is opened.
///
/// burn's shader compiler registers its operations in thousands of constructors. Elsewhere the system
/// runs them. For WebAssembly the linker takes a program that does not run them itself for one
/// whose every exported function is a run of its own, and has each of them begin with all
/// constructors; wasm-bindgen exports what allocates a place for a JavaScript object, so that
/// whatever touched one took a millisecond. To name the constructors is what keeps it from that.
pub fn run_constructors() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        #[cfg(target_family = "wasm")]
        {
            unsafe extern "C" {
                fn __wasm_call_ctors();
            }
            // SAFETY: the linker makes this function, and nothing else calls it.
            unsafe { __wasm_call_ctors() }
        }
    });
}
