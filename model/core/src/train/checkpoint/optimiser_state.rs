//! Networks and their optimisers' moments as named tensors.

use std::collections::BTreeMap;

use burn::module::{Module, ModuleMapper, ModuleVisitor, Param};
use burn::tensor::{Device, Tensor, TensorData};

use super::state::{CheckpointState, FILE, count_missing};
use crate::error::WeightRange;
use crate::train::optimiser::NetworkOptimiser;
use crate::train::trainable_network::TrainableNetwork;
use crate::weights::{LARGEST_WEIGHT, NamedTensors, TensorFile, assign_named, check_range, named};
use crate::{ModelError, ModelResult};

/// The name of an optimiser's moment.
fn moments_of(name: &str, which: usize) -> String {
    format!("{name}.moments.{which}")
}

/// Collects what is to be written of networks.
#[derive(Default)]
pub(super) struct OptimiserSaver {
    pub(super) tensors: NamedTensors,
    /// Updates of each parameter, by the names of its moments.
    pub(super) updates: BTreeMap<String, u32>,
}

impl OptimiserSaver {
    pub(super) fn player<M: Module>(&mut self, name: &str, trainable: &TrainableNetwork<M>) {
        self.tensors
            .extend(named(&format!("{name}.weights"), &trainable.network));
        for which in [0, 1] {
            let mut moments = SaveMoments {
                optimiser: &trainable.optimiser,
                updates: &mut self.updates,
                which,
                path: vec![moments_of(name, which)],
                found: Vec::new(),
            };
            trainable.network.visit(&mut moments);
            self.tensors.extend(moments.found);
        }
    }
}

struct SaveMoments<'a> {
    optimiser: &'a NetworkOptimiser,
    updates: &'a mut BTreeMap<String, u32>,
    which: usize,
    path: Vec<String>,
    found: NamedTensors,
}

impl ModuleVisitor for SaveMoments<'_> {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn visit_float<const D: usize>(&mut self, param: &Param<Tensor<D>>) {
        if let Some(moment) = self.optimiser.moment::<D>(self.which, param.id) {
            let shape = moment.dims();
            let flat = moment.reshape([shape.iter().product::<usize>()]);
            let name = self.path.join(".");
            let updates = self.optimiser.updates(param.id);
            self.updates.insert(name.clone(), updates);
            self.found.push((name, shape.to_vec(), flat));
        }
    }
}

/// Puts back what an [`OptimiserSaver`] collected.
pub(super) struct OptimiserLoader<'a> {
    pub(super) tensors: &'a mut TensorFile,
    pub(super) state: &'a CheckpointState,
    /// With autodiff.
    pub(super) device: &'a Device,
}

impl OptimiserLoader<'_> {
    pub(super) fn player<M: Module>(
        &mut self,
        name: &str,
        trainable: &mut TrainableNetwork<M>,
    ) -> ModelResult<()> {
        let prefix = format!("{name}.weights");
        let network = trainable.network.clone();
        let network = assign_named(FILE, &prefix, network, self.tensors, self.device)?;
        let mut error = None;
        let plain = self.device.clone().without_autodiff();
        trainable.network = [0, 1].into_iter().fold(network, |network, which| {
            network.map(&mut LoadMoments {
                optimiser: &mut trainable.optimiser,
                which,
                tensors: self.tensors,
                updates: &self.state.updates,
                device: &plain,
                path: vec![moments_of(name, which)],
                error: &mut error,
            })
        });
        match error {
            Some(error) => Err(error),
            None => Ok(()),
        }
    }
}

struct LoadMoments<'a> {
    optimiser: &'a mut NetworkOptimiser,
    which: usize,
    tensors: &'a mut TensorFile,
    updates: &'a BTreeMap<String, u32>,
    device: &'a Device,
    path: Vec<String>,
    error: &'a mut Option<ModelError>,
}

impl ModuleMapper for LoadMoments<'_> {
    fn enter_module(&mut self, name: &str, _container: &str) {
        self.path.push(name.to_owned());
    }

    fn exit_module(&mut self, _name: &str, _container: &str) {
        self.path.pop();
    }

    fn map_float<const D: usize>(&mut self, param: Param<Tensor<D>>) -> Param<Tensor<D>> {
        let name = self.path.join(".");
        // There is no moment before the first update, and none where no gradient ever comes.
        let updates = self.updates.get(&name).copied();
        if self.error.is_some() {
            return param;
        }
        let Some(updates) = updates else {
            if self.tensors.shape(&name).is_some() {
                *self.error = Some(count_missing());
            }
            return param;
        };
        let shape: [usize; D] = param.val().dims();
        match self.tensors.take(FILE, &name, &shape) {
            Ok(values) => {
                if let Err(error) = check_moment(&name, self.which, &values) {
                    *self.error = Some(error);
                    return param;
                }
                let value = Tensor::<D>::from_data(TensorData::new(values, shape), self.device);
                self.optimiser.set_moment(self.which, param.id, value);
                self.optimiser.set_updates(param.id, updates);
            }
            Err(error) => *self.error = Some(error),
        }
        param
    }
}

/// Sums of gradients are as large as weights may be; sums of squares are their squares, and none is
/// below 0.
fn check_moment(name: &str, which: usize, values: &[f32]) -> ModelResult<()> {
    if which == 0 {
        return check_range(FILE, name, values, WeightRange::Within(LARGEST_WEIGHT));
    }
    check_range(FILE, name, values, WeightRange::NotNegative)?;
    let most = LARGEST_WEIGHT * LARGEST_WEIGHT;
    check_range(FILE, name, values, WeightRange::Within(most))
}
