//! The tests that drive the built site in browsers: which files, how many at a time, and again.

use std::fs;
use std::path::Path;

use crate::build;
use crate::command::command;
use crate::counts::{CheckCounts, ONE_SKIPPED};
use crate::error::Error;
use crate::failures;
use crate::lab;
use crate::places::ProjectPaths;
use crate::test_command::{TestRunner, with_counts};
use crate::tools::chromium;

/// Runs the tests that drive the built site in browsers.
pub fn run(places: &ProjectPaths) -> Result<CheckCounts, Error> {
    let folder = places.browser_tests();
    if !folder.join("package.json").is_file() {
        println!("skipped, because there is no tests/browser yet");
        return Ok(ONE_SKIPPED);
    }
    // How the benchmark compares engines and writes; it needs neither browser nor packages.
    let library = places.bench().join("lib");
    let of_benchmark = with_counts(
        command(places, "node")
            .args(["--test", "--test-reporter=spec"])
            .args(test_files(&library)?)
            .current_dir(library),
        TestRunner::Node,
    )?;
    let mut sum = CheckCounts::default();
    let mut files = test_files(&folder)?;
    if build::module(places, build::WEBGPU).is_err() {
        println!("skipped: {WEBGPU_TESTS}, because this dist/ has no WebGPU engine");
        sum += ONE_SKIPPED;
        files.retain(|file| file != WEBGPU_TESTS);
    }
    let lab = lab::for_tests(places)?;
    let (alone, together): (Vec<_>, Vec<_>) = files
        .into_iter()
        .partition(|file| ALONE.contains(&file.as_str()));
    for (at_a_time, files) in [("2", together), ("1", alone)] {
        sum += browser_files(places, &lab, &files, at_a_time)?;
    }
    try_again(places, &lab, &mut sum)?;
    sum += of_benchmark;
    Ok(sum)
}

/// Three browsers on two cores for half an hour meet moments in which a window does not answer. Up to
/// so many files with failures are run once more, alone and whole; what is printed says so. A fault of
/// the page that shows at every try fails both.
const SECOND_TRIES: usize = 3;

/// Runs the files with failures once more, if there are few, and counts what they come to then.
fn try_again(places: &ProjectPaths, lab: &Path, sum: &mut CheckCounts) -> Result<(), Error> {
    let failed = failures::take();
    let files = failures::files(&failed).unwrap_or_default();
    // A runner that failed otherwise names no test.
    if failed.len() != sum.failed || !(1..=SECOND_TRIES).contains(&files.len()) {
        failures::note(failed);
        return Ok(());
    }
    failures::print("browser, first try", &failed);
    let files: Vec<String> = files.into_iter().collect();
    println!("\n== browser, second try: {} ==", files.join(", "));
    let again = browser_files(places, lab, &files, "1")?;
    println!(
        "\n{} failed at the first try, {} at the second",
        sum.failed, again.failed
    );
    // Files are run whole: fewer tests than failed were others.
    if again.passed + again.failed < failed.len() {
        failures::note(failed);
        return Ok(());
    }
    sum.passed = (sum.passed + sum.failed).saturating_sub(again.failed);
    sum.failed = again.failed;
    Ok(())
}

/// Runs test files of the browser, so many at a time.
fn browser_files(
    places: &ProjectPaths,
    lab: &Path,
    files: &[String],
    at_a_time: &str,
) -> Result<CheckCounts, Error> {
    let mut node = command(places, "node");
    node.args([
        "--test",
        "--test-reporter=spec",
        "--test-concurrency",
        at_a_time,
    ])
    .args(files)
    .current_dir(places.browser_tests())
    .env("LATENTSCAPE_DIST", places.dist())
    .env("LATENTSCAPE_LAB", lab);
    if let Some(chromium) = chromium() {
        node.env("CHROME", chromium);
    }
    with_counts(&mut node, TestRunner::Node)
}

/// What only the WebGPU engine can be asked.
const WEBGPU_TESTS: &str = "webgpu.test.js";

/// Test files that keep both of a small machine's cores busy, or look at what a page shows at one
/// moment; the others run two at a time.
const ALONE: [&str; 8] = [
    "browsers.test.js",
    "decoding.test.js",
    "fluent.test.js",
    "phone.test.js",
    "threads.test.js",
    "training.test.js",
    WEBGPU_TESTS,
    "worlds.test.js",
];

/// The names of the test files in a folder.
fn test_files(folder: &Path) -> Result<Vec<String>, Error> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .map_err(Error::io("read", folder))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.ends_with(".test.js"))
        .collect();
    names.sort();
    Ok(names)
}
