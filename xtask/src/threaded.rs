//! Programs with threads: WebAssembly whose memory is shared.
//!
//! The standard library as it comes is for one thread, so it is compiled as well, from the pinned
//! toolchain's own source. That is a step that the stable compiler wants to be asked for twice.

use std::path::{Path, PathBuf};

use crate::build_id;
use crate::command::{cargo, command, run};
use crate::error::Error;
use crate::places::ProjectPaths;
use crate::wasm::{ShrinkLevel, shrink};

const WASM: &str = "wasm32-unknown-unknown";

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

/// A program with threads.
#[derive(Clone, Copy, Debug)]
pub struct WorkerProgram<'a> {
    /// Its package and its name.
    pub package: &'a str,
    pub name: &'a str,
    /// Features, for cargo.
    pub features: &'a str,
    /// The build that it belongs to, if to any.
    pub build_id: Option<&'a str>,
}

/// Builds a program and leaves it, with its script, in `folder`, compiled and stripped as the
/// site's other engines are. `target` is where cargo leaves what it builds; this one has a folder
/// of its own below it.
///
/// # Errors
/// Those of cargo and wasm-bindgen.
pub fn build(
    places: &ProjectPaths,
    program: WorkerProgram<'_>,
    target: &Path,
    folder: &Path,
) -> Result<PathBuf, Error> {
    let WorkerProgram {
        package,
        name,
        features,
        build_id,
    } = program;
    let target = target.join("threads");
    let mut flags =
        vec!["-Ctarget-feature=+simd128,+atomics,+bulk-memory,+mutable-globals".to_owned()];
    flags.extend(LINK.map(|argument| format!("-Clink-arg={argument}")));
    let mut cargo = cargo(places);
    if let Some(id) = build_id {
        cargo.env(build_id::VARIABLE, id);
    }
    run(cargo
        .args(["build", "-Zbuild-std=std,panic_abort", "--profile=web"])
        .args(["--target", WASM, "--package", package, "--bin", name])
        .args(["--features", features])
        .env("CARGO_TARGET_DIR", &target)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"))
        .env("RUSTC_BOOTSTRAP", "1"))?;
    let module = target.join(WASM).join("web").join(format!("{name}.wasm"));
    run(command(places, "wasm-bindgen")
        .args(["--target=web", "--no-typescript", "--out-name", name])
        .arg("--out-dir")
        .arg(folder)
        .arg(module))?;
    let module = folder.join(format!("{name}_bg.wasm"));
    shrink(places, &module, ShrinkLevel::Strip)?;
    Ok(module)
}
