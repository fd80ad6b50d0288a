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

use std::process::ExitCode;
use std::time::Instant;

use bench::{BenchError, BenchRecipe, BenchRun, losses_json};
use futures::executor::block_on;
use serde::Deserialize;
use serde_json::{Value, json};

/// Steps whose losses are compared, and steps before a decoder is asked for pictures.
const COMPARED: u32 = 3;

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
    let argument = std::env::args()
        .nth(1)
        .ok_or("expected a JSON argument, found none.")?;
    let options: NativeWorkload = serde_json::from_str(&argument)?;
    let mut work = BenchRun::new(&options.recipe, &model::device::cpu())?;
    let mut losses = Vec::new();
    for _ in 0..COMPARED {
        work.steps(1);
        let values = block_on(work.losses())?;
        losses.push(serde_json::from_str::<Value>(&losses_json(&values)?)?);
    }
    if let Some(numbers) = output(&work, &options)? {
        std::fs::write(&options.output, numbers)?;
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
