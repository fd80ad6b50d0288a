//! Runs that were interrupted, and what keeps a run from being written down.
#![cfg(feature = "pretrain")]
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

mod programs;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use programs::{empty_folder, outcome, train};

const STEPS: &str = "800";

/// A run with its files in a folder of its own.
struct RunFolder(PathBuf);

impl RunFolder {
    fn new(name: &str) -> Self {
        Self(empty_folder(&format!("resume-{name}")))
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The program, on a preset of points with a step of a few milliseconds.
    fn command(&self, more: &[&str]) -> Command {
        let mut command = train(&["eight-gaussians", "--steps", STEPS, "--stops", "400"]);
        for (option, name) in [
            ("--checkpoint", "state"),
            ("--weights", "weights"),
            ("--samples", "samples.csv"),
            ("--log", "log.csv"),
        ] {
            command.arg(option).arg(self.file(name));
        }
        command.args(more);
        command
    }

    fn done(&self, more: &[&str]) -> String {
        let (success, said) = outcome(&mut self.command(more));
        assert!(success, "{said}");
        said
    }

    /// Refused with one sentence that has these parts, and leaves the state as it is.
    #[track_caller]
    fn refused(&self, more: &[&str], parts: &[&str]) {
        let before = fs::read(self.file("state")).ok();
        let (success, said) = outcome(&mut self.command(more));
        assert!(!success, "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        for part in parts {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert!(fs::read(self.file("state")).ok() == before, "{said}");
    }

    /// A log's lines without the seconds, which are the machine's.
    fn log(&self) -> Vec<String> {
        let text = String::from_utf8(self.read("log.csv")).unwrap();
        let lines = text.lines().map(|line| {
            let mut cells: Vec<_> = line.split(',').collect();
            cells.remove(1);
            cells.join(",")
        });
        lines.collect()
    }

    /// Begins the run and ends it, by what no program can refuse, once it is past a few lines of its log.
    fn kill_in_mid_run(&self) {
        let mut command = self.command(&["--save-every", "0"]);
        let mut child = command.spawn().unwrap();
        let begun = Instant::now();
        let lines = || {
            let text = fs::read_to_string(self.file("log.csv")).unwrap_or_default();
            text.lines().count()
        };
        while lines() < 4 {
            assert!(begun.elapsed() < Duration::from_secs(120), "no lines");
            thread::sleep(Duration::from_millis(2));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(!self.file("weights").exists(), "it was killed in mid-run");
    }
}

#[test]
fn a_run_that_was_killed_ends_as_one_that_was_not() {
    let whole = RunFolder::new("whole");
    // Where there is nothing to go on from, it begins.
    let said = whole.done(&["--resume"]);
    assert!(!said.contains("goes on from"), "{said}");

    let killed = RunFolder::new("killed");
    killed.kill_in_mid_run();
    // It is not begun anew by mistake, nor gone on with as another one.
    killed.refused(
        &[],
        &["--checkpoint: expected no unfinished run", "Give --resume"],
    );
    killed.refused(
        &["--resume", "--seed", "7"],
        &["--resume: expected a run with seed = 7, found 1 in"],
    );
    killed.refused(
        &["--resume", "--set", "learningRate=0.5"],
        &["--resume: expected a run with learningRate = 0.5, found"],
    );
    let said = killed.done(&["--resume"]);
    let step: u32 = said
        .split("goes on from step ")
        .nth(1)
        .and_then(|rest| rest.lines().next()?.parse().ok())
        .unwrap_or_else(|| panic!("{said}"));
    // The log may be ahead of the state, never behind.
    assert!((20..700).contains(&step), "{said}");
    for file in ["weights", "samples.csv", "samples-400.csv"] {
        assert!(killed.read(file) == whole.read(file), "{file}");
    }
    assert_eq!(killed.log(), whole.log());
    assert_eq!(killed.log().len(), 81);

    // At its end it has nothing to train, and its files are written again.
    let weights = killed.read("weights");
    fs::remove_file(killed.file("weights")).unwrap();
    let said = killed.done(&["--resume"]);
    assert!(!said.contains("ms per step"), "{said}");
    assert!(killed.read("weights") == weights);
    assert_eq!(killed.log(), whole.log());
}

#[test]
fn a_state_that_is_none_is_a_sentence_and_stays_as_it_is() {
    let folder = RunFolder::new("damaged");
    folder.done(&[]);
    let state = folder.read("state");
    let mut flipped = state.clone();
    *flipped.last_mut().unwrap() ^= 0x40;
    for broken in [&state[..state.len() / 2], &flipped, b"no run at all", b""] {
        fs::write(folder.file("state"), broken).unwrap();
        folder.refused(&["--resume"], &["The saved run"]);
    }
    fs::remove_file(folder.file("state")).unwrap();
    fs::create_dir(folder.file("state")).unwrap();
    folder.refused(
        &["--resume"],
        &["--checkpoint: expected the path of a file"],
    );

    fs::remove_dir(folder.file("state")).unwrap();
    fs::write(folder.file("state"), &state).unwrap();
    fs::write(folder.file("log.csv"), "my notes\n").unwrap();
    folder.refused(&["--resume"], &["--log: expected the log of the run"]);
    assert_eq!(folder.read("log.csv"), b"my notes\n");

    let (success, said) = outcome(&mut train(&["ring", "--steps", "5", "--resume"]));
    assert!(!success, "{said}");
    assert!(
        said.contains("--resume: expected a file, or --checkpoint"),
        "{said}"
    );
}

/// A limit on the size of files is what a full disk is, and can be had without one.
#[cfg(unix)]
#[test]
fn a_full_disk_and_a_folder_that_cannot_be_written_are_said_before_a_step_is_taken() {
    let folder = RunFolder::new("full");
    let run = folder.command(&[]);
    let mut limited = Command::new("sh");
    limited
        .current_dir(run.get_current_dir().unwrap())
        .args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""])
        .arg(run.get_program())
        .args(run.get_args());
    let (success, said) = outcome(&mut limited);
    assert!(!success, "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(said.contains("expected room for 1 MB at"), "{said}");
    assert!(said.contains("Make room"), "{said}");
    assert_eq!(
        fs::read_dir(&folder.0).unwrap().count(),
        0,
        "nothing is left"
    );

    // No one may write there, whatever the rights of who runs the test.
    #[cfg(target_os = "linux")]
    {
        let arguments = ["ring", "--steps", "5", "--checkpoint", "/proc/state"];
        let (success, said) = outcome(&mut train(&arguments));
        assert!(!success, "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(
            said.contains("--checkpoint: expected a place that may be written"),
            "{said}"
        );
    }
}
