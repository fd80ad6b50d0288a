//! How many checks passed, read from what the test runners print.

use std::collections::BTreeSet;
use std::ops::AddAssign;
use std::time::Duration;

use crate::stopwatch::TimedPart;

/// Numbers of checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CheckCounts {
    /// Passed.
    pub passed: usize,
    /// Failed.
    pub failed: usize,
    /// Not run: ignored by their authors, or because something was missing.
    pub skipped: usize,
}

/// One check that passed.
pub const ONE_PASSED: CheckCounts = CheckCounts {
    passed: 1,
    failed: 0,
    skipped: 0,
};

/// One that failed.
pub const ONE_FAILED: CheckCounts = CheckCounts {
    passed: 0,
    failed: 1,
    skipped: 0,
};

/// One that was not run.
pub const ONE_SKIPPED: CheckCounts = CheckCounts {
    passed: 0,
    failed: 0,
    skipped: 1,
};

impl AddAssign for CheckCounts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// How a native test says, in a line of its own, that it found no data or device and checked
/// nothing. libtest, which has no word for that, calls it passed.
const SKIPPED: &str = "skipped: ";

/// Sums `test result: ok. 3 passed; 0 failed; 1 ignored; …`, as cargo's and wasm-bindgen's runners
/// print it once per test program. With `--show-output`, tests that passed and printed a line
/// that begins with `skipped: ` count as skipped.
pub fn from_libtest(lines: &[String]) -> CheckCounts {
    let mut sum = CheckCounts::default();
    // Whether what follows was printed by tests that passed, and by which.
    let mut succeeded = false;
    let mut test = None;
    let mut skipped = BTreeSet::new();
    for line in lines {
        match line.trim_end() {
            "successes:" => succeeded = true,
            "failures:" => succeeded = false,
            line => {
                let heading = line.strip_prefix("---- ");
                if let Some(name) = heading.and_then(|rest| rest.strip_suffix(" stdout ----")) {
                    test = Some(name);
                } else if let (true, Some(test)) = (succeeded, test)
                    && line.starts_with(SKIPPED)
                {
                    skipped.insert(test);
                }
            }
        }
        let Some((_, result)) = line.split_once("test result: ") else {
            continue;
        };
        let Some((_, numbers)) = result.split_once(". ") else {
            continue;
        };
        for number in numbers.split("; ") {
            let mut words = number.split_whitespace();
            let (Some(count), Some(what)) = (words.next(), words.next()) else {
                continue;
            };
            let Ok(count) = count.parse::<usize>() else {
                continue;
            };
            match what {
                "passed" => sum.passed += count,
                "failed" => sum.failed += count,
                "ignored" => sum.skipped += count,
                _ => {}
            }
        }
        // This program's; the next one begins anew.
        let skipped = std::mem::take(&mut skipped).len();
        sum.passed = sum.passed.saturating_sub(skipped);
        sum.skipped += skipped;
        (succeeded, test) = (false, None);
    }
    sum
}

/// Reads the summary of `node --test`: `# pass 3` or, of its other reporter, `ℹ pass 3`.
pub fn from_node(lines: &[String]) -> CheckCounts {
    let mut counts = CheckCounts::default();
    for line in lines {
        let mut words = line.split_whitespace();
        let (Some("#" | "ℹ"), Some(what), Some(count), None) =
            (words.next(), words.next(), words.next(), words.next())
        else {
            continue;
        };
        let Ok(count) = count.parse::<usize>() else {
            continue;
        };
        match what {
            "pass" => counts.passed += count,
            "fail" | "cancelled" => counts.failed += count,
            "skipped" | "todo" => counts.skipped += count,
            _ => {}
        }
    }
    counts
}

/// Each test program and its seconds, by the name of its first test: libtest does not say which
/// program it is.
pub fn times_from_libtest(lines: &[String]) -> Vec<TimedPart> {
    let mut first = None;
    let mut parts = Vec::new();
    for line in lines {
        if let Some((_, took)) = line.split_once("; finished in ") {
            let seconds = took.trim_end().trim_end_matches('s').parse();
            if let (Some(test), Ok(seconds)) = (first.take(), seconds) {
                parts.push(TimedPart {
                    name: format!("tests from {test} on"),
                    took: Duration::from_secs_f64(seconds),
                });
            }
        } else if let Some((test, _)) = line
            .strip_prefix("test ")
            .and_then(|rest| rest.split_once(" ... "))
        {
            first.get_or_insert(test);
        }
    }
    parts
}

/// Each test and its seconds: `✔ the page is there (1234.5ms)`.
pub fn times_from_node(lines: &[String]) -> Vec<TimedPart> {
    let tests = lines.iter().filter_map(|line| {
        // Those of a suite are indented.
        let line = line.trim_start();
        let rest = line.strip_prefix("✔ ").or(line.strip_prefix("✖ "))?;
        let (name, took) = rest.trim_end().rsplit_once(" (")?;
        let millis: f64 = took.strip_suffix("ms)")?.parse().ok()?;
        Some(TimedPart {
            name: name.to_owned(),
            took: Duration::from_secs_f64(millis / 1000.0),
        })
    });
    tests.collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{CheckCounts, from_libtest, from_node, times_from_libtest, times_from_node};
    use crate::stopwatch::TimedPart;

    fn lines(text: &str) -> Vec<String> {
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn the_results_of_all_test_programs_are_summed() {
        let output = lines(
            "running 2 tests\n\
             test a ... ok\n\
             test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 4 filtered out; finished in 0.01s\n\
             test result: FAILED. 5 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
        );
        let expected = CheckCounts {
            passed: 7,
            failed: 3,
            skipped: 1,
        };
        assert_eq!(from_libtest(&output), expected);
    }

    #[test]
    fn a_test_that_says_that_it_checked_nothing_is_skipped_and_not_passed() {
        let output = lines(
            "running 4 tests\ntest a ... ok\ntest b ... ok\ntest c ... FAILED\ntest d ... ok\n\n\
             successes:\n\n\
             ---- a stdout ----\nskipped: no MNIST in data\nskipped: no MNIST in data\n\n\
             ---- b stdout ----\nnothing was skipped: all is well\n\n\
             successes:\n    a\n    b\n    d\n\n\
             failures:\n\n\
             ---- c stdout ----\nskipped: half of it\n\n\
             failures:\n    c\n\n\
             test result: FAILED. 3 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
             skipped: this is no test's\n\
             successes:\n\n---- a stdout ----\nskipped: no GPU\n\n\
             test result: ok. 1 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s",
        );
        let expected = CheckCounts {
            passed: 2,
            failed: 1,
            skipped: 3,
        };
        assert_eq!(from_libtest(&output), expected);
    }

    #[test]
    fn both_reporters_of_node_are_read() {
        let expected = CheckCounts {
            passed: 4,
            failed: 3,
            skipped: 2,
        };
        let tap = "# tests 9\n# pass 4\n# fail 2\n# cancelled 1\n# skipped 2\n# todo 0";
        assert_eq!(from_node(&lines(tap)), expected);
        assert_eq!(from_node(&lines(&tap.replace('#', "ℹ"))), expected);
    }

    #[test]
    fn what_a_test_prints_is_not_mistaken_for_a_summary() {
        let output = lines("# pass the salt\npass 3\ntest result: unknown");
        assert_eq!(from_node(&output), CheckCounts::default());
        assert_eq!(from_libtest(&output), CheckCounts::default());
    }

    #[test]
    fn times_are_those_of_each_test_program_and_of_each_test_in_a_browser() {
        let libtest = "running 2 tests\ntest a::b ... ok\ntest c ... FAILED\n\
            test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 2.50s";
        let part = |name: &str, millis| TimedPart {
            name: name.to_owned(),
            took: Duration::from_millis(millis),
        };
        assert_eq!(
            times_from_libtest(&lines(libtest)),
            [part("tests from a::b on", 2500)]
        );
        let node = "✔ a slider (of two) moves (1500ms)\n▶ a suite\n  ✖ failing (20ms)\nℹ tests 2";
        assert_eq!(
            times_from_node(&lines(node)),
            [part("a slider (of two) moves", 1500), part("failing", 20)]
        );
    }
}
