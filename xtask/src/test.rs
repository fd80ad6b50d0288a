//! `cargo xtask test`: every check, cheapest first.

use std::env;
use std::fs;
use std::iter;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use serde_json::json;

use crate::browser_tests;
use crate::build;
use crate::command::{cargo, tee};
use crate::counts::{CheckCounts, ONE_FAILED, ONE_PASSED, ONE_SKIPPED};
use crate::disk_space;
use crate::docs;
use crate::error::Error;
use crate::failures::{self, FailedTest};
use crate::fuzz;
use crate::places::ProjectPaths;
use crate::setup::{SetupPurpose, setup};
use crate::stopwatch::{self, TimedPart};
use crate::structure;
use crate::supply;
use crate::test_command::{NATIVE_FEATURES, TestRunner, with_counts};
use crate::tools::{chromedriver, chromium};

const WASM: &str = "wasm32-unknown-unknown";

/// What can be chosen about testing.
#[derive(clap::Args, Clone, Debug)]
#[group(skip)]
pub struct TestOptions {
    /// Only what needs no browser and no site: minutes instead of an hour the first time.
    #[arg(long)]
    quick: bool,
    /// How long each kind of reader is fuzzed, in seconds.
    #[arg(long, default_value_t = fuzz::SECONDS)]
    fuzz_seconds: u64,
    /// Only these steps.
    steps: Vec<TestStep>,
}

/// A group of checks. The order is that in which they run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum TestStep {
    /// The tools are there. Always run.
    #[value(skip)]
    Setup,
    /// The documents name only files that exist.
    Docs,
    /// Files and functions are short, and a type's name is defined once in a crate.
    Structure,
    /// rustfmt has nothing to change.
    Fmt,
    /// Crates and npm packages are known, signed, without known faults, and may be used.
    Supply,
    /// clippy has nothing to say, for the native workspace and each binary of the browser.
    Clippy,
    /// `cargo test`, native.
    Native,
    /// Readers of foreign bytes, for a minute each kind.
    Fuzz,
    /// `wasm-bindgen-test` of `model`, `page` and the shaders in headless Chromium.
    Wasm,
    /// The site, and its budgets.
    Build,
    /// End to end on the built site, in Chromium, and a part of it in Firefox and WebKit.
    Browser,
}

impl TestStep {
    fn is_quick(self) -> bool {
        matches!(
            self,
            Self::Docs | Self::Structure | Self::Fmt | Self::Clippy | Self::Native
        )
    }

    fn run(self, places: &ProjectPaths, options: &TestOptions) -> Result<CheckCounts, Error> {
        match self {
            Self::Setup if options.quick => {
                setup(places, SetupPurpose::QuickTests).map(|()| ONE_PASSED)
            }
            Self::Setup => setup(places, SetupPurpose::Tests).map(|()| ONE_PASSED),
            Self::Docs => docs::check(places),
            Self::Structure => structure::check(places),
            Self::Fmt => one_by_one([cargo(places)
                .args(["fmt", "--all", "--check", "--"])
                .args(modules_of_macros(places)?)]),
            Self::Supply => supply::check(places),
            Self::Clippy => clippy(places),
            Self::Native => native(places),
            Self::Fuzz => fuzz::run(places, options.fuzz_seconds),
            Self::Wasm => wasm(places),
            Self::Build => {
                build::build(places, &build::BuildOptions::default()).map(|()| ONE_PASSED)
            }
            Self::Browser => browser_tests::run(places),
        }
    }
}

/// What became of a step.
struct StepOutcome {
    step: TestStep,
    counts: CheckCounts,
    took: Duration,
    parts: Vec<TimedPart>,
    failed: Vec<FailedTest>,
}

/// Runs the checks and prints what became of them; the last line is
/// `N passed, N failed, N skipped`.
///
/// # Errors
/// [`Error::ChecksFailed`].
pub fn test(places: &ProjectPaths, options: &TestOptions) -> Result<(), Error> {
    let steps = TestStep::value_variants().iter().copied().filter(|step| {
        let chosen = options.steps.is_empty() || options.steps.contains(step);
        chosen && (step.is_quick() || !options.quick)
    });
    let mut done: Vec<StepOutcome> = Vec::new();
    if let Err(error) = disk_space::provide(places) {
        // Every step would fail, each in other words.
        println!(
            "error: {error}\n\n0 passed, 1 failed, {} skipped",
            steps.count()
        );
        return Err(Error::ChecksFailed);
    }
    for step in iter::once(TestStep::Setup).chain(steps) {
        println!("\n== {} ==", name(step));
        let start = Instant::now();
        let counts = if step == TestStep::Browser && has_failed(&done, TestStep::Build) {
            println!("skipped, because the build failed");
            ONE_SKIPPED
        } else {
            // Also after a failure: one run is to say everything that is wrong.
            step.run(places, options).unwrap_or_else(|error| {
                println!("error: {error}");
                ONE_FAILED
            })
        };
        done.push(StepOutcome {
            step,
            counts,
            took: start.elapsed(),
            parts: stopwatch::take(),
            failed: failures::take(),
        });
    }
    print_slowest_parts(&done);
    for outcome in &done {
        failures::print(&name(outcome.step), &outcome.failed);
    }
    let sum = print_table(&done);
    if sum.failed > 0 {
        Err(Error::ChecksFailed)
    } else {
        Ok(())
    }
}

fn has_failed(done: &[StepOutcome], step: TestStep) -> bool {
    done.iter()
        .any(|outcome| outcome.step == step && outcome.counts.failed > 0)
}

fn name(step: TestStep) -> String {
    format!("{step:?}").to_lowercase()
}

/// How many parts of a step are worth a line.
const SLOWEST_PARTS: usize = 6;

/// Where each step's time went: its slowest parts, the slowest last.
fn print_slowest_parts(done: &[StepOutcome]) {
    println!("\n{:<10} {:>8}  part", "step", "seconds");
    for StepOutcome { step, parts, .. } in done {
        let mut parts: Vec<&TimedPart> = parts
            .iter()
            .filter(|part| part.took.as_secs() > 0)
            .collect();
        parts.sort_by_key(|part| part.took);
        for part in &parts[parts.len().saturating_sub(SLOWEST_PARTS)..] {
            // All of a long command is of no use to anybody.
            let text: String = part.name.chars().take(110).collect();
            println!("{:<10} {:>8}  {text}", name(*step), part.took.as_secs());
        }
    }
}

fn print_table(done: &[StepOutcome]) -> CheckCounts {
    let mut sum = CheckCounts::default();
    println!(
        "\n{:<10} {:>7} {:>7} {:>8} {:>8}",
        "step", "passed", "failed", "skipped", "seconds"
    );
    for StepOutcome {
        step, counts, took, ..
    } in done
    {
        println!(
            "{:<10} {:>7} {:>7} {:>8} {:>8}",
            name(*step),
            counts.passed,
            counts.failed,
            counts.skipped,
            took.as_secs()
        );
        sum += *counts;
    }
    println!(
        "\n{} passed, {} failed, {} skipped",
        sum.passed, sum.failed, sum.skipped
    );
    sum
}

fn clippy(places: &ProjectPaths) -> Result<CheckCounts, Error> {
    // The few lines that only WebGPU's engine has are compiled by the build; checking all that is
    // below them for clippy's sake would take seven minutes more the first time.
    let for_browser = [
        vec![
            "--package=page",
            "--package=session",
            "--features=page/split",
        ],
        vec![
            "--package=engine",
            "--package=kernels",
            "--package=model",
            "--package=protocol",
        ],
        vec![
            "--package=engine",
            "--package=model",
            "--package=bench",
            "--package=threads",
            "--features=engine/threads,bench/threads",
        ],
    ];
    let mut commands = vec![cargo(places)];
    commands[0]
        .args(["clippy", "--locked", "--workspace", "--all-targets"])
        .args(["--features", NATIVE_FEATURES])
        .args(["--", "--deny=warnings"]);
    for arguments in for_browser {
        let mut command = cargo(places);
        command
            .args(["clippy", "--locked"])
            .args(arguments)
            .args(["--profile=web", "--target", WASM])
            .args(["--lib", "--bins", BROWSER_TESTS])
            .args(["--", "--deny=warnings"]);
        commands.push(command);
    }
    one_by_one(&mut commands)
}

/// Test programs that need a browser are called so; others are native.
const BROWSER_TESTS: &str = "--test=browser*";

/// With clippy's features, so that both have the same proc macros. Compiled first, so that the
/// table of parts tells compiling from running.
fn native(places: &ProjectPaths) -> Result<CheckCounts, Error> {
    let command = |extra: &[&str]| {
        let mut command = cargo(places);
        command
            .args(["test", "--locked", "--workspace", "--no-fail-fast"])
            .args(["--features", NATIVE_FEATURES])
            .args(extra)
            .envs(same_every_run())
            // Where snapshots are: insta looks where the program was compiled, and checkouts that share
            // a target folder share the program.
            .env("INSTA_WORKSPACE_ROOT", &places.root);
        command
    };
    // What does not compile fails the second as well, which counts it.
    tee(&mut command(&["--no-run"]))?;
    // What passing tests print says which of them found nothing to check.
    with_counts(&mut command(&["--", "--show-output"]), TestRunner::Libtest)
}

/// Property tests try the same cases in every run, so that what is green stays green and what is
/// red can be run again. With the variable set, or by a plain `cargo test`, they try others.
fn same_every_run() -> Option<(&'static str, &'static str)> {
    const SEED: &str = "PROPTEST_RNG_SEED";
    env::var_os(SEED).is_none().then_some((SEED, "20261121"))
}

/// One check each: it passes if the command succeeds.
/// Files that `cargo fmt` does not find by itself, because a macro declares their modules.
fn modules_of_macros(places: &ProjectPaths) -> Result<Vec<PathBuf>, Error> {
    let folder = places.root.join("app/engine/src/queries");
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).map_err(Error::io("read", &folder))? {
        let file = entry.map_err(Error::io("read", &folder))?.path();
        if file.extension().is_some_and(|extension| extension == "rs") {
            files.push(file);
        }
    }
    Ok(files)
}

fn one_by_one<'a>(
    commands: impl IntoIterator<Item = &'a mut Command>,
) -> Result<CheckCounts, Error> {
    let mut sum = CheckCounts::default();
    for command in commands {
        let (status, _) = tee(command)?;
        sum += if status.success() {
            ONE_PASSED
        } else {
            ONE_FAILED
        };
    }
    Ok(sum)
}

/// With the profile and features of what is shipped, so that its dependencies are compiled once
/// for both. The page is not shared, because its shipped program comes in pieces: it is compiled as soon as
/// can be.
fn wasm(places: &ProjectPaths) -> Result<CheckCounts, Error> {
    let settings = write_webdriver_settings(places)?;
    let mut sum = CheckCounts::default();
    for arguments in [
        &["--package=model", "--test=browser"][..],
        &[
            "--package=page",
            BROWSER_TESTS,
            "--config=profile.web.package.page.opt-level=0",
            "--config=profile.web.package.page.codegen-units=16",
        ],
        // The engine has no such test, but the features that its dependencies are shipped with.
        &[
            "--package=kernels",
            "--package=engine",
            "--features=engine/webgpu",
            "--test=gpu",
        ],
    ] {
        let mut command = cargo(places);
        command
            .args(["test", "--locked"])
            .args(arguments)
            .args(["--profile=web", "--target", WASM, "--no-fail-fast"])
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &settings)
            // Seconds for one test program; decoding on a loaded machine takes its time.
            .env("WASM_BINDGEN_TEST_TIMEOUT", "300");
        if let Some(driver) = chromedriver() {
            command.env("CHROMEDRIVER", driver);
        }
        sum += with_counts(&mut command, TestRunner::Libtest)?;
    }
    Ok(sum)
}

/// How chromedriver is to start the browser.
fn write_webdriver_settings(places: &ProjectPaths) -> Result<PathBuf, Error> {
    let mut options = json!({
        // On a machine without a GPU, WebGPU is SwiftShader's.
        "args": ["--headless", "--no-sandbox", "--disable-dev-shm-usage", "--enable-unsafe-webgpu"]
    });
    if let Some(chromium) = chromium() {
        options["binary"] = chromium.to_string_lossy().into();
    }
    let path = places.cache.join("webdriver.json");
    fs::write(&path, json!({ "goog:chromeOptions": options }).to_string())
        .map_err(Error::io("written", &path))?;
    Ok(path)
}
