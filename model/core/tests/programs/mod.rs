//! What tests of the training program share.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A folder of one test's own, empty at first.
pub fn empty_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The program, in the project's folder.
pub fn train(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_train"));
    command
        .current_dir(local_files::crate_folder!().join("../.."))
        .args(arguments);
    command
}

/// Runs a program; whether it succeeded, and what it said.
pub fn outcome(command: &mut Command) -> (bool, String) {
    let output = command.output().unwrap();
    let said = [&output.stdout[..], &output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(!said.contains("panicked"), "{said}");
    (output.status.success(), said)
}
