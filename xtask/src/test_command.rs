//! A command that runs tests, and what it says became of them.

use std::process::Command;

use crate::command::tee;
use crate::counts::{self, CheckCounts};
use crate::error::Error;
use crate::failures;
use crate::stopwatch;

/// What the native workspace is checked and tested with.
pub const NATIVE_FEATURES: &str = "model/pretrain,bench/native,engine/train";

/// Which program runs tests, and so how it prints what became of them.
#[derive(Clone, Copy)]
pub enum TestRunner {
    Libtest,
    Node,
}

/// Many checks in one command, counted by what its runner prints. A command that fails without
/// any failed check, as when it does not compile, is a failed check itself.
pub fn with_counts(command: &mut Command, runner: TestRunner) -> Result<CheckCounts, Error> {
    let (status, lines) = tee(command)?;
    let (mut counts, times, failed) = match runner {
        TestRunner::Libtest => (
            counts::from_libtest(&lines),
            counts::times_from_libtest(&lines),
            failures::from_libtest(&lines),
        ),
        TestRunner::Node => (
            counts::from_node(&lines),
            counts::times_from_node(&lines),
            failures::from_node(&lines),
        ),
    };
    failures::note(failed);
    for part in times {
        stopwatch::note(part.name, part.took);
    }
    if !status.success() && counts.failed == 0 {
        counts.failed = 1;
    }
    Ok(counts)
}
