//! What PyTorch needs to take the same steps: weights, images and noise of a few small runs, as
//! JSON. `tests/reference/make_training_reference.py` reads it.
//!
//! ```text
//! cargo run --release --package=model --package=tests --features model/pretrain \
//!     --example training_fixture > /tmp/training_fixture.json
//! ```
#![allow(clippy::print_stdout, reason = "a command-line program speaks")]
#![allow(clippy::unwrap_used, reason = "a panic says enough")]

use model::device;
use model::random::{HostRng, RandomStream};
use model::train::Trainer;
use model::weights::TensorFile;
use serde_json::{Value, json};
use tests::run;
use tests::runs::{RUNS, STEPS, source};

/// More draws of noise than any step takes.
const DRAWS: usize = 1024;
/// More batches than any run takes.
const BATCHES: u32 = 3 * STEPS;

fn main() {
    let runs: Vec<Value> = RUNS
        .iter()
        .map(|(name, spec)| {
            let spec = spec();
            let trainer = Trainer::new(&spec, source(), &device::cpu()).unwrap();
            let file = run(trainer.checkpoint()).unwrap();
            let seed = u64::from(spec.seed);
            let batches: Vec<_> = (0..BATCHES)
                .map(|batch| source().batch(seed, batch, spec.batch).pixels)
                .collect();
            let noise: Vec<_> = (0..STEPS)
                .map(|step| HostRng::new(seed, RandomStream::Noise(step)).normals(DRAWS))
                .collect();
            json!({
                "name": name,
                "spec": spec,
                "weights": tensors(&file),
                "batches": batches,
                "noise": noise,
            })
        })
        .collect();
    println!("{}", json!({ "steps": STEPS, "runs": runs }));
}

fn tensors(file: &[u8]) -> Value {
    let (mut tensors, _) = TensorFile::parse("run", file).unwrap();
    let names: Vec<String> = tensors.names().map(str::to_owned).collect();
    let all = names.into_iter().map(|name| {
        let shape = tensors.shape(&name).unwrap().to_vec();
        let values = tensors.take("run", &name, &shape).unwrap();
        (name, json!({ "shape": shape, "values": values }))
    });
    Value::Object(all.collect())
}
