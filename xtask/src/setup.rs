//! `cargo xtask setup`: installs what is missing, and says what it could not install.

use std::time::Instant;

use crate::browsers;
use crate::error::Error;
use crate::places::ProjectPaths;
use crate::slurm::slurm;
use crate::tools::{self, RequiredTool};

/// What the tools are needed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetupPurpose {
    /// `build` and `serve`.
    Build,
    /// `test --quick`: what needs neither a browser nor a site.
    QuickTests,
    /// `test`.
    Tests,
    /// `bench`.
    Bench,
}

/// Installs whatever of the needed tools is missing, one line each.
///
/// # Errors
/// [`Error::Missing`], after all of them were tried.
pub fn setup(places: &ProjectPaths, purpose: SetupPurpose) -> Result<(), Error> {
    let mut needed = Vec::new();
    if matches!(purpose, SetupPurpose::QuickTests | SetupPurpose::Tests) {
        needed.extend(tools::for_quick_tests(places));
    }
    if purpose != SetupPurpose::QuickTests {
        needed.extend(tools::for_build(places)?);
    }
    if purpose == SetupPurpose::Tests {
        needed.extend(tools::for_supply(places));
        needed.extend(tools::for_browser_tests(places));
    }
    if purpose == SetupPurpose::Bench {
        needed.extend(tools::for_bench(places));
    }
    needed.dedup_by(|one, other| one.name == other.name);
    let mut missing = Vec::new();
    for tool in &needed {
        if !provide(tool) {
            missing.push(tool.name.clone());
        }
    }
    if purpose == SetupPurpose::Tests {
        for browser in browsers::other_browsers() {
            if !provide(&browser) {
                println!("set-up: {}: tests in it are skipped", browser.name);
            }
        }
        if !provide(&slurm()) {
            println!("set-up: Slurm: the test of a sweep on it is skipped");
        }
    }
    if missing.is_empty() {
        Ok(())
    } else {
        Err(Error::Missing(missing))
    }
}

/// Whether the tool is there in the end.
fn provide(tool: &RequiredTool<'_>) -> bool {
    let name = &tool.name;
    if let Some(found) = (tool.find)() {
        println!("set-up: {name}: {found}");
        return true;
    }
    println!("set-up: {name}: installing ({}) …", tool.takes);
    let start = Instant::now();
    let reason = match (tool.install)() {
        Ok(()) if (tool.find)().is_some() => {
            println!(
                "set-up: {name}: installed in {} s",
                start.elapsed().as_secs()
            );
            return true;
        }
        Ok(()) => "it was installed, but does not run".to_owned(),
        Err(reason) => reason,
    };
    println!(
        "set-up: {name}: not installed, because {reason}. By hand: {}",
        tool.by_hand
    );
    false
}
