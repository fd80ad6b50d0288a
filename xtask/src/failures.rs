//! Which tests failed and what they said, so that the end of a long run tells it once more.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// A test that failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedTest {
    /// The test file that it is in; its runner may not say.
    pub file: Option<String>,
    /// What it is called.
    pub name: String,
    /// What its runner printed of it.
    pub text: Vec<String>,
}

/// How much of what a test said is repeated.
const LINES: usize = 25;

/// Noted since they were taken last.
static NOTED: Mutex<Vec<FailedTest>> = Mutex::new(Vec::new());

/// Notes tests that failed.
pub fn note(failed: Vec<FailedTest>) {
    let mut noted = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    noted.extend(failed);
}

/// What was noted since the last call.
pub fn take() -> Vec<FailedTest> {
    let mut noted = NOTED.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut noted)
}

/// Prints what failed in a step, and what was said of it.
pub fn print(step: &str, failed: &[FailedTest]) {
    for FailedTest { file, name, text } in failed {
        let place = file.as_deref().map(|file| format!(" ({file})"));
        println!("\nfailed in {step}: {name}{}", place.unwrap_or_default());
        for line in text.iter().take(LINES) {
            println!("    {line}");
        }
    }
}

/// What names of test files end in.
const TEST_FILE: &str = ".test.js";

/// What `node --test` says failed, at the end of its readable report: `test at FILE:LINE:COLUMN`, then
/// `✖ NAME (12.5ms)` and the error. FILE is where `test` is called, which may be a helper: the test file is
/// then among the places that the error came through.
pub fn from_node(lines: &[String]) -> Vec<FailedTest> {
    let mut failed: Vec<FailedTest> = Vec::new();
    let mut file = None;
    let report = lines.iter().skip_while(|line| *line != "✖ failing tests:");
    for line in report.skip(1) {
        if let Some(place) = line.strip_prefix("test at ") {
            file = place.split(':').next().map(str::to_owned);
        } else if let (Some(rest), Some(file)) = (line.strip_prefix("✖ "), file.take()) {
            let name = rest.rsplit_once(" (").map_or(rest, |(name, _)| name);
            failed.push(FailedTest {
                file: Some(file),
                name: name.to_owned(),
                text: Vec::new(),
            });
        } else if let Some(test) = failed.last_mut() {
            test.text.push(line.clone());
        }
    }
    for test in &mut failed {
        let is_test_file = |file: &String| file.ends_with(TEST_FILE);
        let came_through = || test.text.iter().find_map(|line| test_file(line));
        test.file = test.file.take().filter(is_test_file).or_else(came_through);
    }
    failed
}

/// The test file of a line such as `at body (file:///folder/name.test.js:44:10)`.
fn test_file(line: &str) -> Option<String> {
    let (path, _) = line.split_once(&format!("{TEST_FILE}:"))?;
    let (_, name) = path.rsplit_once('/')?;
    Some(format!("{name}{TEST_FILE}"))
}

/// What libtest says failed: after `failures:` a part for each test, `---- NAME stdout ----`.
pub fn from_libtest(lines: &[String]) -> Vec<FailedTest> {
    let mut failed: Vec<FailedTest> = Vec::new();
    let mut among_failures = false;
    let mut open = false;
    for line in lines {
        let heading = line.strip_prefix("---- ");
        let heading = heading.and_then(|rest| rest.strip_suffix(" stdout ----"));
        match (line.as_str(), heading) {
            ("failures:", _) => (among_failures, open) = (true, false),
            ("successes:", _) => (among_failures, open) = (false, false),
            (_, Some(name)) if among_failures => {
                open = true;
                failed.push(FailedTest {
                    file: None,
                    name: name.to_owned(),
                    text: Vec::new(),
                });
            }
            (line, _) if line.starts_with("test result: ") => {
                (among_failures, open) = (false, false)
            }
            (line, _) if open => {
                if let Some(test) = failed.last_mut() {
                    test.text.push(line.to_owned());
                }
            }
            _ => {}
        }
    }
    failed
}

/// The files that failed tests are in, if their runner names all of them.
pub fn files(failed: &[FailedTest]) -> Option<BTreeSet<String>> {
    failed.iter().map(|test| test.file.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::{FailedTest, files, from_libtest, from_node};

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn nodes_report_names_file_and_error_of_each_failed_test() {
        let report = "✖ inside (1ms)\nℹ fail 2\n\n✖ failing tests:\n\n\
            test at a.test.js:2:26\n✖ fails (here) (10.5ms)\n  Error: no\n\n\
            test at b.test.js:4:1\n✖ slow (109.9ms)\n  'timed out'";
        let test = |file: &str, name: &str, text: &[&str]| FailedTest {
            file: Some(file.to_owned()),
            name: name.to_owned(),
            text: text.iter().map(|line| (*line).to_owned()).collect(),
        };
        let failed = from_node(&lines(report));
        assert_eq!(
            failed,
            [
                test("a.test.js", "fails (here)", &["  Error: no", ""]),
                test("b.test.js", "slow", &["  'timed out'"]),
            ]
        );
        let found = files(&failed).unwrap_or_default();
        assert_eq!(
            found.into_iter().collect::<Vec<_>>(),
            ["a.test.js", "b.test.js"]
        );
        assert_eq!(from_node(&lines("✖ inside (1ms)\nℹ fail 1")), []);
    }

    #[test]
    fn a_test_that_a_helper_makes_is_in_the_file_that_its_error_came_through() {
        let report = "✖ failing tests:\n\n\
            test at lib/scenario.js:94:3\n✖ fails (10.5ms)\n  Error: no\n\
            \x20     at check (file:///a/tests/browser/lib/walk.js:38:3)\n\
            \x20     at async file:///a/tests/browser/words.test.js:93:3\n\n\
            test at lib/scenario.js:94:3\n✖ slow (109.9ms)\n  'timed out'";
        let failed = from_node(&lines(report));
        assert_eq!(failed[0].file.as_deref(), Some("words.test.js"));
        assert_eq!(failed[1].file, None);
        assert_eq!(files(&failed), None);
        assert_eq!(
            files(&failed[..1])
                .unwrap_or_default()
                .into_iter()
                .collect::<Vec<_>>(),
            ["words.test.js"]
        );
    }

    #[test]
    fn libtests_failures_are_told_from_what_passed() {
        let report = "successes:\n\n---- a stdout ----\nfine\n\nfailures:\n\n---- b::c stdout ----\n\
            left: 1\nright: 2\n\nfailures:\n    b::c\n\ntest result: FAILED. 1 passed; 1 failed\nother";
        let failed = from_libtest(&lines(report));
        assert_eq!(failed.len(), 1);
        assert_eq!(failed[0].name, "b::c");
        assert_eq!(failed[0].text, ["left: 1", "right: 2", ""]);
        assert_eq!(files(&failed), None);
    }
}
