//! Running other programs.

use std::env;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, ExitStatus, Stdio};
use std::time::Instant;

use crate::error::Error;
use crate::places::ProjectPaths;
use crate::stopwatch;

/// A command in the repository root that finds the pinned tools before any others.
pub fn command(places: &ProjectPaths, program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(&places.root);
    let mut path: Vec<PathBuf> = places.program_folders().into();
    path.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
    if let Ok(path) = env::join_paths(path) {
        command.env("PATH", path);
    }
    // Set by the cargo that runs this program, for this crate. A nested cargo would hand them to
    // build scripts, and build dependencies anew whenever they differ.
    for (name, _) in env::vars_os() {
        let is_of_this_crate = name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_")
                || name.starts_with("CARGO_MANIFEST_")
                || name == "CARGO_BIN_NAME"
                || name == "CARGO_CRATE_NAME"
                || name == "CARGO_PRIMARY_PACKAGE"
        });
        if is_of_this_crate {
            command.env_remove(name);
        }
    }
    command
}

/// A cargo call: the cargo that runs this program, so that the toolchain is the pinned one.
pub fn cargo(places: &ProjectPaths) -> Command {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    command(places, cargo)
}

/// Runs a command to its end, its output on the terminal.
pub fn run(command: &mut Command) -> Result<(), Error> {
    let start = Instant::now();
    let status = command.status().map_err(not_started(command))?;
    stopwatch::note(whole(command), start.elapsed());
    check(command, status)
}

/// Runs a command to its end and returns what it wrote on stdout; `None` if it is not there or
/// fails. For asking questions.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command
        .stderr(Stdio::null())
        .stdin(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command to its end, its messages on the terminal, and returns what it wrote on stdout.
pub fn read(command: &mut Command) -> Result<String, Error> {
    let start = Instant::now();
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(not_started(command))?;
    stopwatch::note(whole(command), start.elapsed());
    check(command, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs a command to its end, its output on the terminal, and returns its status and the lines
/// that it wrote on stdout.
pub fn tee(command: &mut Command) -> Result<(ExitStatus, Vec<String>), Error> {
    let start = Instant::now();
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(not_started(command))?;
    let mut lines = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        let mut reader = BufReader::new(stdout);
        let mut bytes = Vec::new();
        // Bytes, not `lines()`: a test may print what is not UTF-8.
        while reader
            .read_until(b'\n', &mut bytes)
            .is_ok_and(|read| read > 0)
        {
            let line = String::from_utf8_lossy(&bytes);
            let line = line.trim_end_matches(['\r', '\n']);
            println!("{line}");
            lines.push(line.to_owned());
            bytes.clear();
        }
    }
    let status = child.wait().map_err(not_started(command))?;
    stopwatch::note(whole(command), start.elapsed());
    Ok((status, lines))
}

/// Where cargo leaves what it builds.
///
/// # Errors
/// [`Error::NoTargetFolder`] when it does not say.
pub fn target_folder(places: &ProjectPaths) -> Result<PathBuf, Error> {
    let metadata = ask(cargo(places).args(["metadata", "--no-deps", "--format-version=1"]));
    metadata
        .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
        .and_then(|metadata| Some(PathBuf::from(metadata["target_directory"].as_str()?)))
        .ok_or(Error::NoTargetFolder)
}

/// Turns a failing status into an error.
pub fn check(command: &Command, status: ExitStatus) -> Result<(), Error> {
    if status.success() {
        return Ok(());
    }
    Err(Error::Failed {
        program: describe(command),
        status,
    })
}

/// Where a program is, if it is on the user's `PATH`.
pub fn which(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?)
        .map(|folder| folder.join(program))
        .find(|path| path.is_file())
}

fn not_started(command: &Command) -> impl FnOnce(std::io::Error) -> Error {
    let program = describe(command);
    move |source| Error::NotStarted { program, source }
}

/// The program's name and its arguments, as far as they fit a sentence.
fn describe(command: &Command) -> String {
    words(command, 4)
}

/// The program's name and its arguments.
fn whole(command: &Command) -> String {
    words(command, usize::MAX)
}

fn words(command: &Command, arguments: usize) -> String {
    let program = PathBuf::from(command.get_program());
    let mut text = program.file_name().map_or_else(
        || program.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    for argument in command.get_args().take(arguments) {
        text.push(' ');
        text.push_str(&argument.to_string_lossy());
    }
    text
}
