//! Runs on points of a plane: who learns, who judges, and what is seen of them.
#![allow(clippy::unwrap_used, reason = "a check panics where it cannot go on")]

mod optimal;
mod players;
mod views;

use std::collections::BTreeMap;

use model::data::TrainingData;
use model::device;
use model::train::{StepPart, Toy2dFrame, Trainer, ViewRequest};
use run_spec::{DatasetId, ModelType, NetworkSpec, RunSpec, ToyDistribution};
use tests::{run, state};

fn gan() -> RunSpec {
    RunSpec {
        seed: 7,
        model: ModelType::Gan,
        data: DatasetId::Points,
        toy_distribution: ToyDistribution::TwoGaussians,
        batch: 32,
        decoder: NetworkSpec::dense(&[16]),
        encoder: NetworkSpec::dense(&[16]),
        discriminator: NetworkSpec::dense(&[16, 8]),
        learning_rate: 0.003,
        discriminator_learning_rate: 0.003,
        ..RunSpec::default()
    }
}

fn points(spec: &RunSpec) -> Trainer {
    Trainer::new(spec, TrainingData::of_world(spec).unwrap(), &device::cpu()).unwrap()
}

fn steps(trainer: &mut Trainer, count: u32) {
    for _ in 0..count {
        trainer.step(StepPart::Whole);
    }
}

fn view(trainer: &Trainer, wanted: ViewRequest) -> Toy2dFrame {
    run(trainer.plane_view(&wanted)).unwrap()
}

const MAKERS: [&str; 4] = ["generator", "encoder", "coder", "average"];

type Numbers = BTreeMap<String, Vec<f32>>;

fn makers(trainer: &Trainer) -> [Numbers; 4] {
    MAKERS.map(|prefix| state(trainer, prefix))
}
