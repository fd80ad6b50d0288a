//! The step `fuzz` of `cargo xtask test`: readers of foreign bytes get bytes that nobody chose.
//!
//! The checks are the native test program `fuzz` (`tests/tests/fuzz/`), in which bolero goes on for as
//! long as it is told. Each of its modules is a group, which shares its time among its checks; two
//! groups run at a time.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::command::{ask, cargo, read};
use crate::counts::{self, CheckCounts};
use crate::error::Error;
use crate::places::ProjectPaths;
use crate::stopwatch;
use crate::test_command::NATIVE_FEATURES;

/// How long each group runs, unless told otherwise.
pub const SECONDS: u64 = 60;

/// The test program.
const PROGRAM: &str = "fuzz";

/// The module that makes inputs; its own test has nothing to fuzz.
const MAKES_INPUTS: &str = "corpus";

/// How many groups run at a time: as many as the smallest machine has cores.
const AT_A_TIME: usize = 2;

/// Fuzzes each group for so many seconds.
///
/// # Errors
/// Those of cargo, and [`Error::NotBuilt`] when it does not say where the program is.
pub fn run(places: &ProjectPaths, seconds: u64) -> Result<CheckCounts, Error> {
    // With the features of the native tests, so that they share what is compiled.
    let messages = read(
        cargo(places)
            .args(["test", "--locked", "--workspace", "--no-run"])
            .args(["--features", NATIVE_FEATURES, "--test", PROGRAM])
            .arg("--message-format=json-render-diagnostics"),
    )?;
    let program = executable(&messages).ok_or_else(|| Error::NotBuilt {
        what: format!("test program {PROGRAM}"),
        dist: places.root.join("tests"),
    })?;
    let list = ask(Command::new(&program).args(["--list", "--format=terse"])).unwrap_or_default();
    let groups: Vec<(String, u64)> = groups(&list).into_iter().collect();
    let next = AtomicUsize::new(0);
    let sum = Mutex::new(CheckCounts::default());
    thread::scope(|scope| {
        let work = || -> Result<(), Error> {
            while let Some((group, checks)) = groups.get(next.fetch_add(1, Ordering::Relaxed)) {
                let counts = fuzz(places, &program, group, seconds * 1000 / checks)?;
                // Nobody panics while holding it.
                if let Ok(mut sum) = sum.lock() {
                    *sum += counts;
                }
            }
            Ok(())
        };
        let running: Vec<_> = (0..AT_A_TIME).map(|_| scope.spawn(work)).collect();
        running
            .into_iter()
            .try_for_each(|worker| match worker.join() {
                Ok(result) => result,
                Err(panic) => std::panic::resume_unwind(panic),
            })
    })?;
    Ok(sum.into_inner().unwrap_or_default())
}

/// Fuzzes a group, each check for so many milliseconds.
fn fuzz(
    places: &ProjectPaths,
    program: &Path,
    group: &str,
    millis: u64,
) -> Result<CheckCounts, Error> {
    let start = Instant::now();
    let output = Command::new(program)
        .args([&format!("{group}::"), "--test-threads=1", "--show-output"])
        .env("BOLERO_RANDOM_TEST_TIME_MS", millis.to_string())
        // As cargo says it of this checkout, which may not be the one where the program was compiled.
        .env("CARGO_MANIFEST_DIR", places.root.join("tests"))
        .current_dir(places.root.join("tests"))
        .output()
        .map_err(|source| Error::NotStarted {
            program: program.display().to_string(),
            source,
        })?;
    stopwatch::note(format!("fuzzing {group}"), start.elapsed());
    let text = String::from_utf8_lossy(&output.stdout);
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut counts = counts::from_libtest(&lines);
    if output.status.success() {
        for line in lines.iter().filter(|line| line.contains("iterations/s")) {
            println!("{line}");
        }
    } else {
        println!("{text}{}", String::from_utf8_lossy(&output.stderr));
        // A stack that overflows ends the program before it can count.
        counts.failed = counts.failed.max(1);
    }
    let took = Duration::from_secs(start.elapsed().as_secs());
    println!(
        "fuzzed {group} for {took:?}: {} passed, {} failed",
        counts.passed, counts.failed
    );
    Ok(counts)
}

/// Where cargo says that it left the program.
fn executable(messages: &str) -> Option<PathBuf> {
    let mut messages = messages
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok());
    messages.find_map(|message| {
        let is_program = message["target"]["name"] == PROGRAM;
        let path = message["executable"].as_str().filter(|_| is_program)?;
        Some(PathBuf::from(path))
    })
}

/// The modules of a list of tests, and how many tests each has: `files::a_claim: test`.
fn groups(list: &str) -> BTreeMap<String, u64> {
    let mut groups = BTreeMap::new();
    for line in list.lines().filter(|line| line.ends_with(": test")) {
        if let Some((group, _)) = line.split_once("::")
            && group != MAKES_INPUTS
        {
            *groups.entry(group.to_owned()).or_default() += 1;
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{executable, groups};

    #[test]
    fn a_group_is_a_module_with_its_tests_but_for_what_makes_inputs() {
        let list = "corpus::a: test\nfiles::b: test\nfiles::c: test\ntexts::d: test\n\n3 tests";
        let found = groups(list).into_iter().collect::<Vec<_>>();
        assert_eq!(found, [("files".to_owned(), 2), ("texts".to_owned(), 1)]);
    }

    #[test]
    fn the_program_is_where_cargo_says() {
        let messages = r#"
            {"reason":"compiler-artifact","target":{"name":"tests"},"executable":null}
            {"reason":"compiler-artifact","target":{"name":"fuzz"},"executable":"/t/fuzz-1"}
            {"reason":"build-finished","success":true}
        "#;
        assert_eq!(executable(messages), Some(PathBuf::from("/t/fuzz-1")));
        assert_eq!(executable(""), None);
    }
}
