//! Recipes on points: those that are meant to reach every mode do, and the one that is meant to
//! collapse does, for three seeds each.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a check panics where it cannot go on"
)]

use std::fs;

use model::data::{ToyPoints, TrainingData};
use model::device;
use model::metrics::{ModeCoverage, SampleEvaluator};
use model::train::detect::FailureDetectors;
use model::train::{StepPart, Trainer};
use run_spec::{PRESETS, RunSpec, preset};
use tests::{root, run};

/// Steps between two measurements.
const EVERY: u32 = 250;

/// Trains a preset for some steps; what it covered at each measurement, and the names of what the
/// detectors say in the end.
fn watched(name: &str, seed: u32, steps: u32) -> (Vec<ModeCoverage>, Vec<&'static str>) {
    let spec = RunSpec {
        seed,
        ..preset(name).unwrap().spec()
    };
    let source = TrainingData::of_world(&spec).unwrap();
    let ruler = SampleEvaluator::of(source.points().unwrap(), ToyPoints::HELD_OUT);
    let mut trainer = Trainer::new(&spec, source, &device::cpu()).unwrap();
    let mut detectors = FailureDetectors::new(&spec, &[], 2);
    let mut covered = Vec::new();
    for step in 1..=steps {
        trainer.step(StepPart::Whole);
        if step % EVERY == 0 {
            detectors.observe(&run(trainer.report()).unwrap());
            let points = run(trainer.generated(ToyPoints::HELD_OUT)).unwrap();
            let coverage = ruler.measure(&points).coverage.unwrap();
            detectors.observe_coverage(step, &coverage);
            covered.push(coverage);
        }
    }
    let last = covered.last().unwrap();
    println!("{name}, seed {seed}: {last:?}");
    let findings = detectors.findings();
    (covered, findings.iter().map(|found| found.name()).collect())
}

#[test]
fn eight_gaussians_are_all_reached_soon_and_kept() {
    for seed in 1..=3 {
        let (covered, findings) = watched("eight-gaussians", seed, 1500);
        for coverage in &covered[3..] {
            assert_eq!(coverage.reached, 8, "seed {seed}: {coverage:?}");
        }
        assert!(covered.last().unwrap().high_quality > 0.5, "seed {seed}");
        assert!(findings.is_empty(), "seed {seed}: {findings:?}");
    }
}

#[test]
fn a_generator_that_outruns_its_discriminator_misses_modes_and_that_is_said() {
    for seed in 1..=3 {
        let (covered, findings) = watched("points-collapse", seed, 2250);
        assert!(covered.last().unwrap().reached <= 4, "seed {seed}");
        assert!(findings.contains(&"Mode collapse"), "{findings:?}");
    }
}

#[test]
fn shipped_runs_go_on_where_they_ended_and_reach_every_part() {
    let mut shipped = 0;
    for preset in PRESETS.iter().filter(|preset| preset.is_shipped_trained()) {
        let spec = preset.spec();
        let source = TrainingData::of_world(&spec).unwrap();
        let ruler = SampleEvaluator::of(source.points().unwrap(), ToyPoints::HELD_OUT);
        let mut trainer = Trainer::new(&spec, source, &device::cpu()).unwrap();
        let path = format!("assets/runs/{}.run.safetensors", preset.name);
        let file = fs::read(root().join(&path)).unwrap();
        trainer.restore(&file).unwrap();
        assert!(trainer.steps() >= 4000, "{path}");
        assert_eq!(*trainer.spec(), spec, "{path}");
        let again = run(trainer.checkpoint()).unwrap();
        assert!(
            again == file,
            "{path}: written anew, it is the same file, digest included"
        );
        trainer.step(StepPart::Whole);
        let points = run(trainer.generated(ToyPoints::HELD_OUT)).unwrap();
        let coverage = ruler.measure(&points).coverage.unwrap();
        assert_eq!(coverage.reached, coverage.of, "{path}: {coverage:?}");
        shipped += 1;
    }
    let files = fs::read_dir(root().join("assets/runs")).unwrap();
    assert_eq!(files.count(), shipped, "each run on the site is a preset's");
}
