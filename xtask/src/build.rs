//! `cargo xtask build`: the deployable site in `dist/`.

use std::fs;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use crate::budget;
use crate::build_id::{self, build_id};
use crate::command::{ask, cargo, command, run, target_folder};
use crate::compress::precompress;
use crate::data::copy_into_site;
use crate::error::Error;
use crate::lessons;
use crate::locales;
use crate::notices;
use crate::offline;
use crate::page;
use crate::places::ProjectPaths;
use crate::policy;
use crate::program::WorkerProgram;
use crate::school_zip;
use crate::snip::UncalledCode;
use crate::threaded;
use crate::wasm::{ShrinkLevel, shrink};

/// What can be chosen about a build.
#[derive(clap::Args, Clone, Debug, Default)]
#[group(skip)]
pub struct BuildOptions {
    /// Leave out the WebGPU engine, which takes longest to compile; the page then uses the CPU.
    #[arg(long)]
    pub cpu_only: bool,
    /// Pack the site for a school's own server or a USB stick, with a program that serves it: dist.zip.
    #[arg(long)]
    pub zip: bool,
    /// A program `latentscape-serve` of another system to pack, too; may be given several times.
    #[arg(long, value_name = "FILE", requires = "zip")]
    pub program: Vec<PathBuf>,
    /// Leave out the trainer with threads, which [`add_threads`] builds; the page then trains on one.
    #[arg(skip)]
    pub one_thread: bool,
}

/// The modules that index.html asks trunk for: the beginning of the file's name, and how each is made smaller.
const MODULES: [(&str, ShrinkLevel); 6] = [
    (
        "engine-cpu_bg",
        ShrinkLevel::SnipAndFuse(&[UncalledCode::Quantisation, UncalledCode::Differentiation]),
    ),
    (
        "engine-onnx_bg",
        ShrinkLevel::Snip(&[UncalledCode::Quantisation]),
    ),
    (
        "trainer-cpu_bg",
        ShrinkLevel::SnipAndFuse(&[UncalledCode::Quantisation]),
    ),
    ("importer_bg", ShrinkLevel::Snip(&[])),
    ("projections_bg", ShrinkLevel::Snip(&[])),
    (WEBGPU, ShrinkLevel::Snip(&[UncalledCode::Quantisation])),
];

/// The trainer with threads, which trunk cannot build.
const THREADS: &str = "trainer-threads";

/// Beginning of the name of the WebGPU engine's module.
pub const WEBGPU: &str = "engine-webgpu_bg";

/// Builds the site.
///
/// # Errors
/// Those of cargo and trunk, [`Error::NotBuilt`], and [`Error::OverBudget`].
pub fn build(places: &ProjectPaths, options: &BuildOptions) -> Result<(), Error> {
    let start = Instant::now();
    school_zip::check_programs(&options.program)?;
    let id = build_id(places)?;
    println!("build {id}");
    fetch(places)?;
    let page = PageSource::choose(places, options)?;
    run(command(places, "trunk")
        .args(["--skip-version-check", "build"])
        .arg(&page.path)
        .env(build_id::VARIABLE, &id)
        // trunk reads this one as `true` or `false` and refuses the usual `1`.
        .env_remove("NO_COLOR"))?;
    build_beside_each_other(places, options, &id)?;
    copy_into_site(places)?;
    locales::write(places)?;
    lessons::write(places)?;
    policy::write(places)?;
    notices::write(places)?;
    // The last: it lists all others.
    offline::write(places, &id)?;
    precompress(places)?;
    println!("built dist/ in {} s", start.elapsed().as_secs());
    budget::report(places)?;
    if options.zip {
        school_zip::write(places, &options.program)?;
    }
    Ok(())
}

/// Makes trunk's modules smaller and builds what trunk does not. wasm-opt keeps one core busy, and so does
/// compiling the page: each beside the other they cost less time. cargo's builds follow one another, because
/// it lets one at a time into a folder.
fn build_beside_each_other(
    places: &ProjectPaths,
    options: &BuildOptions,
    id: &str,
) -> Result<(), Error> {
    thread::scope(|scope| {
        let modules = scope.spawn(|| shrink_modules(places, options));
        let program = page::compile(places, id)?;
        let page = scope.spawn(move || page::finish(places, &program));
        if !options.one_thread {
            let target = target_folder(places)?;
            threaded::build(places, trainer_with_threads(id), &target, &places.dist())?;
        }
        joined(modules)?;
        joined(page)
    })
}

fn joined(thread: thread::ScopedJoinHandle<'_, Result<(), Error>>) -> Result<(), Error> {
    thread.join().unwrap_or_else(|panic| resume_unwind(panic))
}

fn shrink_modules(places: &ProjectPaths, options: &BuildOptions) -> Result<(), Error> {
    for (prefix, how) in MODULES {
        if options.cpu_only && prefix == WEBGPU {
            continue;
        }
        let module = module(places, prefix)?;
        shrink(places, &module, how)?;
    }
    Ok(())
}

fn trainer_with_threads(id: &str) -> WorkerProgram<'_> {
    WorkerProgram {
        packages: &["engine"],
        name: THREADS,
        features: "threads",
        build_id: Some(id),
        computes_on_cpu: true,
    }
}

/// Builds the trainer with threads and puts it into a `dist/` that was built without.
///
/// # Errors
/// Those of cargo and wasm-bindgen, and [`Error::OverBudget`].
pub fn add_threads(places: &ProjectPaths) -> Result<(), Error> {
    let id = build_id(places)?;
    let build = |target: &Path, folder: &Path| {
        threaded::build(places, trainer_with_threads(&id), target, folder)
    };
    add(places, &id, THREADS, build)
}

/// Builds the WebGPU engine and puts it into a `dist/` that was built without.
///
/// # Errors
/// Those of cargo and wasm-bindgen, and [`Error::OverBudget`].
pub fn add_webgpu(places: &ProjectPaths) -> Result<(), Error> {
    const NAME: &str = "engine-webgpu";
    let id = build_id(places)?;
    let engine = WorkerProgram {
        packages: &["engine"],
        name: NAME,
        features: "webgpu",
        build_id: Some(&id),
        computes_on_cpu: false,
    };
    let build = |target: &Path, folder: &Path| engine.build(places, &[], target, folder);
    add(places, &id, NAME, build)
}

/// Adds a worker's program to `dist/`, which is served meanwhile.
fn add(
    places: &ProjectPaths,
    id: &str,
    name: &str,
    build: impl FnOnce(&Path, &Path) -> Result<PathBuf, Error>,
) -> Result<(), Error> {
    let target = target_folder(places)?;
    let folder = target.join("added");
    fs::create_dir_all(&folder).map_err(Error::io("created", &folder))?;
    let module = build(&target, &folder)?;
    // The script last: who finds it finds all of the program.
    for path in [module, folder.join(format!("{name}.js"))] {
        let to = places.dist().join(path.file_name().unwrap_or_default());
        fs::copy(&path, &to).map_err(Error::io("written", &to))?;
    }
    offline::write(places, id)?;
    precompress(places)?;
    budget::report(places)
}

/// The page that trunk builds from; a changed copy is deleted in the end.
struct PageSource {
    path: PathBuf,
    is_copy: bool,
}

impl PageSource {
    fn choose(places: &ProjectPaths, options: &BuildOptions) -> Result<Self, Error> {
        let path = places.root.join("index.html");
        if !options.cpu_only {
            return Ok(Self {
                path,
                is_copy: false,
            });
        }
        let html = fs::read_to_string(&path).map_err(Error::io("read", &path))?;
        // Beside the original, because trunk resolves addresses from there.
        let path = places.root.join("index.cpu-only.html");
        let html = without_link(&html, r#"data-bin="engine-webgpu""#);
        fs::write(&path, html).map_err(Error::io("written", &path))?;
        Ok(Self {
            path,
            is_copy: true,
        })
    }
}

impl Drop for PageSource {
    fn drop(&mut self) {
        if self.is_copy {
            // What is left behind does no harm, and git ignores it.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// The page without the first `<link>` that has this attribute.
fn without_link(html: &str, attribute: &str) -> String {
    let cut = html.find(attribute).and_then(|at| {
        let start = html[..at].rfind("<link")?;
        let end = at + html[at..].find('>')? + 1;
        Some((start, end))
    });
    match cut {
        Some((start, end)) => [&html[..start], &html[end..]].concat(),
        None => html.to_owned(),
    }
}

/// Downloads the dependencies, because trunk is told to keep off the network: otherwise it would
/// look for tools there.
fn fetch(places: &ProjectPaths) -> Result<(), Error> {
    let mut fetch = cargo(places);
    fetch.args(["fetch", "--locked", "--target", "wasm32-unknown-unknown"]);
    if let Some(host) = ask(command(places, "rustc").args(["--print", "host-tuple"])) {
        fetch.args(["--target", &host]);
    }
    run(&mut fetch)
}

/// The module in `dist/` whose name begins so.
///
/// # Errors
/// [`Error::NotBuilt`] when there is none.
pub fn module(places: &ProjectPaths, prefix: &str) -> Result<PathBuf, Error> {
    let dist = places.dist();
    let mut found = fs::read_dir(&dist)
        .map_err(Error::io("read", &dist))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with(prefix) && name.ends_with(".wasm")
        });
    found.next().ok_or_else(|| Error::NotBuilt {
        what: format!("{prefix}*.wasm"),
        dist: dist.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::without_link;

    #[test]
    fn only_the_link_with_the_attribute_is_left_out() {
        let html = r#"<link a="1" /><link data-bin="x"
            b="2" /><p>"#;
        assert_eq!(
            without_link(html, r#"data-bin="x""#),
            r#"<link a="1" /><p>"#
        );
        assert_eq!(without_link(html, r#"data-bin="y""#), html);
    }
}
