//! The program that trains many runs: what it refuses before anything runs, that a run may be started
//! again at any time, and that a table is the same however its runs were computed.
#![cfg(feature = "pretrain")]
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

#[path = "../programs/mod.rs"]
mod programs;
#[cfg(unix)]
mod slurm;
mod support;

use std::fs::{self, File};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use evaluation::{EvaluationColumn, EvaluationTable};
use support::{SweepFolder, project, sweep_program, text};

/// Four runs of points, a few milliseconds a step.
const POINTS: &str = "presets = [\"eight-gaussians\"]\nsteps = 20\nstops = [50]\nseeds = [1, 2]\n\
                      [vary]\nganLoss = [\"non-saturating\", \"hinge\"]\n";

#[test]
fn a_sweep_with_an_impossible_setting_is_refused_before_anything_runs() {
    let folder = SweepFolder::new("refused", &format!("{POINTS}batch = [64, 0]\n"));
    for arguments in [&["--index", "0"][..], &["--list"], &[]] {
        let said = folder.refused(arguments);
        assert!(
            said.contains(
                "sweep.toml: run 4 (eight-gaussians batch=0 ganLoss=non-saturating, seed 1)"
            ),
            "{said}"
        );
    }
    assert!(!folder.runs().exists(), "nothing was written");

    let folder = SweepFolder::new("beyond", POINTS);
    let said = folder.refused(&["--index", "4"]);
    assert!(said.contains("--index: expected 0 to 3, found 4"), "{said}");
    let mut command = folder.command(&[]);
    let output = command.env("JOB_COMPLETION_INDEX", "4").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        !output.status.success() && said.contains("found 4"),
        "{said}"
    );
    for (arguments, part) in [
        (
            &["--threads", "0"][..],
            "--threads: expected 1 to 256, found 0",
        ),
        (&["--jobs", "0"], "--jobs: expected 1 to 256, found 0"),
    ] {
        let said = folder.refused(arguments);
        assert!(said.contains(part), "{said}");
    }
    assert!(!folder.runs().exists(), "nothing was written");
}

#[test]
fn each_run_by_a_scheduler_s_number_gives_the_table_of_all_at_once() {
    let alone = SweepFolder::new("alone", POINTS);
    for (index, variable) in [
        (3, "SLURM_ARRAY_TASK_ID"),
        (0, "JOB_COMPLETION_INDEX"),
        (2, "PBS_ARRAY_INDEX"),
    ] {
        let mut command = alone.command(&[]);
        let output = command.env(variable, index.to_string()).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    // One is missing, which is said; what is there makes a table when that is asked for.
    let said = alone.gather_refused(&[]);
    assert!(said.contains("found 3; missing: 1."), "{said}");
    assert!(!alone.runs().join("table.csv").exists());
    let said = alone.gather(&["--partial"]);
    assert!(said.contains("missing: 1"), "{said}");
    assert_eq!(alone.table().lines().count(), 1 + 3 * 2);

    // A finished run is left as it is.
    let result = alone.runs().join("run-0003.json");
    let before = fs::read(&result).unwrap();
    let said = alone.done(&["--index", "3"]);
    assert!(
        said.contains("run 3") && said.contains("Nothing to do"),
        "{said}"
    );
    assert_eq!(fs::read(&result).unwrap(), before);
    let said = alone.done(&["--index", "1", "--save-every", "0"]);
    assert!(said.contains("measured at 50 %"), "{said}");
    alone.gather(&[]);

    let together = SweepFolder::new("together", POINTS);
    let said = together.done(&["--jobs", "2"]);
    assert!(said.contains("4 runs to compute, 2 at a time"), "{said}");
    assert!(said.contains("all 4 runs finished"), "{said}");
    let said = together.done(&[]);
    assert!(said.contains("4 of 4 runs finished before"), "{said}");
    let said = together.gather(&[]);
    assert!(
        said.contains("| `eight-gaussians ganLoss=hinge` | 2 |"),
        "{said}"
    );
    assert_eq!(together.table(), alone.table());
    let means = |folder: &SweepFolder| fs::read(folder.runs().join("table-means.csv")).unwrap();
    assert_eq!(means(&together), means(&alone));

    // Nothing but figures, logs and tables is left.
    let mut names: Vec<_> = fs::read_dir(alone.runs())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let runs = (0..4).map(|index| format!("run-{index:04}.json"));
    let tables = ["table-means.csv", "table-times.csv", "table.csv"].map(str::to_owned);
    assert_eq!(names, runs.chain(tables).collect::<Vec<_>>());
}

#[test]
fn the_table_is_one_of_train_judge_and_holds_means_with_their_errors() {
    let folder = SweepFolder::new("means", POINTS);
    folder.done(&[]);
    let path = folder.folder().join("mine.csv");
    folder.gather(&["--table", text(&path)]);
    let table = EvaluationTable::from_csv(&fs::read_to_string(&path).unwrap()).unwrap();
    let told: Vec<_> = table.rows.iter().map(|row| (row.seed, row.stop)).collect();
    let each = [(1, 50), (1, 100), (2, 50), (2, 100)];
    assert_eq!(told, [each, each].concat());
    assert!(
        table
            .rows
            .iter()
            .all(|row| row.values.get(EvaluationColumn::Seconds).is_none())
    );

    // By hand from the table: the mean, and s / √n.
    let column = |text: &str, name: &str| {
        let header = text.lines().next().unwrap();
        header.split(',').position(|found| found == name).unwrap()
    };
    let value = |line: &str, at: usize| line.split(',').nth(at).unwrap().parse::<f64>().unwrap();
    let rows = fs::read_to_string(&path).unwrap();
    let at = column(&rows, "grid-js");
    let hinge: Vec<f64> = rows
        .lines()
        .filter(|line| line.starts_with("eight-gaussians ganLoss=hinge,") && line.contains(",100,"))
        .map(|line| value(line, at))
        .collect();
    let [one, two] = hinge[..] else {
        panic!("two seeds: {rows}")
    };
    assert!(one != two && one > 0.0 && one < 1.0, "{one} {two}");
    let means = fs::read_to_string(path.with_file_name("mine-means.csv")).unwrap();
    let line = means
        .lines()
        .find(|line| line.starts_with("eight-gaussians ganLoss=hinge,100,2,0,"))
        .unwrap();
    assert!((value(line, column(&means, "grid-js")) - (one + two) / 2.0).abs() < 1e-15);
    let error = value(line, column(&means, "grid-js-error"));
    assert!((error - (one - two).abs() / 2.0).abs() < 1e-15, "{error}");
    let times = fs::read_to_string(path.with_file_name("mine-times.csv")).unwrap();
    let cpu = column(&times, "cpu-seconds");
    assert!(times.lines().skip(1).all(|line| value(line, cpu) >= 0.0));
    assert_eq!(times.lines().count(), 5);
}

/// A run that is killed in mid-run, by what no program can refuse, goes on from what it wrote down.
#[test]
fn a_run_that_is_killed_goes_on_and_has_the_figures_of_one_that_was_not() {
    let long = POINTS
        .replace("steps = 20", "steps = 1500")
        .replace(", \"hinge\"", "")
        .replace("[1, 2]", "[1]");
    let killed = SweepFolder::new("killed", &long);
    let mut child = killed
        .command(&["--index", "0", "--save-every", "0"])
        .spawn()
        .unwrap();
    let state = killed.runs().join("run-0000.run.safetensors");
    let begun = Instant::now();
    while !state.exists() {
        assert!(
            begun.elapsed() < Duration::from_secs(120),
            "nothing was written down"
        );
        thread::sleep(Duration::from_millis(2));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        !killed.runs().join("run-0000.json").exists(),
        "it was killed in mid-run"
    );
    let said = killed.done(&["--list"]);
    assert!(said.lines().next().unwrap().contains("begun"), "{said}");

    let said = killed.done(&["--index", "0"]);
    let step: u32 = said
        .split("goes on from step ")
        .nth(1)
        .and_then(|rest| rest.lines().next()?.parse().ok())
        .unwrap_or_else(|| panic!("{said}"));
    assert!((50..600).contains(&step), "{said}");
    killed.gather(&[]);
    let whole = SweepFolder::new("not-killed", &long);
    whole.done(&["--jobs", "1"]);
    whole.gather(&[]);
    assert_eq!(killed.table(), whole.table());
}

#[test]
fn a_run_that_another_process_computes_and_one_of_another_sweep_are_left_alone() {
    let folder = SweepFolder::new("others", POINTS);
    fs::create_dir_all(folder.runs()).unwrap();
    let lock = File::create(folder.runs().join("run-0001.lock")).unwrap();
    lock.lock().unwrap();
    let said = folder.refused(&["--index", "1"]);
    assert!(
        said.contains("is being computed by another process"),
        "{said}"
    );
    // The others are computed all the same, and the one that was not is named.
    let (success, said) = folder.outcome(&[]);
    assert!(
        !success && said.contains("1 of 4 runs failed: run 1: "),
        "{said}"
    );
    assert!(folder.runs().join("run-0003.json").exists());
    drop(lock);
    folder.done(&[]);
    folder.gather(&[]);

    let before = folder.table();
    fs::write(folder.sweep(), POINTS.replace("steps = 20", "steps = 21")).unwrap();
    for said in [
        folder.refused(&["--index", "2"]),
        folder.gather_refused(&[]),
    ] {
        assert!(
            said.contains("of this sweep") && said.contains("--out"),
            "{said}"
        );
    }
    assert_eq!(folder.table(), before);
    fs::write(folder.sweep(), POINTS).unwrap();
    fs::write(folder.runs().join("run-0000.json"), "{}").unwrap();
    let said = folder.gather_refused(&[]);
    assert!(
        said.contains("run-0000.json cannot be read") && said.contains("Delete it"),
        "{said}"
    );
}

/// What a folder without finished runs is gathered to: a sentence, and no table.
#[test]
fn a_folder_without_runs_and_a_run_written_by_half_are_refused_and_nothing_is_written() {
    let folder = SweepFolder::new("nothing", POINTS);
    for arguments in [&[][..], &["--partial"]] {
        let said = folder.gather_refused(arguments);
        assert!(
            said.contains("found none that has finished. Compute them first"),
            "{said}"
        );
    }
    folder.done(&["--index", "0"]);
    let result = folder.runs().join("run-0000.json");
    let whole = fs::read(&result).unwrap();
    fs::write(
        folder.runs().join("run-0001.json"),
        &whole[..whole.len() / 2],
    )
    .unwrap();
    let said = folder.gather_refused(&["--partial"]);
    assert!(
        said.contains("run-0001.json cannot be read") && said.contains("Delete it"),
        "{said}"
    );
    assert!(!folder.runs().join("table.csv").exists());
}

/// Runs of pictures have the figures of `train judge`, from the same recipes.
#[test]
fn families_on_pictures_have_the_figures_of_train_judge() {
    let folder = SweepFolder::new(
        "judged",
        "families = [\"vae\", \"gan\"]\ndata = \"digits\"\nsteps = 8\nseeds = [1, 2]\nstops = [50]\n\
         [measure]\ncount = 20\nheld-out = 40\ntraining = 60\n",
    );
    folder.done(&[]);
    folder.gather(&[]);
    let path = folder.folder().join("judge.csv");
    let output = Command::new(env!("CARGO_BIN_EXE_train"))
        .current_dir(project())
        .args([
            "judge",
            "--data",
            "digits",
            "--families",
            "vae,gan",
            "--steps",
            "8",
        ])
        .args([
            "--seeds",
            "1,2",
            "--stops",
            "50",
            "--count",
            "20",
            "--held-out",
            "40",
        ])
        .args(["--training", "60", "--threads", "1", "--table", text(&path)])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let judged = fs::read_to_string(&path).unwrap();
    let mut judged = EvaluationTable::from_csv(&judged).unwrap();
    for row in &mut judged.rows {
        row.values.set(EvaluationColumn::Seconds, f64::NAN);
    }
    assert_eq!(judged.rows.len(), 8);
    assert_eq!(folder.table(), judged.to_csv());
}

#[test]
fn the_sweep_of_deploy_is_the_twelve_runs_that_its_files_are_for() {
    let mut command = sweep_program();
    let output = command
        .args(["deploy/sweep.toml", "--list"])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(said.lines().count(), 12, "{said}");
    let last = said.lines().last().unwrap();
    assert!(
        last.contains("11  to do ") && last.contains("seed 3"),
        "{said}"
    );
}
