//! A standard library for WebAssembly with threads.
//!
//! The one that rustup installs is for one thread, so it is compiled from the pinned toolchain's
//! own source, with the flags of the programs that are to use it. Only that needs cargo's
//! unstable side. The programs share the host's proc macros and build scripts with all others: see
//! [`threads_rustc`](crate::threads_rustc).

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::command::{cargo, read};
use crate::error::Error;
use crate::places::ProjectPaths;

const WASM: &str = "wasm32-unknown-unknown";

/// A member of the workspace that needs nothing but the standard library, for cargo to build it
/// for.
const ANY_PACKAGE: &str = "latent";

/// Compiles the standard library with these flags, and returns what to give the compiler as
/// `--sysroot`. Both lie below `target`.
///
/// # Errors
/// Those of cargo, and [`Error::Io`].
pub fn build(places: &ProjectPaths, flags: &[String], target: &Path) -> Result<PathBuf, Error> {
    let messages = read(
        cargo(places)
            .args(["build", "--locked", "-Zbuild-std=std,panic_abort"])
            .arg("--profile=web")
            .args(["--target", WASM, "--package", ANY_PACKAGE, "--lib"])
            .arg("--message-format=json-render-diagnostics")
            .env("CARGO_TARGET_DIR", target.join("std"))
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"))
            .env("RUSTC_BOOTSTRAP", "1"),
    )?;
    let sysroot = target.join("sysroot");
    let libraries = sysroot.join("lib/rustlib").join(WASM).join("lib");
    if libraries.is_dir() {
        fs::remove_dir_all(&libraries).map_err(Error::io("removed", &libraries))?;
    }
    fs::create_dir_all(&libraries).map_err(Error::io("created", &libraries))?;
    for from in standard_libraries(&messages) {
        let to = libraries.join(from.file_name().unwrap_or_default());
        fs::copy(&from, &to).map_err(Error::io("read", &from))?;
    }
    Ok(sysroot)
}

/// The libraries in what cargo says it built, but for the package that they were built for.
fn standard_libraries(messages: &str) -> Vec<PathBuf> {
    let messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages
        .filter(|message| message["reason"] == "compiler-artifact")
        .filter(|message| message["target"]["name"] != ANY_PACKAGE)
        .flat_map(|message| {
            let files = message["filenames"].as_array().cloned().unwrap_or_default();
            files
                .into_iter()
                .filter_map(|file| file.as_str().map(PathBuf::from))
        })
        .filter(|file| {
            file.extension()
                .is_some_and(|extension| extension == "rlib")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::standard_libraries;

    #[test]
    fn only_libraries_of_the_standard_library_are_taken() {
        let messages = r#"
            {"reason":"compiler-artifact","target":{"name":"std"},"filenames":["/a/libstd-1.rlib","/a/libstd-1.rmeta"]}
            {"reason":"compiler-artifact","target":{"name":"build-script-build"},"filenames":["/a/build-script-build"]}
            {"reason":"compiler-artifact","target":{"name":"latent"},"filenames":["/a/liblatent.rlib"]}
            {"reason":"build-finished","success":true}
        "#;
        assert_eq!(
            standard_libraries(messages),
            [PathBuf::from("/a/libstd-1.rlib")]
        );
    }
}
