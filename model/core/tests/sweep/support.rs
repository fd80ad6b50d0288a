//! A sweep in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::programs::{empty_folder, outcome, train};

/// The project's folder.
pub fn project() -> PathBuf {
    local_files::crate_folder!().join("../..")
}

/// `train sweep`, in the project's folder and of no scheduler.
pub fn sweep_program() -> Command {
    let mut command = train(&["sweep"]);
    for name in [
        "SLURM_ARRAY_TASK_ID",
        "JOB_COMPLETION_INDEX",
        "PBS_ARRAY_INDEX",
    ] {
        command.env_remove(name);
    }
    command
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A folder with a sweep's file and the runs beside it, empty at first.
pub struct SweepFolder(PathBuf);

impl SweepFolder {
    pub fn new(name: &str, sweep: &str) -> Self {
        let folder = empty_folder(&format!("sweep-{name}"));
        fs::write(folder.join("sweep.toml"), sweep).unwrap();
        Self(folder)
    }

    pub fn folder(&self) -> &Path {
        &self.0
    }

    pub fn sweep(&self) -> PathBuf {
        self.0.join("sweep.toml")
    }

    pub fn runs(&self) -> PathBuf {
        self.0.join("sweep-runs")
    }

    /// The gathered table.
    pub fn table(&self) -> String {
        fs::read_to_string(self.runs().join("table.csv")).unwrap()
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = sweep_program();
        command.arg(self.sweep()).args(arguments);
        command
    }

    /// Whether it succeeded, and what it said.
    pub fn outcome(&self, arguments: &[&str]) -> (bool, String) {
        outcome(&mut self.command(arguments))
    }

    /// What it said when it succeeded.
    #[track_caller]
    pub fn done(&self, arguments: &[&str]) -> String {
        let (success, said) = self.outcome(arguments);
        assert!(success, "{said}");
        said
    }

    /// The one sentence with which it was refused.
    #[track_caller]
    pub fn refused(&self, arguments: &[&str]) -> String {
        let (success, said) = self.outcome(arguments);
        assert!(!success, "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        said
    }

    fn gatherer(&self, arguments: &[&str]) -> (bool, String) {
        let mut command = sweep_program();
        outcome(command.arg("gather").arg(self.sweep()).args(arguments))
    }

    /// What was said of a table that was made.
    #[track_caller]
    pub fn gather(&self, arguments: &[&str]) -> String {
        let (success, said) = self.gatherer(arguments);
        assert!(success, "{said}");
        said
    }

    /// The one sentence with which a table was refused.
    #[track_caller]
    pub fn gather_refused(&self, arguments: &[&str]) -> String {
        let (success, said) = self.gatherer(arguments);
        assert!(!success, "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        said
    }
}
