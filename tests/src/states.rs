//! The whole state of a run, in numbers.

use std::collections::BTreeMap;

use model::train::Trainer;
use model::weights::{HostTensor, TensorFile};

use crate::run;

/// Every tensor of a run's state whose name begins with `prefix`.
pub fn tensors(trainer: &Trainer, prefix: &str) -> Vec<(String, HostTensor)> {
    let file = run(trainer.checkpoint()).expect("the CPU can be read");
    let (mut file, _) = TensorFile::parse("run", &file).expect("it was just written");
    let names: Vec<String> = file.names().map(str::to_owned).collect();
    let wanted = names.into_iter().filter(|name| name.starts_with(prefix));
    let mut all = Vec::new();
    for name in wanted {
        let shape = file.shape(&name).expect("a tensor of this name").to_vec();
        let values = file.take("run", &name, &shape).expect("its own shape");
        all.push((name, HostTensor { shape, values }));
    }
    all
}

/// Every number of a run's state whose name begins with `prefix`.
pub fn state(trainer: &Trainer, prefix: &str) -> BTreeMap<String, Vec<f32>> {
    let all = tensors(trainer, prefix).into_iter();
    all.map(|(name, tensor)| (name, tensor.values)).collect()
}
