//! `cargo xtask lab`: the program that trains for the site's pages, of the same build as `dist/`.

use std::env::consts::EXE_SUFFIX;
use std::path::PathBuf;

use crate::build_id::{VARIABLE, build_id};
use crate::command::{cargo, command, run, target_folder};
use crate::error::Error;
use crate::places::ProjectPaths;
use crate::test_command::NATIVE_FEATURES;

/// The package, and its program.
const PROGRAM: &str = "latentscape-lab";

/// The package's feature that brings GPUs.
const GPU_FEATURE: &str = "webgpu";

/// The test program that drives it, and so has it built.
const ITS_TEST: &str = "lab";

/// What can be chosen about a lab.
#[derive(clap::Args, Clone, Debug)]
#[group(skip)]
pub struct LabOptions {
    /// Only build the program.
    #[arg(long)]
    no_run: bool,
    /// Build it with GPUs, for `-- --device vulkan` or `-- --device metal`.
    #[arg(long)]
    webgpu: bool,
    /// What the program is told, after `--`: `--lan`, `soak`; see `cargo xtask lab -- --help`.
    #[arg(last = true)]
    arguments: Vec<String>,
}

/// Builds the program and has it serve `dist/`.
///
/// # Errors
/// Those of cargo and of the program, and [`Error::NoDist`].
pub fn lab(places: &ProjectPaths, options: &LabOptions) -> Result<(), Error> {
    let dist = places.dist();
    if !options.no_run && !dist.join("index.html").is_file() {
        return Err(Error::NoDist(dist));
    }
    let mut build = cargo(places);
    build
        .args(["build", "--locked", "--release", "--package", PROGRAM])
        .env(VARIABLE, build_id(places)?);
    if options.webgpu {
        build.args(["--features", GPU_FEATURE]);
    }
    run(&mut build)?;
    let program = target_folder(places)?
        .join("release")
        .join(format!("{PROGRAM}{EXE_SUFFIX}"));
    if options.no_run {
        println!("{}", program.display());
        return Ok(());
    }
    run(command(places, program)
        .arg("--site")
        .arg(dist)
        .args(&options.arguments))
}

/// The program for tests: of the native tests' build, which has it already. A build of the program alone would
/// unite fewer features, and compile burn and the servers once more for three minutes.
///
/// # Errors
/// Those of cargo.
pub fn for_tests(places: &ProjectPaths) -> Result<PathBuf, Error> {
    run(cargo(places)
        .args(["test", "--locked", "--workspace", "--no-run"])
        .args(["--features", NATIVE_FEATURES, "--test", ITS_TEST]))?;
    let folder = target_folder(places)?.join("debug");
    Ok(folder.join(format!("{PROGRAM}{EXE_SUFFIX}")))
}
