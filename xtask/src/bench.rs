//! `cargo xtask bench`: the same work in this project's engines and in their peers.
//!
//! Builds the programs of the crate `bench`, and leaves the rest to `bench/run.js`, which drives
//! them and the peers in one browser.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::build;
use crate::command::{cargo, command, run, target_folder};
use crate::error::Error;
use crate::places::ProjectPaths;
use crate::program::WorkerProgram;
use crate::threaded;

/// What can be chosen about measuring.
#[derive(clap::Args, Clone, Debug)]
#[group(skip)]
pub struct BenchOptions {
    /// About a minute of measuring: the fast CPU engines, few repetitions, no built site; the
    /// document stays as it is.
    #[arg(long)]
    quick: bool,
    /// Write what a quick run measured into the document, in this machine's section.
    #[arg(long, requires = "quick", conflicts_with = "only")]
    write: bool,
    /// Only this workload; may be given again. `bench/workloads.json` names them, and `page` is
    /// what is measured on the built site. The document stays as it is.
    #[arg(long, value_name = "WORKLOAD")]
    only: Vec<String>,
    /// WebGPU too, even where there is only a software adapter. Where there is a GPU, it is
    /// measured anyway.
    #[arg(long)]
    webgpu: bool,
}

impl BenchOptions {
    fn measures_webgpu(&self) -> bool {
        self.webgpu || (has_gpu() && !self.quick)
    }

    fn measures_page(&self) -> bool {
        if self.only.is_empty() {
            !self.quick
        } else {
            self.only.iter().any(|name| name == PAGE)
        }
    }
}

/// What is measured on the built site.
const PAGE: &str = "page";
/// The document that a whole run writes.
const DOCUMENT: &str = "docs/benchmarks.md";

/// Builds and measures.
///
/// # Errors
/// Those of cargo, wasm-bindgen and the run, which fails when an engine computed something else
/// than the others.
pub fn bench(places: &ProjectPaths, options: &BenchOptions) -> Result<(), Error> {
    check_workloads(places, &options.only)?;
    let programs = places.cache.join("bench");
    fs::create_dir_all(&programs).map_err(Error::io("written", &programs))?;
    let target = target_folder(places)?;
    // With the features that the site's engines have, so that no dependency is compiled anew.
    let packages = &["bench", "engine"];
    let program = |name, features| WorkerProgram {
        packages,
        name,
        features,
        build_id: None,
        computes_on_cpu: name != "bench-webgpu",
    };
    program("bench-cpu", "bench/web,engine/train").build(places, &[], &target, &programs)?;
    if options.measures_webgpu() {
        program("bench-webgpu", "bench/web,bench/webgpu,engine/webgpu").build(
            places,
            &[],
            &target,
            &programs,
        )?;
    }
    let threads = program("bench-threads", "bench/threads,engine/threads");
    threaded::build(places, threads, &target, &programs)?;
    for name in ["threads.js", "fused.js"] {
        let script = places.root.join("app/engine").join(name);
        fs::copy(&script, programs.join(name)).map_err(Error::io("read", &script))?;
    }
    let native = native_program(places, &target)?;
    if options.measures_page() {
        let cpu_only = !options.measures_webgpu();
        let options = build::BuildOptions {
            cpu_only,
            ..build::BuildOptions::default()
        };
        build::build(places, &options)?;
    }

    let mut node = command(places, "node");
    node.arg("run.js").current_dir(places.bench());
    node.arg("--programs").arg(&programs);
    node.arg("--native").arg(&native);
    node.env("LATENTSCAPE_DIST", places.dist());
    if let Some(chromium) = crate::tools::chromium() {
        node.env("CHROME", chromium);
    }
    if options.quick {
        node.arg("--quick");
    }
    if options.measures_webgpu() {
        node.arg("--webgpu");
    }
    if options.measures_page() {
        node.arg("--page");
    }
    for workload in &options.only {
        node.args(["--only", workload]);
    }
    if options.only.is_empty() && (options.write || !options.quick) {
        node.arg("--report").arg(places.root.join(DOCUMENT));
    }
    run(&mut node)
}

/// Whether the workloads that were asked for exist: building them takes minutes.
fn check_workloads(places: &ProjectPaths, only: &[String]) -> Result<(), Error> {
    let path = places.bench().join("workloads.json");
    let text = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
    let list: Value = serde_json::from_str(&text)
        .map_err(std::io::Error::from)
        .map_err(Error::io("read", &path))?;
    let names = list.as_array().into_iter().flatten();
    let mut known: Vec<&str> = names.filter_map(|entry| entry["name"].as_str()).collect();
    known.push(PAGE);
    match only.iter().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(found) => Err(Error::UnknownWorkload {
            known: known.join(", "),
            found: found.clone(),
        }),
    }
}

/// Builds the native program, with the features of `pretrain`, for the same reason.
fn native_program(places: &ProjectPaths, target: &Path) -> Result<PathBuf, Error> {
    const NAME: &str = "bench-native";
    run(cargo(places)
        .args([
            "build",
            "--locked",
            "--release",
            "--package=bench",
            "--package=model",
        ])
        .args(["--features=bench/native,model/pretrain", "--bin", NAME]))?;
    Ok(target.join("release").join(NAME))
}

/// Whether the system has a GPU that a browser could use.
fn has_gpu() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let Ok(devices) = fs::read_dir("/dev/dri") else {
        return false;
    };
    devices
        .flatten()
        .any(|device| device.file_name().to_string_lossy().starts_with("render"))
}

#[cfg(test)]
mod tests {
    use super::{PAGE, check_workloads};
    use crate::places::ProjectPaths;

    #[test]
    fn an_unknown_workload_is_refused_with_the_names_of_the_known_ones() {
        let places = ProjectPaths::find().unwrap();
        let check = |names: &[&str]| {
            let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
            check_workloads(&places, &names)
        };
        assert!(check(&[]).is_ok() && check(&["dcgan", PAGE]).is_ok());
        let said = check(&["dcgan", "dgcan"]).unwrap_err().to_string();
        for part in ["decode-400", "page", "found `dgcan`"] {
            assert!(said.contains(part), "{said}");
        }
    }
}
