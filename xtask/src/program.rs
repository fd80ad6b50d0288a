//! A worker's program, built the way trunk builds those of `index.html`.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::build_id;
use crate::command::{cargo, command, run};
use crate::error::Error;
use crate::places::ProjectPaths;
use crate::snip::UncalledCode;
use crate::threads_rustc;
use crate::wasm::{ShrinkLevel, shrink};

const WASM: &str = "wasm32-unknown-unknown";

/// What cargo makes a program from.
#[derive(Clone, Copy, Debug)]
pub struct WorkerProgram<'a> {
    /// Packages whose features count; the program is in one of them.
    pub packages: &'a [&'a str],
    pub name: &'a str,
    /// Features, for cargo.
    pub features: &'a str,
    /// The build that it belongs to, if to any.
    pub build_id: Option<&'a str>,
    /// Whether products of matrices are its work, rather than a GPU's.
    pub computes_on_cpu: bool,
}

impl WorkerProgram<'_> {
    /// Builds it and leaves it, with its script, in `folder`, compiled and stripped as all engines
    /// of the site are. `target` is where cargo leaves what it builds, `flags` are for the compiler
    /// in place of those that `.cargo/config.toml` has.
    ///
    /// # Errors
    /// Those of cargo and wasm-bindgen.
    pub fn build(
        self,
        places: &ProjectPaths,
        flags: &[String],
        target: &Path,
        folder: &Path,
    ) -> Result<PathBuf, Error> {
        let mut cargo = cargo(places);
        cargo
            .args(["build", "--locked", "--bin", self.name])
            .args(["--features", self.features])
            .args(["--profile=web", "--target", WASM])
            .args(self.packages.iter().map(|name| format!("--package={name}")))
            .env("CARGO_TARGET_DIR", target);
        if !flags.is_empty() {
            // Only programs with threads have flags of their own.
            let this = env::current_exe().map_err(Error::io("found", Path::new("xtask")))?;
            cargo
                .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"))
                .env("RUSTC_WRAPPER", this)
                .env(threads_rustc::VARIABLE, "1");
        }
        if let Some(id) = self.build_id {
            cargo.env(build_id::VARIABLE, id);
        }
        run(&mut cargo)?;
        let module = target
            .join(WASM)
            .join("web")
            .join(format!("{}.wasm", self.name));
        run(command(places, "wasm-bindgen")
            .args(["--target=web", "--no-typescript", "--out-name", self.name])
            .args([
                OsStr::new("--out-dir"),
                folder.as_os_str(),
                module.as_os_str(),
            ]))?;
        let module = folder.join(format!("{}_bg.wasm", self.name));
        let uncalled = &[UncalledCode::Quantisation];
        let how = if self.computes_on_cpu {
            ShrinkLevel::SnipAndFuse(uncalled)
        } else {
            ShrinkLevel::Snip(uncalled)
        };
        shrink(places, &module, how)?;
        Ok(module)
    }
}
