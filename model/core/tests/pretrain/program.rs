//! The program, run in a folder of a test's own.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The model that is trained most.
pub const MODEL: &str = "vae-mnist-2d";
/// The file of its weights.
pub const WEIGHTS: &str = "vae-mnist-2d.safetensors";

/// A folder of one test's own, empty at first.
pub fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The program, to train `epochs` epochs on 256 of the images, with its files in `folder`.
pub fn pretrain(folder: &Path, epochs: u32) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretrain"));
    command
        .args([
            "--model",
            MODEL,
            "--limit",
            "256",
            "--epochs",
            &epochs.to_string(),
        ])
        .arg("--data")
        .arg(folder.join("data"))
        .arg("--out")
        .arg(folder.join("out"))
        .arg("--work")
        .arg(folder.join("work"));
    command
}

/// The same for one epoch, with other options in place of those or beside them.
pub fn changed(folder: &Path, changes: &[(&str, &str)]) -> Command {
    let of = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let mut options = BTreeMap::from([
        ("--model", MODEL.to_owned()),
        ("--limit", "256".to_owned()),
        ("--epochs", "1".to_owned()),
        ("--data", of("data")),
        ("--out", of("out")),
        ("--work", of("work")),
    ]);
    options.extend(
        changes
            .iter()
            .map(|&(name, value)| (name, value.to_owned())),
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_pretrain"));
    for (name, value) in options {
        command.args([name, &value]);
    }
    command
}

fn said(output: &Output) -> String {
    let all = [&output.stdout[..], &output.stderr].concat();
    String::from_utf8_lossy(&all).into_owned()
}

#[track_caller]
pub fn succeed(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

#[track_caller]
pub fn fail(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    said(&output)
}

/// Every file below a folder with its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files = Vec::new();
    let Ok(entries) = fs::read_dir(folder) else {
        return files;
    };
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files.extend(contents(&path));
        } else {
            files.push((path.clone(), fs::read(path).unwrap()));
        }
    }
    files.sort();
    files
}

/// Runs a command that must be refused with one sentence that has these parts, and leave the files
/// of `folder` as they are.
#[track_caller]
pub fn refused(folder: &Path, command: &mut Command, parts: &[&str]) {
    let before = contents(folder);
    let said = fail(command);
    let sentence = said.lines().last().unwrap();
    assert!(sentence.starts_with("pretrain: "), "{said}");
    for part in parts {
        assert!(sentence.contains(part), "{part}: {said}");
    }
    assert!(sentence.chars().count() < 500, "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(contents(folder) == before, "files were changed");
}
