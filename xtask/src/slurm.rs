//! Slurm, on which a sweep of runs is tested where it can be had: `model/core/tests/sweep/slurm.rs` starts
//! a cluster of its own.

use std::path::PathBuf;

use crate::command::which;
use crate::tools::{RequiredTool, debian_packages, is_root};

/// Debian's packages: seconds to fetch and unpack.
const PACKAGES: &[&str] = &["slurmctld", "slurmd", "slurm-client", "munge"];

/// Slurm's daemons and programs. Where they are not to be had, the test is skipped.
///
/// They bring a service (munge), so they are installed in root's own systems only, which are containers as
/// a rule, and nowhere by `sudo`.
pub fn slurm() -> RequiredTool<'static> {
    let by_hand = format!("`sudo apt-get install {}`", PACKAGES.join(" "));
    let debian = debian_packages(PACKAGES, controller, "PATH");
    let install = debian.install;
    RequiredTool {
        install: Box::new(move || {
            if is_root() {
                install()
            } else {
                Err("this is not root's account, and its packages bring a service".to_owned())
            }
        }),
        takes: "seconds",
        by_hand,
        ..debian
    }
}

/// The controller, which may lie where a user's `PATH` does not lead.
fn controller() -> Option<PathBuf> {
    which("slurmctld").or_else(|| {
        let path = PathBuf::from("/usr/sbin/slurmctld");
        path.is_file().then_some(path)
    })
}
