//! One workload, natively on the CPU.
//!
//! Called by `run.js` with one JSON argument: a `recipe`, the `kind` of workload, the `count` of
//! pictures, `rounds`, `sampleMillis`, and `output` (a file for pictures or codes). Prints one JSON
//! object: `millis` (a list) and, for steps, the first `losses`. The environment's
//! `RAYON_NUM_THREADS` says how many threads there are.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program speaks"
)]

use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use bench::{BenchError, BenchRecipe, BenchRun, losses_json};
use futures::executor::block_on;
use local_files::{check_output_file, write_whole};
use serde::Deserialize;
use serde_json::{Value, json};

/// Steps whose losses are compared, and steps before a decoder is asked for pictures.
const COMPARED: u32 = 3;
/// The most pictures, and the most rounds.
const MOST: usize = 100_000;

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum WorkloadKind {
    Decode,
    Encode,
    Step,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct NativeWorkload {
    recipe: BenchRecipe,
    kind: WorkloadKind,
    count: usize,
    rounds: usize,
    sample_millis: f64,
    output: String,
}

impl NativeWorkload {
    /// Reads and checks the program's one argument, before anything is computed.
    fn from_arguments(mut arguments: impl Iterator<Item = String>) -> Result<Self, BenchError> {
        let (Some(json), None) = (arguments.next(), arguments.next()) else {
            return Err("expected one argument, a workload as JSON, as `run.js` writes it.".into());
        };
        let options: Self = serde_json::from_str(&json)
            .map_err(|error| format!("expected a workload as JSON, found {error}."))?;
        for (field, found) in [("count", options.count), ("rounds", options.rounds)] {
            if !(1..=MOST).contains(&found) {
                return Err(format!("`{field}`: expected 1 to {MOST}, found {found}.").into());
            }
        }
        let millis = options.sample_millis;
        if !(millis.is_finite() && millis > 0.0) {
            return Err(format!("`sampleMillis`: expected more than 0, found {millis}.").into());
        }
        if options.kind != WorkloadKind::Step {
            check_output_file("`output`", Path::new(&options.output))?;
        }
        Ok(options)
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(result) => {
            println!("{result}");
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("bench-native: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<Value, BenchError> {
    let options = NativeWorkload::from_arguments(std::env::args().skip(1))?;
    let mut work = BenchRun::new(&options.recipe, &model::device::cpu())?;
    let mut losses = Vec::new();
    for _ in 0..COMPARED {
        work.steps(1);
        let values = block_on(work.losses())?;
        losses.push(serde_json::from_str::<Value>(&losses_json(&values)?)?);
    }
    if let Some(numbers) = output(&work, &options)? {
        write_whole(Path::new(&options.output), &numbers)?;
    }
    let begun = Instant::now();
    once(&mut work, &options)?;
    let times = (options.sample_millis / millis_since(begun)).round();
    let times = times.clamp(1.0, 1000.0) as usize;
    let mut samples = Vec::new();
    for _ in 0..options.rounds {
        let begun = Instant::now();
        for _ in 0..times {
            once(&mut work, &options)?;
        }
        samples.push(millis_since(begun) / times as f64);
    }
    Ok(json!({ "millis": samples, "losses": losses }))
}

fn millis_since(begun: Instant) -> f64 {
    begun.elapsed().as_secs_f64() * 1e3
}

/// The pictures or codes, as bytes of their numbers.
fn output(work: &BenchRun, options: &NativeWorkload) -> Result<Option<Vec<u8>>, BenchError> {
    Ok(match options.kind {
        WorkloadKind::Step => None,
        WorkloadKind::Decode => Some(block_on(work.decode(&work.points(options.count)))?),
        WorkloadKind::Encode => {
            let codes = block_on(work.encode())?;
            Some(codes.into_iter().flat_map(f32::to_le_bytes).collect())
        }
    })
}

fn once(work: &mut BenchRun, options: &NativeWorkload) -> Result<(), BenchError> {
    if options.kind == WorkloadKind::Step {
        work.steps(1);
        block_on(work.losses())?;
    } else {
        output(work, options)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::NativeWorkload;

    fn said(arguments: &[&str]) -> String {
        let arguments = arguments.iter().map(|&argument| argument.to_owned());
        let failure = NativeWorkload::from_arguments(arguments).err();
        failure.map_or_else(String::new, |failure| failure.to_string())
    }

    fn workload(kind: &str, count: &str, rounds: &str, millis: &str, output: &str) -> String {
        format!(
            r#"{{"recipe": {{"preset": "classroom"}}, "kind": "{kind}", "count": {count},
                "rounds": {rounds}, "sampleMillis": {millis}, "output": "{output}"}}"#
        )
    }

    #[test]
    fn a_workload_that_cannot_be_meant_is_refused_before_it_is_measured() {
        let folder = std::env::temp_dir();
        let folder = folder.to_str().unwrap();
        assert_eq!(said(&[&workload("step", "1", "5", "20", "")]), "");
        for (arguments, part) in [
            (vec![], "expected one argument"),
            (
                vec!["{}".to_owned(), "{}".to_owned()],
                "expected one argument",
            ),
            (vec!["{}".to_owned()], "missing field"),
            (
                vec![workload("walk", "1", "5", "20", "")],
                "unknown variant `walk`",
            ),
            (vec![workload("step", "-1", "5", "20", "")], "invalid value"),
            (
                vec![workload("step", "0", "5", "20", "")],
                "`count`: expected 1 to 100000, found 0",
            ),
            (
                vec![workload("step", "1", "0", "20", "")],
                "`rounds`: expected 1 to",
            ),
            (
                vec![workload("step", "1", "5", "0", "")],
                "`sampleMillis`: expected more than 0",
            ),
            (
                vec![workload("decode", "1", "5", "20", folder)],
                "found the folder",
            ),
            (
                vec![workload("decode", "1", "5", "20", "/nowhere/a")],
                "found no folder",
            ),
        ] {
            let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
            let said = said(&arguments);
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}
