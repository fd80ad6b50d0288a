//! The compiler, as cargo calls it for programs with threads: this program in its place, which
//! passes the call on.
//!
//! Crates ask `cfg(target_feature = "atomics")` whether memory is shared; wasm-bindgen and getrandom
//! then avoid views that browsers refuse. A stable compiler hides that feature unless it sees
//! `RUSTC_BOOTSTRAP`. If cargo saw it, build scripts would run anew and the host's proc macros would
//! be compiled a second time, so only the calls that compile for threads do.

use std::env;
use std::ffi::OsString;
use std::process::{Command, ExitCode};

/// Tells this program that it was called in the compiler's place.
pub const VARIABLE: &str = "LATENTSCAPE_THREADS_RUSTC";

/// The target feature that says that memory is shared.
const SHARED_MEMORY: &str = "+atomics";

/// Passes the call on to the compiler that the first argument names.
pub fn main() -> ExitCode {
    let mut words = env::args_os().skip(1);
    let Some(rustc) = words.next() else {
        eprintln!("error: {VARIABLE} is set, but no compiler was named");
        return ExitCode::FAILURE;
    };
    let words: Vec<OsString> = words.collect();
    let mut command = Command::new(&rustc);
    if is_for_threads(&words) {
        command.env("RUSTC_BOOTSTRAP", "1");
    }
    match command.args(words).status() {
        Ok(status) if status.success() => ExitCode::SUCCESS,
        Ok(_) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {} could not be started: {error}", rustc.display());
            ExitCode::FAILURE
        }
    }
}

fn is_for_threads(words: &[OsString]) -> bool {
    words
        .iter()
        .any(|word| word.to_string_lossy().contains(SHARED_MEMORY))
}

#[cfg(test)]
mod tests {
    use super::is_for_threads;

    #[test]
    fn only_calls_that_compile_for_threads_see_the_unstable_side() {
        let words = |text: &str| -> Vec<_> { text.split(' ').map(Into::into).collect() };
        assert!(is_for_threads(&words(
            "--crate-name a -Ctarget-feature=+simd128,+atomics"
        )));
        assert!(!is_for_threads(&words("--crate-name syn --edition=2021")));
    }
}
