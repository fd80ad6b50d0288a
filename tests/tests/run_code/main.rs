//! The programs that the project writes for a run: Python reads all of them, and PyTorch, where there
//! is one, has the project's own losses when it runs them.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]
#![allow(clippy::print_stdout, reason = "what is skipped says so")]

mod augmentation;
mod burn_programs;

use std::collections::BTreeMap;
use std::io::Write;
use std::process::{Command, Stdio};

use model::device;
use model::random::{HostRng, RandomStream};
use model::train::{StepPart, Trainer};
use model::weights::TensorFile;
use run_code::{CodeLine, CodePart, pytorch, text};
use run_spec::{ImageShape, PRESETS, Reconstruction, RunSpec};
use serde_json::{Value, json};
use tests::runs::{RUNS, STEPS, source};
use tests::{Tolerance, assert_close, root, run};

/// Both compute in single precision.
const LOSS: Tolerance = Tolerance::new(5e-4, 5e-3);
/// More draws of noise than any step takes.
const DRAWS: usize = 1024;
/// More batches than any run takes.
const BATCHES: u32 = 3 * STEPS;

fn python() -> String {
    std::env::var("LATENTSCAPE_PYTHON").unwrap_or_else(|_| "python3".to_owned())
}

/// What a Python program prints, given some input.
fn told(arguments: &[&str], input: &str) -> Result<String, String> {
    let mut child = Command::new(python())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let mut pipe = child.stdin.take().unwrap();
    pipe.write_all(input.as_bytes()).unwrap();
    drop(pipe);
    let output = child.wait_with_output().unwrap();
    if output.status.success() {
        Ok(String::from_utf8(output.stdout).unwrap())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

fn scripts() -> Vec<(String, Vec<CodeLine>)> {
    let presets = PRESETS
        .iter()
        .map(|preset| (preset.name.to_owned(), preset.spec()));
    let runs = RUNS.iter().map(|(name, spec)| ((*name).to_owned(), spec()));
    let augmented = RUNS.iter().map(|(name, spec)| {
        let spec = augmentation::augmented(spec());
        (format!("{name}, augmented"), spec)
    });
    let all = presets.chain(runs).chain(augmented);
    all.map(|(name, spec)| (name, pytorch(&spec, spec.image())))
        .collect()
}

#[test]
fn python_reads_the_script_of_every_preset() {
    let texts: BTreeMap<String, String> = scripts()
        .into_iter()
        .map(|(name, lines)| (name, text(&lines)))
        .collect();
    let check = "import ast, json, sys\nfor name, code in json.load(sys.stdin).items():\n    ast.parse(code, name)\n    longest = max(map(len, code.splitlines()))\n    assert longest <= 120, (name, longest)\n";
    let found = told(&["-c", check], &json!(texts).to_string());
    assert_eq!(found, Ok(String::new()));
}

#[test]
fn every_line_of_a_network_says_which_network_it_is_of() {
    for (name, lines) in scripts() {
        for line in lines {
            let layers = ["nn.Linear(", "nn.Conv2d(", "nn.ConvTranspose2d("];
            if layers.iter().any(|layer| line.text.contains(layer)) {
                let networks = [
                    CodePart::Encoder,
                    CodePart::Code,
                    CodePart::Generator,
                    CodePart::Discriminator,
                ];
                let part = line.part.unwrap();
                assert!(networks.contains(&part), "{name}: {}", line.text);
            }
        }
    }
}

#[test]
fn pytorch_has_the_losses_of_the_run_when_it_runs_its_script() {
    if let Err(error) = told(&["-c", "import torch"], "") {
        let why = error.trim().lines().next_back().unwrap_or_default();
        println!("skipped: scripts run by PyTorch ({why})");
        return;
    }
    let script = root().join("tests/reference/run_code.py");
    let gaussian = || RunSpec {
        reconstruction: Reconstruction::OptimalGaussian,
        ..RUNS[6].1()
    };
    let more: [tests::runs::NamedRun; 1] = [("vae-optimal-gaussian", gaussian)];
    for (name, spec) in RUNS.iter().chain(&more) {
        let spec = spec();
        // Growing is left out of scripts, and their power iterations begin elsewhere.
        if spec.growing_steps > 0 || spec.spectral_norm {
            continue;
        }
        let mut trainer = Trainer::new(&spec, source(), &device::cpu()).unwrap();
        let input = fixture(&spec, &trainer);
        let printed = told(&[script.to_str().unwrap()], &input).unwrap();
        let theirs: Vec<BTreeMap<String, f64>> = serde_json::from_str(&printed).unwrap();
        for (step, expected) in theirs.iter().enumerate() {
            trainer.step(StepPart::Whole);
            let report = run(trainer.report()).unwrap();
            for (loss, value) in expected {
                let mut ours = report.losses.iter();
                let found = ours.find(|(name, _)| json!(name) == json!(loss));
                let what = format!("{name}, step {step}, {loss}");
                assert_close(&what, &[found.unwrap().1], &[*value], LOSS);
            }
            assert!(!expected.is_empty());
        }
    }
}

/// Script, weights, images and noise of a run that has not begun.
fn fixture(spec: &RunSpec, trainer: &Trainer) -> String {
    let image: ImageShape = spec.image();
    let file = run(trainer.checkpoint()).unwrap();
    let (mut tensors, _) = TensorFile::parse("run", &file).unwrap();
    let names: Vec<String> = tensors.names().map(str::to_owned).collect();
    let weights: serde_json::Map<String, Value> = names
        .into_iter()
        .map(|name| {
            let shape = tensors.shape(&name).unwrap().to_vec();
            let values = tensors.take("run", &name, &shape).unwrap();
            (name, json!({ "shape": shape, "values": values }))
        })
        .collect();
    let seed = u64::from(spec.seed);
    let batches: Vec<_> = (0..BATCHES)
        .map(|batch| source().batch(seed, batch, spec.batch).pixels)
        .collect();
    let noise: Vec<_> = (0..STEPS)
        .map(|step| HostRng::new(seed, RandomStream::Noise(step)).normals(DRAWS))
        .collect();
    json!({
        "code": text(&pytorch(spec, image)),
        "steps": STEPS,
        "pixels": image.len(),
        "weights": weights,
        "batches": batches,
        "noise": noise,
    })
    .to_string()
}
