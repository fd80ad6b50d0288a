//! Programs with threads: WebAssembly whose memory is shared. They need a standard library of their
//! own ([`sysroot`]).

use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::places::ProjectPaths;
use crate::program::WorkerProgram;
use crate::sysroot;

/// What the linker is told: one memory for all threads, made by the page, at most 2 GiB large; and
/// what a thread needs for variables of its own.
const LINK: [&str; 7] = [
    "--shared-memory",
    "--max-memory=2147483648",
    "--import-memory",
    "--export=__wasm_init_tls",
    "--export=__tls_size",
    "--export=__tls_align",
    "--export=__tls_base",
];

/// Builds a program with threads and leaves it, with its script, in `folder`. `target` is where
/// cargo leaves what it builds.
///
/// # Errors
/// Those of cargo and wasm-bindgen.
pub fn build(
    places: &ProjectPaths,
    program: WorkerProgram<'_>,
    target: &Path,
    folder: &Path,
) -> Result<PathBuf, Error> {
    let mut flags =
        vec!["-Ctarget-feature=+simd128,+atomics,+bulk-memory,+mutable-globals".to_owned()];
    let sysroot = sysroot::build(places, &flags, &target.join("threads"))?;
    flags.push(format!("--sysroot={}", sysroot.display()));
    // Tells builds with it from builds without: cargo does not see the compiler's place taken.
    flags.push("--cfg=shared_memory".to_owned());
    flags.extend(LINK.map(|argument| format!("-Clink-arg={argument}")));
    program.build(places, &flags, target, folder)
}
